/**
 * Bounds on what a module may hold, checked in one pass over its sections before anything is built from them or an
 * engine sees it: what follows is then linear in the bytes, and small. Each is several times what large programs use.
 */
import { KnownError, LIMITS } from '@manyhands/protocol';
import { type ModuleMap, SECTION } from '../binary/module.ts';
import { ByteReader } from '../binary/reader.ts';

/** Entries of each section. */
const MOST: ReadonlyMap<number, readonly [count: number, what: string]> = new Map([
  [SECTION.type, [20_000, 'types']],
  [SECTION.import, [10_000, 'imports']],
  [SECTION.function, [200_000, 'functions']],
  [SECTION.table, [100, 'tables']],
  [SECTION.global, [50_000, 'globals']],
  [SECTION.export, [50_000, 'exports']],
  [SECTION.element, [100_000, 'segments of elements']],
  [SECTION.code, [200_000, 'function bodies']],
  [SECTION.data, [100_000, 'segments of data']],
]);
const MOST_CUSTOMS = 1_000;
/** Locals of all functions together: an engine spends time on each, though a million take four bytes. */
const MOST_LOCALS = 10_000_000;
const MOST_LOCALS_OF_ONE = 50_000;
const MOST_PARAMETERS = 255;
const MOST_RESULTS = 32;

/** Throws KERNEL_TOO_LARGE for what is beyond the bounds, and KERNEL_INVALID where the sections cannot be told apart. */
export function refuseTooMuch(bytes: Uint8Array): void {
  if (bytes.length > LIMITS.kernelBytes) throw tooMuch(bytes.length, LIMITS.kernelBytes, 'bytes');
  const reader = new ByteReader(bytes, 8);
  let customs = 0;
  while (reader.at < reader.end) {
    const id = reader.byte();
    const length = reader.u32();
    const section = new ByteReader(bytes, reader.at, reader.at + length);
    reader.skip(length);
    if (id === SECTION.custom) bounded(++customs, MOST_CUSTOMS, 'custom sections');
    const most = MOST.get(id);
    if (most === undefined) continue;
    const count = section.u32();
    bounded(count, ...most);
    if (id === SECTION.code) refuseManyLocals(section, count);
  }
}

function refuseManyLocals(section: ByteReader, bodies: number): void {
  let all = 0;
  for (let left = bodies; left > 0; left--) {
    const length = section.u32();
    const body = new ByteReader(section.bytes, section.at, section.at + length);
    section.skip(length);
    let own = 0;
    for (let groups = body.u32(); groups > 0; groups--) {
      own += body.u32();
      body.byte();
      bounded(own, MOST_LOCALS_OF_ONE, 'locals in one function');
    }
    all += own;
    bounded(all, MOST_LOCALS, 'locals');
  }
}

/** Types with many results make every branch dear. Throws KERNEL_TOO_LARGE. */
export function refuseWideTypes({ types }: ModuleMap): void {
  for (const { parameters, results } of types) {
    bounded(parameters.length, MOST_PARAMETERS, 'parameters of one function');
    bounded(results.length, MOST_RESULTS, 'results of one function');
  }
}

function bounded(count: number, most: number, what: string): void {
  if (count > most) throw tooMuch(count, most, what);
}

const tooMuch = (count: number, most: number, what: string): KnownError =>
  new KnownError('KERNEL_TOO_LARGE', `the kernel has ${count} ${what}, more than ${most}`);
