import type { StackEntry } from '@manyhands/protocol';
import { mapModule } from '../binary/module.ts';
import type { Named } from '../compile/compile.ts';
import { KernelMap, type SourcePlace } from './kernel-map.ts';
import { isWrapper, Symbols } from './symbols.ts';

/** A function as its author wrote it, wherever its code went. */
export interface Written {
  readonly name: string;
  /** Where it begins; null for what stands in no source. */
  readonly file: string | null;
  readonly line: number | null;
}

const ROWS: Written = { name: '(reading and writing rows)', file: null, line: null };

const keyOf = ({ file, line, column }: SourcePlace): string => `${file}:${line}:${column}`;

/**
 * Which function each place in the source belongs to: known from the module in which nothing was inlined. So what was
 * inlined counts for the function that it is, and not for the one that it ended up in.
 */
export class WrittenFunctions {
  readonly #byPlace = new Map<string, Written>();

  constructor({ wasm, map: text }: Named) {
    const map = new KernelMap(text);
    const symbols = new Symbols(wasm, map);
    const { bodies, functions } = mapModule(wasm);
    const imported = functions.length - bodies.length;
    let at = 0;
    let first: Written | null = null;
    for (const [offset, place] of map.places()) {
      while (at < bodies.length && offset >= bodies[at].end) {
        at++;
        first = null;
      }
      if (at === bodies.length) break;
      first ??= isWrapper(place)
        ? ROWS
        : { name: symbols.nameOf(imported + at), file: place.file, line: place.line };
      const key = keyOf(place);
      if (!this.#byPlace.has(key)) this.#byPlace.set(key, first);
    }
  }

  /** Null where no function is known to have this place. */
  find({ file, line, column }: StackEntry): Written | null {
    if (file === null || line === null || column === null) return null;
    if (isWrapper({ file })) return ROWS;
    return this.#byPlace.get(keyOf({ file, line, column })) ?? null;
  }
}
