/** Putting a build's sections together. Indices of the original keep their meaning: everything new comes behind. */
import { KIND, type ModuleMap, SECTION } from '../binary/module.ts';
import { ByteReader } from '../binary/reader.ts';
import { ByteWriter } from '../binary/writer.ts';
import {
  BUILD_SECTION,
  CAREFUL_SECTION,
  EXPORTS,
  LATE,
  RECURSION_BYTES,
  UNSLICED,
  watchesStores,
} from '../runtime/build.ts';
import { type CallGraph, callGraphOf } from './call-graph.ts';
import { rewriteBody } from './function.ts';
import type { MemoryPlan } from './memory.ts';
import type { Hook } from './metering/charges.ts';
import { type Meter, Metering } from './metering.ts';
import { innerNames, NAME_SECTION } from './names.ts';
import type { NaNPlan } from './nan.ts';
import { innerType, type Passing, passageBody, passingFunctions } from './passing.ts';
import { ALL, COUNTER, type Parts, type Shape } from './shape.ts';
import { printingFunctions } from './silence.ts';
import { copyBody, shadowDeclaration, shadowPairs } from './state.ts';

const STRICT = { kind: 'strict' } as const;
const I32 = 0x7f;
const I64 = 0x7e;
const FUNCREF = 0x70;
const [CONSTANT, MUTABLE] = [0, 1];
/** Globals that every build adds, in this order; the shadows follow them. */
const ADDED = { fuel: 0, slice: 1, high: 2, depth: 3, flag: 4, pages: 5, floor: 6 } as const;
const ADDED_COUNT = Object.keys(ADDED).length;

/** The rewritten module. Deterministic; what it gives must still be validated. */
export const rewriteModule = (module: ModuleMap, shape: Shape): Uint8Array =>
  new Rewrite(module, shape).assemble();

/** The order in which sections stand in a module. */
const ORDER = [
  SECTION.type,
  SECTION.import,
  SECTION.function,
  SECTION.table,
  SECTION.memory,
  SECTION.global,
  SECTION.export,
  SECTION.start,
  SECTION.element,
  SECTION.dataCount,
  SECTION.code,
  SECTION.data,
];

class Rewrite {
  readonly #module: ModuleMap;
  readonly #shape: Shape;
  readonly #parts: Parts;
  /** Mutable globals and their shadows. */
  readonly #pairs: [number, number][];
  readonly #graph: CallGraph;
  readonly #passing: Passing;
  /** The types of functions that have an inner one, each once. */
  readonly #innerTypes: number[];

  constructor(module: ModuleMap, shape: Shape) {
    this.#module = module;
    this.#shape = shape;
    this.#parts = shape.parts ?? ALL;
    const { length } = module.globals;
    this.#pairs = shadowPairs(module.globals, this.#global('pages'), length + ADDED_COUNT);
    this.#graph = callGraphOf(module);
    this.#passing = this.#passingOf();
    this.#innerTypes = [...new Set([...this.#passing.inner.keys()].map((index) => module.functions[index]))];
  }

  /**
   * The same in all builds, since a trap leaves in the global what was last put there: whether fuel had run out by then must
   * not depend on the build. Other ways to count look for the counter in its global.
   */
  #passingOf(): Passing {
    const { calls } = this.#shape;
    const { meter, depth } = this.#parts;
    const functions = meter === null ? passingFunctions(this.#module, this.#graph, calls.recursive) : [];
    const first = this.#module.functions.length + 2;
    return {
      inner: new Map(functions.map((index, i) => [index, first + i])),
      fuel: this.#global('fuel'),
      depth: depth ? this.#global('depth') : null,
    };
  }

