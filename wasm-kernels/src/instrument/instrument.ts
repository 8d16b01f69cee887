import { DEFAULT_MEMORY_PAGES, type Hash, hashOf, KnownError } from '@manyhands/protocol';
import { KIND, type Limits, type ModuleMap, mapModule, SECTION } from '../binary/module.ts';
import { ByteReader } from '../binary/reader.ts';
import { ByteWriter } from '../binary/writer.ts';
import { labelOf } from '../inspect/label.ts';
import { BUILD_SECTION, type BuildMode, EXPORTS, type Reset } from '../runtime/build.ts';
import { type Calls, callsOf } from './calls.ts';
import { rewriteBody } from './function.ts';
import { copyBody, shadowDeclaration, shadowPairs } from './state.ts';

/** Part of what defines a build: any change of the bytes that {@link instrument} gives raises it. */
export const REWRITER_VERSION = 1;

/** Fuel of the start function, which runs before the host can set a cap: about a second. */
const START_FUEL = 1_000_000_000n;
const MOST_MEMORY_PAGES = 32_768;
/** Stack in bytes for calls that may recurse, and for all others: together less than the 500 KB of a worker in Chromium. */
const RECURSION_BYTES = 262_144;
const STRAIGHT_BYTES = 131_072;

export interface InstrumentOptions {
  /** The build's fixed memory in pages of 64 KiB; the kernel's own maximum if that is lower. */
  readonly memoryPages?: number;
  /** How the rewriter works; `plain` is the only mode so far. */
  readonly mode?: BuildMode;
}

/** What really runs, named by the hash of its bytes. */
export interface Build {
  readonly bytes: Uint8Array;
  readonly hash: Hash;
}

/**
 * Rewrites a kernel into its build: exact fuel, canonical NaNs, bounded call depth, a memory of fixed
 * size, and for the runtime what it takes to give every item a fresh state.
 * Deterministic: the same kernel, options and REWRITER_VERSION give the same bytes.
 * Throws KERNEL_INVALID, KERNEL_IMPORT_REFUSED, KERNEL_FEATURE_REFUSED or KERNEL_TOO_LARGE.
 */
export function instrument(kernel: Uint8Array, options: InstrumentOptions = {}): Build {
  // Validated first: an invalid module could become valid by what we append, and refill its own fuel.
  const label = labelOf(kernel);
  const module = mapModule(kernel);
  const pages =
    module.memories.length === 0
      ? 0
      : fixedPages(module.memories[0], options.memoryPages ?? DEFAULT_MEMORY_PAGES);
  const calls = callsOf(module);
  if (calls.straightBytes > STRAIGHT_BYTES) throw tooDeep(calls.straightBytes);
  const bytes = new Rewrite(module, calls, {
    pages,
    reset: label.reset,
    mode: options.mode ?? 'plain',
  }).assemble();
  if (!WebAssembly.validate(bytes as BufferSource))
    throw new KnownError(
      'KERNEL_FEATURE_REFUSED',
      'the instrumented module exceeds a limit of the engine; split its largest functions',
    );
  return { bytes, hash: hashOf(bytes) };
}

const tooDeep = (bytes: number): KnownError =>
  new KnownError(
    'KERNEL_TOO_LARGE',
    `the kernel's calls nest ${bytes} bytes of stack deep, more than ${STRAIGHT_BYTES}; use fewer locals and shorter chains of calls`,
  );

