import type { StackEntry } from '@manyhands/protocol';
import { type ModuleMap, mapModule } from '../binary/module.ts';
import { functionNames, NAME_SECTION } from '../instrument/names.ts';
import type { CodePlace } from '../instrument/origin.ts';
import type { KernelMap, SourcePlace } from './kernel-map.ts';

const WRAPPER_FOLDER = '__manyhands__/';

/** Names and lines of places in a kernel: from its source map, else names alone from the module's own name section. */
export class Symbols {
  readonly #map: KernelMap | null;
  readonly #names: ReadonlyMap<number, string>;
  readonly #module: ModuleMap;

  constructor(wasm: Uint8Array, map: KernelMap | null) {
    this.#map = map;
    this.#module = mapModule(wasm);
    this.#names = map === null ? namesIn(this.#module) : new Map(map.functions.entries());
  }

  /** Where a function begins. */
  beginningOf(index: number): SourcePlace | null {
    const { functions, bodies } = this.#module;
    const body = bodies[index - (functions.length - bodies.length)];
    return (body && this.#map?.firstPlace(body.start, body.end)) ?? null;
  }

  entryOf({ index, offset }: CodePlace): StackEntry {
    return this.#entry(index, offset, this.#map?.placeOf(offset, this.#startOf(index)) ?? null);
  }

  /**
   * The calls that an instruction stands for, innermost first. Where a function of the library was inlined, its own place is
   * followed by the last one before it that the author wrote, which is where it was called.
   */
  entriesOf({ index, offset }: CodePlace): StackEntry[] {
    const entry = this.entryOf({ index, offset });
    if (!isLibrary(entry.file)) return [entry];
    const own = this.#map?.placeOf(offset, this.#startOf(index), (file) => !isLibrary(file)) ?? null;
    return own === null || isWrapper(own) ? [entry] : [entry, this.#entry(index, offset, own)];
  }

  #startOf(index: number): number {
    const { functions, bodies } = this.#module;
    return bodies[index - (functions.length - bodies.length)]?.start ?? 0;
  }

  #entry(index: number, offset: number, place: SourcePlace | null): StackEntry {
    const { file = null, line = null, column = null } = place ?? {};
    return { name: this.nameOf(index), file, line, column, offset };
  }

  nameOf(index: number): string {
    const name = this.#names.get(index);
    if (!name) return `function ${index}`;
    // What is left of the wrapper once the kernel's own function was inlined into it.
    return name.startsWith(WRAPPER_FOLDER) ? 'kernel' : readable(name);
  }
}

/** `~lib/typedarray/Int32Array#__get` is `Int32Array#__get`; of a type's arguments as well. */
const readable = (name: string): string => name.replace(/[\w~.-]+\//g, '').slice(0, 200);

function namesIn({ customs, bytes }: ModuleMap): ReadonlyMap<number, string> {
  const section = customs.find(({ name }) => name === NAME_SECTION);
  return section === undefined ? new Map() : functionNames(bytes, section.span);
}

const isLibrary = (file: string | null): boolean => file?.startsWith('~lib/') ?? false;

/** Whether a place is in what we put around a kernel, and not in what its author wrote or called. */
export const isWrapper = ({ file }: Pick<StackEntry, 'file'>): boolean =>
  file !== null && (file.startsWith(WRAPPER_FOLDER) || file.startsWith('~lib/manyhands/row'));
