import { type ModuleMap, readLocals, type Span } from '../binary/module.ts';
import { ByteWriter } from '../binary/writer.ts';
import { type DepthPlan, planDepth } from './depth.ts';
import { applyEdits } from './edit.ts';
import { type MemoryPlan, planMemory } from './memory.ts';
import type { Meter } from './metering.ts';
import { type NaNPlan, planNaNs } from './nan.ts';
import { type Origins, Runs } from './origin.ts';
import { handedCount, handedIn, innerCode, type Passing, planPassing } from './passing.ts';
import { Scratch } from './scratch.ts';
import { planSilence } from './silence.ts';
import { planStores } from './stores.ts';

/** What a body's rewriting depends on besides its bytes. */
export interface BodyPlan {
  readonly module: ModuleMap;
  /** Of the function, imported ones first. */
  readonly index: number;
  readonly parameters: number;
  /** Of the module, whose functions must be rewritten in its order. */
  readonly metering: Meter;
  /** Counts slices of fuel besides, in hooked builds. */
  readonly slices: Meter | null;
  /** Index of the global that stores raise, or null where nothing asks for it. */
  readonly high: number | null;
  /** Null where memory is the module's own. */
  readonly memory: MemoryPlan | null;
  /** Null, as that of the depth, where a measurement leaves it out. */
  readonly nan: NaNPlan | null;
  readonly depth: DepthPlan | null;
  readonly passing: Passing;
  /** Imported functions that print, with their number of parameters, whose calls become nothing; null where they print. */
  readonly silenced: ReadonlyMap<number, number> | null;
  /** Hears where the code comes from. */
  readonly origins?: Origins | undefined;
}

/** One function's body as builds have it, of a function with an inner one that of the latter: local declarations and code, without the length prefix. */
export function rewriteBody(bytes: Uint8Array, body: Span, plan: BodyPlan): Uint8Array {
  const { module, index, passing } = plan;
  const locals = readLocals(bytes, body);
  const ownLocals = plan.parameters + locals.total;
  const scratch = new Scratch(ownLocals);
  const { inner } = passing;
  const handed = inner.has(index) ? handedIn(passing, scratch) : null;
  const depth = handed?.depth == null ? null : { local: handed.depth, inner };
  const fuel = handed === null ? null : { local: handed.fuel, inner };
  const { start, end } = { start: locals.end, end: body.end };
  // In this order where several stand at one place: what pays comes before what it pays for.
  const edits = [
    ...(plan.depth === null ? [] : planDepth(module, index, plan.depth, scratch, depth)),
    ...plan.metering.plan(index, scratch, fuel),
    ...(plan.slices?.plan(index, scratch, null) ?? []),
    ...(plan.nan === null ? [] : planNaNs(module, index, plan.nan, scratch)),
    ...(plan.high === null ? [] : planStores(bytes, start, end, plan.high, scratch)),
    ...(plan.memory === null ? [] : planMemory(bytes, start, end, plan.memory, scratch)),
    ...(handed === null ? [] : planPassing(module, index, passing, handed)),
    ...(plan.silenced === null ? [] : planSilence(bytes, start, end, plan.silenced)),
  ];
  const runs = plan.origins === undefined ? undefined : new Runs();
  const code = applyEdits(bytes, start, end, edits, runs);
  const extra = scratch.declarations.slice(handed === null ? 0 : handedCount(handed));
  const writer = new ByteWriter()
    .u32(locals.groups + extra.length)
    .raw(bytes.subarray(locals.start, locals.end));
  for (const type of extra) writer.u32(1).byte(type);
  const type = module.types[module.functions[index]];
  const { length: head } = writer;
  const moved = runs && handed !== null ? new Runs() : undefined;
  if (runs !== undefined)
    plan.origins?.add(index, (offset) => runs.originOf(moved?.originOf(offset - head) ?? offset - head));
  return writer.raw(handed === null ? code : innerCode(code, type, ownLocals, handed, moved)).take();
}
