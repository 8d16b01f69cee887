import { encodeRow } from '@manyhands/protocol';
import { instrument } from '../instrument/instrument.ts';
import { instantiate } from '../runtime/kernel.ts';
import { CALIBRATION_WASM } from './generated/calibration.ts';

/** A reference core runs the calibration kernel at this many fuel a second, by definition: about a server core of 2023. */
export const REFERENCE_FUEL_PER_SECOND = 6_000_000_000n;

/** Long enough to time (about a millisecond), short enough to stand between items. */
const ROUNDS = 100_000;
const FUEL_CAP = 1n << 40n;
const PAGES = 16;
const NANOSECONDS = 1_000_000_000n;

/**
 * Milliseconds of processor that this process has used: unlike a clock it stands still while other processes
 * have the core, which moved rates by a quarter on a busy machine.
 */
export function processorMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Until the engine has compiled the calibration kernel as well as it can: a core that seems slow makes work seem cheap. */
const WARM_MILLISECONDS = 50;

/** Runs the calibration kernel once; gives this core's milliseconds for one reference-core millisecond. */
export type Calibrator = () => number;

export function createCalibrator(): Calibrator {
  const wasm = Uint8Array.from(atob(CALIBRATION_WASM), (letter) => letter.charCodeAt(0));
  const { bytes } = instrument(wasm, { memoryPages: PAGES });
  const kernel = instantiate(new WebAssembly.Module(bytes as BufferSource), { datasets: [] });
  const input = encodeRow([{ name: 'rounds', type: 'i32', optional: false, doc: '' }], [ROUNDS]);
  const calibrate = (): number => {
    const start = processorMilliseconds();
    const { fuel } = kernel.runItem(input, FUEL_CAP);
    const referenceMilliseconds = (Number(fuel) / Number(REFERENCE_FUEL_PER_SECOND)) * 1000;
    return (processorMilliseconds() - start) / referenceMilliseconds;
  };
  const warm = processorMilliseconds() + WARM_MILLISECONDS;
  while (processorMilliseconds() < warm) calibrate();
  return calibrate;
}

/** Nanoseconds of a reference core per 10^9 fuel: what turns fuel into time that is paid. At least 1. */
export function rateOf(referenceMilliseconds: number, fuel: bigint): number {
  if (fuel === 0n) return 0;
  const nanoseconds = referenceMilliseconds * 1e6;
  return Math.max(1, Math.round((nanoseconds * Number(NANOSECONDS)) / Number(fuel)));
}
