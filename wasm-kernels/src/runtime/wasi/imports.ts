/**
 * Deterministic WASI preview-1 for one instance: every function a module may import, over the state of the item
 * that runs. A clock that only its readers move, random numbers from the input, files in memory; no sockets, no
 * threads, nothing of the world outside.
 */
import { KernelAbort } from '../abort.ts';
import { FILE_CALLS } from './calls-files.ts';
import { PATH_CALLS } from './calls-paths.ts';
import { PROCESS_CALLS } from './calls-process.ts';
import { ERRNO, Refused } from './constants.ts';
import type { Item } from './item.ts';
import { CALL_FUEL } from './prices.ts';
import { WASI_FUNCTIONS, type WasiFunction } from './signatures.ts';

type Call = (item: Item, ...given: never[]) => void;

const CALLS: Readonly<Record<WasiFunction, Call>> = { ...PROCESS_CALLS, ...FILE_CALLS, ...PATH_CALLS };

/** Functions that answer for the item that `current` gives. */
export function wasiImports(current: () => Item | null): WebAssembly.ModuleImports {
  return Object.fromEntries(WASI_FUNCTIONS.map((name) => [name, answering(CALLS[name], current)]));
}

function answering(call: Call, current: () => Item | null): (...given: never[]) => number {
  return (...given) => {
    const item = current();
    if (item === null) throw new KernelAbort('a WASI call before the program has begun');
    item.spend(CALL_FUEL);
    try {
      call(item, ...given);
      return ERRNO.success;
    } catch (error) {
      if (error instanceof Refused) return error.errno;
      throw error;
    } finally {
      item.pay();
    }
  };
}
