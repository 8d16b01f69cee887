/**
 * A kernel's source map: the usual format, version 3, in which a column is a byte of the module, with the names of its functions
 * in `x_functions`. It stands beside the module and is no part of it: names and lines never change a kernel's hash.
 */
import { KnownError } from '@manyhands/protocol';

/** As it stands in a file. */
export interface SourceMapText {
  readonly version: 3;
  readonly sources: readonly string[];
  readonly sourcesContent?: readonly (string | null)[];
  readonly names: readonly string[];
  readonly mappings: string;
  /** By index, imported ones first. */
  readonly x_functions?: readonly string[];
}

/** A place in the source. Lines and columns count from 1. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Bytes of the module where a place begins, ascending, and the places; −1 where none is known from there on. */
interface Segments {
  readonly offsets: Uint32Array;
  readonly sources: Int32Array;
  readonly lines: Uint32Array;
  readonly columns: Uint32Array;
}

export class KernelMap {
  readonly functions: readonly string[];
  readonly #sources: readonly string[];
  readonly #segments: Segments;

  /** Throws KERNEL_INVALID where the text is no source map. */
  constructor(text: string) {
    const { sources, mappings, functions } = parsed(text);
    this.#sources = sources;
    this.functions = functions;
    this.#segments = decodeMappings(mappings);
  }

  /**
   * Where in the source the instruction at a byte of the module comes from; where nothing is known of it, or its file is not
   * asked for, the last one before it of the same function, which begins at `start`.
   */
  placeOf(offset: number, start: number, asked: (file: string) => boolean = () => true): SourcePlace | null {
    const { offsets } = this.#segments;
    for (let at = this.#countTo(offset) - 1; at >= 0 && offsets[at] >= start; at--) {
      const place = this.#place(at);
      if (place !== null && asked(place.file)) return place;
    }
    return null;
  }

  /** The first place in a function, of which the code begins at `start` and ends before `end`. */
  firstPlace(start: number, end: number): SourcePlace | null {
    const { offsets } = this.#segments;
    for (let at = this.#countTo(start - 1); at < offsets.length && offsets[at] < end; at++) {
      const place = this.#place(at);
      if (place !== null) return place;
    }
    return null;
  }

  /** Every byte of the module where a place begins, and the place. */
  *places(): Generator<readonly [offset: number, place: SourcePlace]> {
    for (const [at, offset] of this.#segments.offsets.entries()) {
      const place = this.#place(at);
      if (place !== null) yield [offset, place];
    }
  }

  #place(at: number): SourcePlace | null {
    const { sources, lines, columns } = this.#segments;
    const file = this.#sources[sources[at]];
    return file === undefined ? null : { file, line: lines[at] + 1, column: columns[at] + 1 };
  }

  /** How many segments begin at a byte or before it. */
  #countTo(offset: number): number {
    const { offsets } = this.#segments;
    let [low, high] = [0, offsets.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (offsets[middle] <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function parsed(text: string) {
  try {
    const { version, sources, mappings, x_functions: functions = [] } = JSON.parse(text) as SourceMapText;
    const areTexts = [...sources, ...functions, mappings].every((each) => typeof each === 'string');
    if (version === 3 && areTexts) return { sources, mappings, functions };
  } catch (cause) {
    throw noMap(cause);
  }
  throw noMap();
}

const noMap = (cause?: unknown): KnownError =>
  new KnownError('KERNEL_INVALID', 'this is no source map of a kernel (version 3)', { cause });

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUE_OF = new Map([...DIGITS].map((digit, value) => [digit, value]));

/** The numbers of a segment: base 64, five bits a digit, the lowest first, and of a number the sign. */
function numbersIn(segment: string): number[] {
  const numbers: number[] = [];
  let [value, scale] = [0, 1];
  for (const digit of segment) {
    const bits = VALUE_OF.get(digit);
    if (bits === undefined) throw noMap();
    value += (bits & 31) * scale;
    scale *= 32;
    if (bits & 32) continue;
    numbers.push(value % 2 === 1 ? -Math.floor(value / 2) : value / 2);
    [value, scale] = [0, 1];
  }
  return numbers;
}

/** A module is one line. */
function decodeMappings(mappings: string): Segments {
  const segments = mappings
    .split(';', 1)[0]
    .split(',')
    .filter((segment) => segment !== '');
  const found = {
    offsets: new Uint32Array(segments.length),
    sources: new Int32Array(segments.length).fill(-1),
    lines: new Uint32Array(segments.length),
    columns: new Uint32Array(segments.length),
  };
  let [offset, source, line, column] = [0, 0, 0, 0];
  segments.forEach((segment, i) => {
    const numbers = numbersIn(segment);
    offset += numbers[0];
    found.offsets[i] = offset;
    if (numbers.length < 4) return;
    source += numbers[1];
    line += numbers[2];
    column += numbers[3];
    found.sources[i] = source;
    found.lines[i] = line;
    found.columns[i] = column;
  });
  return found;
}
