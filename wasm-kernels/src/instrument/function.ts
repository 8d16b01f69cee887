import { readLocals, type Span } from '../binary/module.ts';
import { ByteWriter } from '../binary/writer.ts';
import { type DepthPlan, planDepth } from './depth.ts';
import { applyEdits } from './edit.ts';
import { planMetering } from './metering.ts';
import { planNaNs } from './nan.ts';
import { Scratch } from './scratch.ts';
import { planStores } from './stores.ts';

/** What a body's rewriting depends on besides its bytes. */
export interface BodyPlan {
  readonly parameters: number;
  /** Index of the fuel global. */
  readonly fuel: number;
  /** Index of the global that stores raise, or null where each item has an instance of its own. */
  readonly high: number | null;
  /** Null where the function cannot recurse. */
  readonly depth: DepthPlan | null;
}

/** One function's body as builds have it: local declarations and code, without the length prefix. */
export function rewriteBody(bytes: Uint8Array, body: Span, plan: BodyPlan): Uint8Array {
  const locals = readLocals(bytes, body);
  const scratch = new Scratch(plan.parameters + locals.total);
  const { start, end } = { start: locals.end, end: body.end };
  // In this order where several stand at one place: what pays comes before what it pays for.
  const edits = [
    ...planMetering(bytes, start, end, plan.fuel, scratch),
    ...planNaNs(bytes, start, end, scratch),
    ...(plan.high === null ? [] : planStores(bytes, start, end, plan.high, scratch)),
    ...(plan.depth === null ? [] : planDepth(bytes, start, end, plan.depth)),
  ];
  const code = applyEdits(bytes, start, end, edits);
  const extra = scratch.declarations;
  const writer = new ByteWriter()
    .u32(locals.groups + extra.length)
    .raw(bytes.subarray(locals.start, locals.end));
  for (const type of extra) writer.u32(1).byte(type);
  return writer.raw(code).take();
}
