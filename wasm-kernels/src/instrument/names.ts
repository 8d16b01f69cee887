/** Names of functions, for stack traces. */
import type { Span } from '../binary/module.ts';
import { ByteReader } from '../binary/reader.ts';
import { ByteWriter } from '../binary/writer.ts';

export const NAME_SECTION = 'name';
/** The part of the section that names functions: pairs of an index and a name, in ascending order. */
const FUNCTION_NAMES = 1;

/**
 * What the name section holds, its own name left out; inner functions, whose indices follow all others, have the names of
 * those that they work for. As it is where it cannot be read: engines take no offence at such a section, so nobody has checked it.
 */
export function innerNames(bytes: Uint8Array, span: Span, inner: ReadonlyMap<number, number>): Uint8Array {
  const reader = new ByteReader(bytes, span.start, span.end);
  reader.name();
  const { at: start } = reader;
  try {
    return withNames(reader, inner);
  } catch {
    return bytes.subarray(start, span.end);
  }
}

/** The names of functions by index, as far as they can be read. */
export function functionNames(bytes: Uint8Array, span: Span): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  const reader = new ByteReader(bytes, span.start, span.end);
  try {
    reader.name();
    while (reader.at < reader.end) {
      const id = reader.byte();
      const length = reader.u32();
      const part = new ByteReader(bytes, reader.at, reader.at + length);
      reader.skip(length);
      if (id === FUNCTION_NAMES)
        for (let left = part.u32(); left > 0; left--) names.set(part.u32(), part.name());
    }
  } catch {
    return names;
  }
  return names;
}

function withNames(reader: ByteReader, inner: ReadonlyMap<number, number>): Uint8Array {
  const out = new ByteWriter();
  while (reader.at < reader.end) {
    const id = reader.byte();
    const length = reader.u32();
    const { at } = reader;
    reader.skip(length);
    const part = reader.bytes.subarray(at, reader.at);
    const content = id === FUNCTION_NAMES && inner.size > 0 ? withInner(part, inner) : part;
    out.byte(id).u32(content.length).raw(content);
  }
  return out.take();
}

function withInner(part: Uint8Array, inner: ReadonlyMap<number, number>): Uint8Array {
  const reader = new ByteReader(part);
  const count = reader.u32();
  const { at: first } = reader;
  const names = new Map<number, string>();
  for (let left = count; left > 0; left--) names.set(reader.u32(), reader.name());
  const more = [...inner].flatMap(([index, work]) => {
    const name = names.get(index);
    return name === undefined ? [] : [{ work, name }];
  });
  const out = new ByteWriter().u32(count + more.length).raw(part.subarray(first));
  for (const { work, name } of more) out.u32(work).name(name);
  return out.take();
}
