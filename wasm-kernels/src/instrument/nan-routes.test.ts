/**
 * NaNs made in every way, and then looked at in every way, in both of V8's compilers, which disagree on their bits: strict
 * builds give the same everywhere, and lazy ones that or an alarm.
 */
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { F64, get, I32, I64, i32, moduleOf, set } from '../testing/module-of.ts';
import { instrument } from './instrument.ts';

const ONE = [0x44, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f];
const INFINITY = [0x44, 0, 0, 0, 0, 0, 0, 0xf0, 0x7f];
const STRANGE_NAN = [0x44, 1, 2, 3, 4, 5, 6, 0xf7, 0xff];
/** Local 0 is the float 0, which no compiler knows. */
const ZERO = get(0);
const ADD = 0xa0;

/** Leave one NaN on the stack. */
const MAKERS: Readonly<Record<string, readonly number[]>> = {
  'zero by zero': [...ZERO, ...ZERO, 0xa3],
  'its negative': [...ZERO, ...ZERO, 0xa3, 0x9a],
  'infinity less infinity': [...INFINITY, ...ZERO, ADD, ...INFINITY, 0xa1],
  'root of −1': [...ONE, 0x9a, ...ZERO, ADD, 0x9f],
  'one with a payload plus one': [...STRANGE_NAN, ...ONE, ADD],
  'two with payloads': [...STRANGE_NAN, ...ZERO, ...ZERO, 0xa3, ADD],
  'the least of one and zero': [...ZERO, ...ZERO, 0xa3, ...ZERO, 0xa4],
  'promoted from 4 bytes': [...ZERO, ...ZERO, 0xa3, 0xb6, 0xbb],
  'rounded, with a payload': [...STRANGE_NAN, ...ZERO, ADD, 0x9e],
};
const NUMBER = [...ONE, ...ZERO, ADD];

/** Local 1 is an address, 16, which the rewriter does not know; local 2 a float, 3 a vector. */
const AT = get(1);
const STORE = [0x39, 3, 0];
const store = (value: readonly number[]): number[] => [...AT, ...value, ...STORE];
const SIGN_EXTEND = 0xac;
const stored =
  (...look: readonly number[]) =>
  (value: readonly number[]): number[] => [...store(value), ...look];
const loaded = (op: number, offset: number): number[] => [...AT, op, 0, offset];
const VECTOR_LOAD = [0xfd, 0, 0, 0];
const SPLAT = [0xfd, 0x14];
const LANE_0 = [0xfd, 0x1d, 0];
const VECTOR_STORE = [0xfd, 0x0b, 0, 0];
const each = (count: number, route: (at: number) => [string, Route]): [string, Route][] =>
  Array.from({ length: count }, (_, at) => route(at));

/** Code that takes the code of a value and gives an i64 that depends on its bits. */
type Route = (value: readonly number[]) => number[];
/** Seen by integers through memory: lazy builds raise the alarm whatever they find, if it is a NaN. */
const THROUGH_MEMORY: readonly [string, Route][] = [
  ...each(15, (at) => [`8 bytes at ${at - 7}`, stored(...AT, ...i32(7), 0x6b, 0x29, 0, at)]),
  ...each(11, (at) => [`4 bytes at ${at - 3}`, stored(...AT, ...i32(3), 0x6b, 0x35, 0, at)]),
  ...each(9, (at) => [`2 bytes at ${at - 1}`, stored(...AT, ...i32(1), 0x6b, 0x33, 0, at)]),
  ...each(8, (at) => [`byte ${at}`, stored(...loaded(0x31, at))]),
  ...each(2, (half) => [`4 bytes as a float, ${half}`, stored(...loaded(0x2a, 4 * half), 0xbc, SIGN_EXTEND)]),
  ['8 bytes as a float, misplaced', stored(...loaded(0x2b, 4), ...ONE, ADD, 0xbd)],
  ['as a vector of integers', stored(...AT, ...VECTOR_LOAD, ...LANE_0)],
  [
    'as a vector, added to itself',
    stored(...AT, ...VECTOR_LOAD, ...AT, ...VECTOR_LOAD, 0xfd, 0xce, 1, ...LANE_0),
  ],
  ['as a splat of 4 bytes', stored(...AT, 0xfd, 9, 0, 4, ...LANE_0)],
  ['as a splat of 8 bytes', stored(...AT, 0xfd, 10, 0, 0, ...LANE_0)],
  ['as one lane', stored(...AT, ...get(3), 0xfd, 0x57, 0, 0, 0, ...LANE_0)],
  ['after a byte of it was overwritten', stored(...AT, ...i32(0), 0x3a, 0, 6, ...loaded(0x29, 0))],
  ['after half of it was overwritten', stored(...AT, ...i32(0), 0x36, 0, 4, ...loaded(0x29, 0))],
  [
    'after it was moved by 4',
    stored(...AT, ...i32(4), 0x6a, ...AT, ...i32(8), 0xfc, 10, 0, 0, ...loaded(0x29, 4)),
  ],
  ['loaded and reinterpreted', stored(...loaded(0x2b, 0), 0xbd)],
  ['loaded, negated and reinterpreted', stored(...loaded(0x2b, 0), 0x9a, 0xbd)],
  ['loaded as the giver of a sign', stored(...ONE, ...loaded(0x2b, 0), 0xa6, 0xbd)],
  ['stored as a vector', (value) => [...AT, ...value, ...SPLAT, ...VECTOR_STORE, ...loaded(0x29, 8)]],
  [
    'copied as a float',
    (value) => [...store(value), ...AT, ...loaded(0x2b, 0), 0x39, 3, 8, ...loaded(0x29, 8)],
  ],
  [
    'copied as a vector',
    (value) => [...store(value), ...AT, ...AT, ...VECTOR_LOAD, 0xfd, 0x0b, 0, 16, ...loaded(0x29, 16)],
  ],
  ['stored where no float belongs', (value) => [...AT, ...value, 0x39, 0, 4, ...loaded(0x29, 4)]],
];
/** Seen by integers at once: canonical in both kinds of build. */
const DIRECT: readonly [string, Route][] = [
  ['reinterpreted', (value) => [...value, 0xbd]],
  ['through a local', (value) => [...value, ...set(2), ...get(2), 0xbd]],
  ['chosen by select', (value) => [...value, ...ONE, ...i32(1), 0x1b, 0xbd]],
  ['as a block’s result', (value) => [0x02, F64, ...value, ...AT, 0x0d, 0, 0x1a, ...ONE, 0x0b, 0xbd]],
  ['as the giver of a sign', (value) => [...ONE, ...value, 0xa6, 0xbd]],
  ['as a lane', (value) => [...value, ...SPLAT, ...LANE_0]],
  [
    'as lanes that were added',
    (value) => [...value, ...SPLAT, ...get(0), ...SPLAT, 0xfd, 0xf0, 1, ...LANE_0],
  ],
  ['as lanes of another width', (value) => [...value, ...SPLAT, ...get(3), 0xfd, 0xe4, 1, ...LANE_0]],
  [
    'through a local vector and a shuffle',
    (value) => [
      ...value,
      ...SPLAT,
      ...set(3),
      ...get(3),
      ...get(3),
      0xfd,
      13,
      ...Array(16).fill(7),
      ...LANE_0,
    ],
  ],
  ['in an exclusive or with the same', (value) => [...value, ...SPLAT, 0xfd, 0x4d, ...LANE_0]],
];

