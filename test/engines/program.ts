/** The program that every engine runs: no Node, no page. */
import { ITEM_STATUS, type ItemResult, toHex } from '@manyhands/protocol';
import { instantiate, type Kernel, type KernelOptions } from '@manyhands/wasm-kernels/runtime';
import { Dice } from '@manyhands/wasm-kernels/testing';
import { itemAt } from './inputs.ts';
import {
  CHUNK,
  type EngineResult,
  type KernelResult,
  type Plan,
  type PlannedKernel,
  type Progress,
  type Request,
} from './plan.ts';

export type Open = (file: string) => Promise<Uint8Array>;

/** What the program needs of where it runs. */
export interface Surroundings {
  readonly open: Open;
  /** Waited for: a page that never rests is asked to be closed, and keeps the memories of instances it has left. */
  readonly tell: (progress: Progress) => Promise<void>;
}

/** Computes the part of a plan that is asked for. */
export async function runPlan(plan: Plan, request: Request, around: Surroundings): Promise<EngineResult> {
  const started = Date.now();
  const kernels: KernelResult[] = [];
  for (let position = request.first; position < request.end; position++)
    kernels.push(await runKernel(plan.kernels[position], plan.seed + position, request, around));
  const agent = typeof navigator === 'object' && navigator.userAgent ? navigator.userAgent : 'Node';
  return { agent, kernels, milliseconds: Date.now() - started };
}

const SLICE_FUEL = 3000n;
/** Items between two fresh instances, at most. */
const LONGEST_GROUP = 700;
const TELL_EVERY_MILLISECONDS = 1000;

async function runKernel(
  kernel: PlannedKernel,
  seed: number,
  { order, build }: Request,
  { open, tell }: Surroundings,
): Promise<KernelResult> {
  const module = await WebAssembly.compile((await open(kernel[build])) as BufferSource);
  const datasets = await Promise.all(kernel.datasets.map((file) => open(file)));
  const options: KernelOptions =
    build === 'hooked' ? { datasets, slice: { fuel: SLICE_FUEL, onSlice: () => {} } } : { datasets };
  const tally = new Tally(kernel.items);
  const dice = new Dice(order + seed);
  let instance: Kernel | null = null;
  let group = 0;
  let reruns = 0;
  let told = Date.now();
  await tell({ kernel: kernel.name, items: 0 });
  for (const index of shuffled(kernel.items, dice)) {
    if (instance === null || group-- <= 0) {
      reruns += instance?.reruns ?? 0;
      instance = instantiate(module, options);
      group = dice.below(LONGEST_GROUP);
    }
    const { input, cap } = itemAt(kernel, seed, index);
    tally.add(index, instance.runItem(input, cap));
    if (Date.now() < told + TELL_EVERY_MILLISECONDS) continue;
    await tell({ kernel: kernel.name, items: tally.items });
    told = Date.now();
  }
  return { name: kernel.name, ...tally.result(), reruns: reruns + (instance?.reruns ?? 0) };
}

/** Every index once, in an order that the dice decide: a walk in steps that have no factor in common with the length. */
function* shuffled(length: number, dice: Dice): Generator<number> {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  let step = 1 + dice.below(length);
  while (divisor(step, length) !== 1) step++;
  let at = dice.below(length);
  for (let i = 0; i < length; i++) {
    yield at;
    at = (at + step) % length;
  }
}

/** Digests that do not depend on the order in which items come. */
class Tally {
  readonly #sums: Uint32Array;
  readonly #counts = [0, 0, 0];

  constructor(items: number) {
    this.#sums = new Uint32Array(2 * Math.ceil(items / CHUNK));
  }

  /** How many were added. */
  get items(): number {
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  add(index: number, { status, fuel, output }: ItemResult): void {
    this.#counts[status]++;
    const chunk = 2 * Math.floor(index / CHUNK);
    for (const [half, start] of [0x811c9dc5, 0x9747b28c].entries()) {
      let mix = start ^ index;
      const stir = (word: number): void => {
        mix = Math.imul(mix ^ word, 0x85ebca6b);
        mix ^= mix >>> 15;
      };
      stir(status);
      stir(Number(BigInt.asUintN(32, fuel)));
      stir(Number(fuel >> 32n));
      for (let i = 0; i < output.length; i++) stir(output[i]);
      stir(output.length);
      this.#sums[chunk + half] += mix;
    }
  }

  result(): Omit<KernelResult, 'name' | 'reruns'> {
    const digests: string[] = [];
    for (let i = 0; i < this.#sums.length; i += 2)
      digests.push(`${this.#sums[i].toString(16)}-${this.#sums[i + 1].toString(16)}`);
    const [ok, trap, exhausted] = [ITEM_STATUS.ok, ITEM_STATUS.trap, ITEM_STATUS.exhausted].map(
      (status) => this.#counts[status],
    );
    return { digests, ok, trap, exhausted };
  }
}

/** How an engine shows where two of its answers differ: one item in full. */
export async function showItem(
  plan: Plan,
  request: Request,
  where: { readonly kernel: number; readonly index: number },
  open: Open,
): Promise<string> {
  const kernel = plan.kernels[where.kernel];
  const module = await WebAssembly.compile((await open(kernel[request.build])) as BufferSource);
  const datasets = await Promise.all(kernel.datasets.map((file) => open(file)));
  const { input, cap } = itemAt(kernel, plan.seed + where.kernel, where.index);
  const { status, fuel, output } = instantiate(module, { datasets }).runItem(input, cap);
  return `cap ${cap}, input ${toHex(input)}: status ${status}, fuel ${fuel}, output ${toHex(output)}`;
}