  /** Behind all other globals. */
  get #firstCounter(): number {
    return this.#module.globals.length + ADDED_COUNT + this.#pairs.length;
  }

  get #counters(): number {
    return this.#parts.counters ?? 0;
  }

  /** The index of a global that is added. */
  #global(name: keyof typeof ADDED): number {
    return this.#module.globals.length + ADDED[name];
  }

  assemble(): Uint8Array {
    const writer = new ByteWriter().byte(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
    for (const id of ORDER) {
      const payload = this.#section(id);
      if (payload !== null) writer.byte(id).u32(payload.length).raw(payload);
    }
    // Function names stay for stack traces; other custom sections go.
    for (const { name, span } of this.#module.customs)
      if (name === NAME_SECTION)
        appendCustom(writer, name, innerNames(this.#module.bytes, span, this.#passing.inner));
    const facts = new TextEncoder().encode(JSON.stringify(this.#shape.facts));
    appendCustom(writer, BUILD_SECTION, facts);
    if (this.#shape.careful !== null) appendCustom(writer, CAREFUL_SECTION, this.#shape.careful);
    return writer.take();
  }

  #section(id: number): Uint8Array | null {
    switch (id) {
      case SECTION.type:
        return this.#appended(id, 1 + this.#innerTypes.length, (out) => {
          out.byte(0x60, 0, 0);
          for (const type of this.#innerTypes) out.raw(innerType(this.#module.types[type], this.#passing));
        });
      case SECTION.function:
        return this.#functions();
      case SECTION.table:
        return this.#shape.facts.hooked
          ? this.#appended(id, 1, (out) => out.byte(FUNCREF, 1, 1, 1))
          : this.#original(id);
      case SECTION.memory:
        return this.#memory();
      case SECTION.global:
        return this.#globals();
      case SECTION.export:
        return this.#exports();
      case SECTION.code:
        return this.#code();
      default:
        return this.#original(id);
    }
  }

  /** Those that save and restore globals, and behind them the inner ones. */
  #functions(): Uint8Array {
    const { types, functions } = this.#module;
    const inner = [...this.#passing.inner.keys()];
    return this.#appended(SECTION.function, 2 + inner.length, (out) => {
      out.u32(types.length).u32(types.length);
      for (const index of inner) out.u32(types.length + 1 + this.#innerTypes.indexOf(functions[index]));
    });
  }

  #original(id: number): Uint8Array | null {
    const span = this.#module.sections.get(id);
    return span === undefined ? null : this.#module.bytes.subarray(span.start, span.end);
  }

  /** A section that is a vector, with `more` entries behind its own. */
  #appended(id: number, more: number, write: (out: ByteWriter) => void): Uint8Array {
    const span = this.#module.sections.get(id);
    const out = new ByteWriter();
    if (span === undefined) out.u32(more);
    else {
      const reader = new ByteReader(this.#module.bytes, span.start, span.end);
      out.u32(reader.u32() + more).raw(this.#module.bytes.subarray(reader.at, span.end));
    }
    write(out);
    return out.take();
  }

  /** Fixed, so that a lack of memory is a failure of the device at the start. */
  #memory(): Uint8Array | null {
    if (this.#shape.memory === 'own' || this.#module.memories.length === 0)
      return this.#original(SECTION.memory);
    const { pages, smallPages } = this.#shape.facts;
    const real = smallPages ?? pages;
    return new ByteWriter().byte(1, 1).u32(real).u32(real).take();
  }

  #globals(): Uint8Array {
    const { globals, dataEnd, memories } = this.#module;
    const first = { high: dataEnd ?? 0, depth: RECURSION_BYTES, flag: 0, pages: memories[0]?.min ?? 0 };
    return this.#appended(SECTION.global, ADDED_COUNT + this.#pairs.length + this.#counters, (out) => {
      for (const fuel of [this.#parts.startFuel, UNSLICED]) out.byte(I64, MUTABLE, 0x42).s64(fuel).byte(0x0b);
      for (const value of Object.values(first))
        out
          .byte(I32, MUTABLE, 0x41)
          .s64(BigInt.asIntN(32, BigInt(value)))
          .byte(0x0b);
      out.byte(I64, CONSTANT, 0x42).s64(-BigInt(LATE)).byte(0x0b);
      for (const [own] of this.#pairs) out.raw(shadowDeclaration(globals[own]?.type ?? I32));
      for (let left = this.#counters; left > 0; left--) out.byte(I64, MUTABLE, 0x42, 0, 0x0b);
    });
  }

  #exports(): Uint8Array {
    const functions = this.#module.functions.length;
    const { nan, watched } = this.#shape.facts;
    const flag = nan !== 'strict' || watched ? (['flag'] as const) : [];
    const globals = ['fuel', 'high', 'depth', ...flag] as const;
    const hooks = this.#shape.facts.hooked ? 2 : 0;
    return this.#appended(SECTION.export, globals.length + 2 + hooks + this.#counters, (out) => {
      for (let i = 0; i < this.#counters; i++)
        out
          .name(`${COUNTER}${i}`)
          .byte(KIND.global)
          .u32(this.#firstCounter + i);
      if (hooks > 0) {
        out.name(EXPORTS.hook).byte(KIND.table).u32(this.#module.tables);
        out.name(EXPORTS.slice).byte(KIND.global).u32(this.#global('slice'));
      }
      for (const name of globals) out.name(EXPORTS[name]).byte(KIND.global).u32(this.#global(name));
      out.name(EXPORTS.save).byte(KIND.function).u32(functions);
      out
        .name(EXPORTS.restore)
        .byte(KIND.function)
        .u32(functions + 1);
    });
  }

  #code(): Uint8Array {
    const { bytes, bodies, functions, types } = this.#module;
    const imported = functions.length - bodies.length;
    const { inner } = this.#passing;
    const out = new ByteWriter().u32(bodies.length + 2 + inner.size);
    const add = (body: Uint8Array): void => void out.u32(body.length).raw(body);
    const { calls, memory, facts } = this.#shape;
    // The hook's type is the one that the added functions have, its table is behind the module's own.
    const hook = facts.hooked ? { type: types.length, table: this.#module.tables } : null;
    const parts = this.#parts;
    const floor = this.#global('floor');
    const meter = (counter: number, hook: Hook | null): Meter =>
      new Metering(this.#module, this.#graph, calls.recursive, {
        fuel: counter,
        floor,
        hook,
        pages: facts.pages,
      });
    const fuel = this.#global('fuel');
    const metering = parts.meter?.(fuel, this.#firstCounter) ?? meter(fuel, null);
    const shared = {
      depth: parts.depth ? { calls, global: this.#global('depth') } : null,
      metering,
      slices: hook === null ? null : meter(this.#global('slice'), hook),
      high: parts.stores && watchesStores(facts) ? this.#global('high') : null,
      memory: memory === 'own' ? null : this.#memoryPlan(),
      module: this.#module,
      nan: parts.nan ? this.#nanPlan() : null,
      passing: this.#passing,
      silenced: facts.watched ? null : printingFunctions(this.#module),
      origins: this.#shape.origins,
    };
    this.#shape.origins?.addInner(inner);
    const rewritten = new Array<Uint8Array>(bodies.length);
    for (const index of metering.order) {
      const parameters = types[functions[index]].parameters.length;
      const plan = { ...shared, index, parameters };
      rewritten[index - imported] = rewriteBody(bytes, bodies[index - imported], plan);
    }
    rewritten.forEach((body, i) => {
      const { [imported + i]: type } = functions;
      const work = inner.get(imported + i);
      add(work === undefined ? body : passageBody(types[type], work, this.#passing));
    });
    add(copyBody(this.#pairs));
    add(copyBody(this.#pairs.map(([own, shadow]) => [shadow, own])));
    for (const index of inner.keys()) add(rewritten[index - imported]);
    return out.take();
  }

  #memoryPlan(): MemoryPlan {
    const { pages, watched } = this.#shape.facts;
    return { global: this.#global('pages'), cap: pages, refused: watched ? this.#global('flag') : null };
  }

  #nanPlan(): NaNPlan {
    const { openFloats, nan } = this.#shape.facts;
    if (nan === 'absent') return { kind: 'absent', flag: this.#global('flag') };
    return openFloats === null ? STRICT : { kind: 'lazy', flag: this.#global('flag'), bytes: openFloats };
  }
}

function appendCustom(writer: ByteWriter, name: string, content: Uint8Array): void {
  const payload = new ByteWriter().name(name).raw(content).take();
  writer.byte(SECTION.custom).u32(payload.length).raw(payload);
}
