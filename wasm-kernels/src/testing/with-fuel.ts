/** Modules with nothing but fuel added, for comparing and timing how it is counted. */
import { DEFAULT_MEMORY_PAGES } from '@manyhands/protocol';
import { type ModuleMap, mapModule, readLocals, SECTION } from '../binary/module.ts';
import { ByteReader } from '../binary/reader.ts';
import { ByteWriter } from '../binary/writer.ts';
import { callGraphOf } from '../instrument/call-graph.ts';
import { callsOf } from '../instrument/calls.ts';
import { applyEdits, type Edit } from '../instrument/edit.ts';
import { Metering } from '../instrument/metering.ts';
import { Scratch } from '../instrument/scratch.ts';
import { LATE } from '../runtime/build.ts';

/** The fuel that a module starts with. */
const FUEL = 1n << 40n;

interface BodyPlace {
  /** Index of the function. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
  /** Index of the fuel global. */
  readonly fuel: number;
  readonly scratch: Scratch;
}

/** The module counted as builds are; `hooked`: with the hook's table, exported as `hook`. */
export function metered(bytes: Uint8Array, hooked = false): Uint8Array {
  const module = mapModule(bytes);
  const graph = callGraphOf(module);
  const hook = hooked ? { type: module.types.length, table: module.tables } : null;
  const fuel = module.globals.length;
  const options = { fuel, floor: fuel + 1, hook, pages: DEFAULT_MEMORY_PAGES };
  const metering = new Metering(module, graph, callsOf(module, graph).recursive, options);
  return withFuel(bytes, ({ index, scratch }) => metering.plan(index, scratch), {
    order: metering.order,
    hooked,
  });
}

/** The module with a fuel global, exported as `__fuel`, and one for its floor, and its bodies edited. */
export function withFuel(
  bytes: Uint8Array,
  plan: (place: BodyPlace) => Edit[],
  { order, hooked = false }: { order?: readonly number[]; hooked?: boolean } = {},
): Uint8Array {
  const module = mapModule(bytes);
  const bodies = editedBodies(module, plan, order);
  const sections = new Map<number, Uint8Array>();
  for (const [id, { start, end }] of module.sections) sections.set(id, bytes.subarray(start, end));
  const append = (id: number, write: (out: ByteWriter) => unknown): void =>
    void sections.set(id, appended(sections.get(id), write));
  append(SECTION.global, (out) => out.byte(0x7e, 1, 0x42).s64(FUEL).byte(0x0b));
  append(SECTION.global, (out) => out.byte(0x7e, 0, 0x42).s64(-BigInt(LATE)).byte(0x0b));
  append(SECTION.export, (out) => out.name('__fuel').byte(3).u32(module.globals.length));
  if (hooked) {
    append(SECTION.type, (out) => out.byte(0x60, 0, 0));
    append(SECTION.table, (out) => out.byte(0x70, 1, 1, 1));
    append(SECTION.export, (out) => out.name('__mh_hook').byte(1).u32(module.tables));
  }
  const code = new ByteWriter().u32(bodies.length);
  for (const body of bodies) code.u32(body.length).raw(body);
  sections.set(SECTION.code, code.take());
  const writer = new ByteWriter().byte(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  for (const id of [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 10, 11]) {
    const payload = sections.get(id);
    if (payload !== undefined) writer.byte(id).u32(payload.length).raw(payload);
  }
  return writer.take();
}

function appended(section: Uint8Array | undefined, write: (out: ByteWriter) => unknown): Uint8Array {
  const out = new ByteWriter();
  if (section === undefined) out.u32(1);
  else {
    const reader = new ByteReader(section);
    out.u32(reader.u32() + 1).raw(section.subarray(reader.at));
  }
  write(out);
  return out.take();
}

function editedBodies(
  module: ModuleMap,
  plan: (place: BodyPlace) => Edit[],
  order?: readonly number[],
): Uint8Array[] {
  const { bytes, bodies, functions, types, globals } = module;
  const imported = functions.length - bodies.length;
  const edited: Uint8Array[] = [];
  for (const index of order ?? bodies.map((_, i) => imported + i)) {
    const body = bodies[index - imported];
    const locals = readLocals(bytes, body);
    const scratch = new Scratch(types[functions[index]].parameters.length + locals.total);
    const { start, end } = { start: locals.end, end: body.end };
    const edits = plan({ index, start, end, fuel: globals.length, scratch });
    const code = applyEdits(bytes, start, end, edits);
    const writer = new ByteWriter().u32(locals.groups + scratch.declarations.length);
    writer.raw(bytes.subarray(locals.start, locals.end));
    for (const type of scratch.declarations) writer.u32(1).byte(type);
    edited[index - imported] = writer.raw(code).take();
  }
  return edited;
}