const V = 0x7b;
const moduleFor = (code: readonly number[]): Uint8Array =>
  moduleOf({
    memory: [1],
    functions: [{ name: 'f', parameters: [F64, I32], results: [I64], locals: [F64, V], code }],
  });

/** In Node with these flags, what each build gives: a number, or “alarm”. */
function run(builds: readonly Uint8Array[], flags: readonly string[]): string[] {
  const script = `
    let text = '';
    process.stdin.on('data', (part) => (text += part)).on('end', () => {
      console.log(JSON.stringify(JSON.parse(text).map((build) => {
        const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(build, 'base64')));
        try { return String(exports.f(0, 16)); } catch (error) {
          if (!(error instanceof WebAssembly.RuntimeError) || exports.__mh_flag?.value !== 1) throw error;
          return 'alarm';
        }
      })));
    });`;
  const input = JSON.stringify(builds.map((build) => Buffer.from(build).toString('base64')));
  const options = { input, encoding: 'utf8', maxBuffer: 1 << 26 } as const;
  return JSON.parse(execFileSync(process.execPath, [...flags, '-e', script], options));
}

describe('[KR2] a NaN seen by integers', () => {
  const tiers = [
    ['--liftoff', '--no-wasm-tier-up'],
    ['--no-liftoff', '--no-wasm-lazy-compilation'],
  ];
  const routes = [...THROUGH_MEMORY, ...DIRECT];
  const cases = Object.entries(MAKERS).flatMap(([maker, value]) =>
    routes.map(([name, route]) => ({
      name: `${maker}, ${name}`,
      route: name,
      module: moduleFor(route(value)),
    })),
  );
  const strict = cases.map(({ module }) => instrument(module, { memoryPages: 1 }).bytes);

  test('is the same in strict builds, whichever compiler made it', () => {
    const [baseline, optimised] = tiers.map((flags) => run(strict, flags));
    const differing = cases.filter((_, i) => baseline[i] !== optimised[i]);
    expect(differing.map(({ name }) => name)).toEqual([]);
  });

  test('is the same in lazy builds, or raises the alarm', () => {
    const lazy = cases.map(({ module }) => instrument(module, { memoryPages: 1, nan: 'lazy' }).bytes);
    const right = run(strict, tiers[0]);
    for (const flags of tiers) {
      const found = run(lazy, flags);
      const wrong = cases.filter((_, i) => found[i] !== right[i] && found[i] !== 'alarm');
      expect(wrong.map(({ name }) => name)).toEqual([]);
      // No alarm is as telling: an integer must not have looked at an open NaN in memory, whatever it found there.
      const silent = cases.filter(
        ({ route }, i) => found[i] !== 'alarm' && THROUGH_MEMORY.some(([name]) => name === route),
      );
      expect(silent.map(({ name }) => name)).toEqual([]);
    }
  });

  test('costs a number nothing: it looks the same in all builds, without an alarm', () => {
    const aligned = routes.filter(([name]) => !/moved|misplaced|belongs/.test(name));
    const modules = aligned.map(([, route]) => moduleFor(route(NUMBER)));
    const plain = run(modules, tiers[0]);
    expect(
      run(
        modules.map((module) => instrument(module, { memoryPages: 1 }).bytes),
        tiers[1],
      ),
    ).toEqual(plain);
    const lazy = modules.map((module) => instrument(module, { memoryPages: 1, nan: 'lazy' }).bytes);
    for (const flags of tiers) expect(run(lazy, flags)).toEqual(plain);
  });
});
