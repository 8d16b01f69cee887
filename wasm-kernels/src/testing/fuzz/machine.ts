/** Runs a module or a build of it bare, without the runtime: everything that an item leaves behind can be looked at. */

export type Status = 'ok' | 'trap' | 'exhausted' | 'overflow';

export interface Outcome {
  readonly status: Status;
  readonly cap: bigint;
  /** Fuel used, where the module counts any. */
  readonly used: bigint;
  /** Whether a witness saw a NaN; whether a build ended because its calls nested too deep. */
  readonly nan: boolean;
  readonly tooDeep: boolean;
  readonly memory: Uint8Array;
  /** Exported globals of the kernel itself, by name, as texts that keep the sign of zero. */
  readonly globals: Readonly<Record<string, string>>;
}

/** Which global counts what is left. */
export interface Counting {
  readonly left: string;
  readonly cap: bigint;
}

/** Runs one item in a fresh instance. */
export function runBare(module: WebAssembly.Module, input: Uint8Array, counting: Counting | null): Outcome {
  const { exports } = new WebAssembly.Instance(module, {});
  const memory = exports.memory as WebAssembly.Memory;
  const left = counting === null ? null : (exports[counting.left] as WebAssembly.Global);
  const pointer = (exports.alloc as (length: number) => number)(input.length);
  new Uint8Array(memory.buffer).set(input, pointer);
  if (left !== null && counting !== null) left.value = counting.cap;
  const status = attempt(() =>
    (exports.run as (at: number, length: number) => bigint)(pointer, input.length),
  );
  const rest = left === null ? 0n : (left.value as bigint);
  return {
    status: left !== null && rest < 0n && status !== 'overflow' ? 'exhausted' : status,
    cap: counting?.cap ?? 0n,
    used: counting === null ? 0n : counting.cap - rest,
    nan: contentOf(exports.__w_nan) === 1,
    tooDeep: Number(contentOf(exports.__mh_depth) ?? 0) < 0,
    memory: new Uint8Array(memory.buffer),
    globals: globalsOf(exports),
  };
}

function attempt(run: () => unknown): Status {
  try {
    run();
    return 'ok';
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) return 'trap';
    if (error instanceof RangeError) return 'overflow';
    throw error;
  }
}

const contentOf = (global: unknown): unknown =>
  global instanceof WebAssembly.Global ? (global.value as unknown) : undefined;

function globalsOf(exports: WebAssembly.Exports): Record<string, string> {
  const own = Object.entries(exports).filter(([name]) => /^g\d+$/.test(name));
  return Object.fromEntries(
    own.map(([name, global]) => {
      const value = contentOf(global);
      return [name, Object.is(value, -0) ? '-0' : String(value)];
    }),
  );
}

/** Whether two memories hold the same; one may be longer by zeros, because a build's memory is there from the start. */
export function sameMemory(a: Uint8Array, b: Uint8Array): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return (
    Buffer.compare(short, long.subarray(0, short.length)) === 0 &&
    long.subarray(short.length).every((byte) => byte === 0)
  );
}
