import type { Span } from '../binary/module.ts';
import { ByteReader } from '../binary/reader.ts';
import { ByteWriter } from '../binary/writer.ts';
import { applyEdits } from './edit.ts';
import { planMetering } from './metering.ts';
import { planNaNs } from './nan.ts';
import { Scratch } from './scratch.ts';

/** One function's body with fuel and canonical NaNs: local declarations and code, without the length prefix. */
export function rewriteBody(bytes: Uint8Array, body: Span, parameters: number, fuel: number): Uint8Array {
  const locals = readLocals(bytes, body);
  const scratch = new Scratch(parameters + locals.total);
  const edits = [
    ...planMetering(bytes, locals.end, body.end, fuel, scratch),
    ...planNaNs(bytes, locals.end, body.end, scratch),
  ];
  const code = applyEdits(bytes, locals.end, body.end, edits);
  const extra = scratch.declarations;
  const writer = new ByteWriter()
    .u32(locals.groups + extra.length)
    .raw(bytes.subarray(locals.start, locals.end));
  for (const type of extra) writer.u32(1).byte(type);
  return writer.raw(code).take();
}

/** How many locals a body declares, in how many groups, and where the groups stand. */
function readLocals(
  bytes: Uint8Array,
  body: Span,
): { groups: number; total: number; start: number; end: number } {
  const reader = new ByteReader(bytes, body.start, body.end);
  const groups = reader.u32();
  const { at: start } = reader;
  let total = 0;
  for (let left = groups; left > 0; left--) {
    total += reader.u32();
    reader.byte();
  }
  return { groups, total, start, end: reader.at };
}