function fixedPages(own: Limits, wanted: number): number {
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > MOST_MEMORY_PAGES)
    throw new KnownError(
      'KERNEL_TOO_LARGE',
      `a kernel's memory is 1 to ${MOST_MEMORY_PAGES} pages of 64 KiB, not ${wanted}`,
    );
  if (own.min > wanted)
    throw new KnownError(
      'KERNEL_TOO_LARGE',
      `the kernel needs ${own.min} pages of memory and is given ${wanted}; ask for more`,
    );
  return Math.min(wanted, own.max ?? wanted);
}

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
  readonly #facts: { readonly pages: number; readonly reset: Reset; readonly mode: BuildMode };
  readonly #calls: Calls;
  /** Indices of the globals that are added; the shadows follow them. */
  readonly #fuel: number;
  readonly #high: number;
  readonly #depth: number;
  readonly #pairs: [number, number][];

  constructor(module: ModuleMap, calls: Calls, facts: { pages: number; reset: Reset; mode: BuildMode }) {
    this.#module = module;
    this.#calls = calls;
    this.#facts = facts;
    this.#fuel = module.globals.length;
    this.#high = this.#fuel + 1;
    this.#depth = this.#fuel + 2;
    this.#pairs = shadowPairs(module.globals, this.#fuel + 3);
  }

  assemble(): Uint8Array {
    const writer = new ByteWriter().byte(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
    for (const id of ORDER) {
      const payload = this.#section(id);
      if (payload !== null) writer.byte(id).u32(payload.length).raw(payload);
    }
    // Function names stay for stack traces; other custom sections go.
    for (const { name, span } of this.#module.customs)
      if (name === 'name')
        writer
          .byte(SECTION.custom)
          .u32(span.end - span.start)
          .raw(this.#module.bytes.subarray(span.start, span.end));
    const facts = this.#description();
    return writer.byte(SECTION.custom).u32(facts.length).raw(facts).take();
  }

  #section(id: number): Uint8Array | null {
    switch (id) {
      case SECTION.type:
        return this.#appended(id, 1, (out) => out.byte(0x60, 0, 0));
      case SECTION.function:
        return this.#appended(id, 2, (out) =>
          out.u32(this.#module.types.length).u32(this.#module.types.length),
        );
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

  /** Fixed, so that memory.grow always answers −1, and lack of memory is a failure of the device at the start. */
  #memory(): Uint8Array | null {
    const { pages } = this.#facts;
    return pages === 0 ? null : new ByteWriter().byte(1, 1).u32(pages).u32(pages).take();
  }

  #globals(): Uint8Array {
    const { globals, dataEnd } = this.#module;
    return this.#appended(SECTION.global, 3 + this.#pairs.length, (out) => {
      out.byte(0x7e, 1, 0x42).s64(START_FUEL).byte(0x0b);
      out
        .byte(0x7f, 1, 0x41)
        .s64(BigInt.asIntN(32, BigInt(dataEnd ?? 0)))
        .byte(0x0b);
      out.byte(0x7f, 1, 0x41).s64(BigInt(RECURSION_BYTES)).byte(0x0b);
      for (const [own] of this.#pairs) out.raw(shadowDeclaration(globals[own].type));
    });
  }

  #exports(): Uint8Array {
    const functions = this.#module.functions.length;
    return this.#appended(SECTION.export, 5, (out) => {
      out.name(EXPORTS.fuel).byte(KIND.global).u32(this.#fuel);
      out.name(EXPORTS.high).byte(KIND.global).u32(this.#high);
      out.name(EXPORTS.depth).byte(KIND.global).u32(this.#depth);
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
    const out = new ByteWriter().u32(bodies.length + 2);
    const add = (body: Uint8Array): void => void out.u32(body.length).raw(body);
    bodies.forEach((body, i) => {
      const index = imported + i;
      const depth = this.#calls.recursive.has(index) ? { calls: this.#calls, global: this.#depth } : null;
      const high = this.#facts.reset === 'restore' ? this.#high : null;
      const parameters = types[functions[index]].parameters.length;
      add(rewriteBody(bytes, body, { parameters, fuel: this.#fuel, high, depth }));
    });
    add(copyBody(this.#pairs));
    add(copyBody(this.#pairs.map(([own, shadow]) => [shadow, own])));
    return out.take();
  }

  #description(): Uint8Array {
    const facts = JSON.stringify({ rewriter: REWRITER_VERSION, ...this.#facts });
    return new ByteWriter().name(BUILD_SECTION).raw(new TextEncoder().encode(facts)).take();
  }
}
