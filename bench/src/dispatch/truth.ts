/** The kernel of the load, and what it gives: the load process answers without running anything. */
import { compileBuild, instantiate } from '@manyhands/wasm-kernels';

export const SOURCE = `
/** Four bytes in, four bytes out. */
export function tripled(x: i32): i32 {
  return 3 * x + 1;
}`;

/** What {@link SOURCE} gives. */
export const tripled = (x: number): number => (Math.imul(3, x) + 1) | 0;

const PROBES = [0, 1, 7, 12_345, 999_999_999, 2_147_483_647];
const FUEL_CAP = 1_000_000n;

/** Fuel of an item, whatever its input. Throws where a build gives anything but {@link tripled}. */
export async function fuelOf(url: string, build: string): Promise<bigint> {
  const bytes = new Uint8Array(await (await fetch(`${url}/v1/builds/${build}`)).arrayBuffer());
  const kernel = instantiate(await compileBuild(bytes, build), { datasets: [] });
  const results = PROBES.map((x) => {
    const input = Buffer.alloc(4);
    input.writeInt32LE(x);
    const { status, fuel, output } = kernel.runItem(input, FUEL_CAP);
    const given = Buffer.from(output).readInt32LE();
    if (status !== 0 || given !== tripled(x))
      throw new Error(`tripled(${x}) is ${given} with status ${status}`);
    return fuel;
  });
  if (results.some((fuel) => fuel !== results[0])) throw new Error(`fuel differs by input: ${results}`);
  return results[0];
}
