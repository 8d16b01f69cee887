/** Programs made to run without paying. Every one ends, soon, and says that its fuel ran out. */
import { describe, expect, test } from 'vitest';
import { ByteWriter } from '../../binary/writer.ts';
import { LATE } from '../../runtime/build.ts';
import { kindsOf } from '../../testing/countings.ts';
import { get, I32, I64, i32, moduleOf, set, type TestFunction } from '../../testing/module-of.ts';
import { meteredSimply } from '../../testing/simple-metering.ts';
import { metered } from '../../testing/with-fuel.ts';

const i64 = (value: bigint): number[] => [0x42, ...new ByteWriter().s64(value).take()];
const f = (code: readonly number[], locals: readonly number[] = []): TestFunction => ({
  name: 'f',
  parameters: [I32],
  results: [I32],
  locals,
  code,
});
const loop = (...code: number[]): number[] => [0x03, 0x40, ...code, 0x0b];
const block = (...code: number[]): number[] => [0x02, 0x40, ...code, 0x0b];

interface Run {
  readonly outcome: unknown;
  readonly left: bigint;
}

function run(bytes: Uint8Array, cap: bigint, input = 0): Run {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes as BufferSource));
  const fuel = exports.__fuel as WebAssembly.Global;
  fuel.value = cap;
  try {
    return { outcome: (exports.f as (value: number) => unknown)(input), left: fuel.value };
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    return { outcome: 'trap', left: fuel.value };
  }
}

/** Stops, with the fuel as far below zero as a check lets it fall, or not much further. */
function expectExhausted(functions: readonly TestFunction[], more = 100_000n): void {
  const { outcome, left } = run(metered(moduleOf({ functions, memory: [1] })), 1000n);
  expect(outcome).toBe('trap');
  expect(left).toBeLessThan(-BigInt(LATE));
  expect(left).toBeGreaterThanOrEqual(-BigInt(LATE) - more);
}

describe('a loop without end', () => {
  test('of nothing but a branch', () => expectExhausted([f([...loop(0x0c, 0), ...get(0)])]));

  test('inside another', () => expectExhausted([f([...loop(...loop(0x0c, 1), 0x0c, 0), ...get(0)])]));

  test('that goes back from two places', () => {
    const code = loop(...get(0), 0x0d, 0, ...i32(1), ...set(0), 0x0c, 0);
    expectExhausted([f([...code, ...get(0)])]);
  });

  test('through a branch table', () => {
    const code = loop(...block(...get(0), 0x0e, 1, 1, 1), 0x0c, 0);
    expectExhausted([f([...code, ...get(0)])]);
  });

  test('with parameters that a conditional branch takes along', () => {
    const type = { parameters: [I32], results: [I32], code: [...get(0)] };
    const code = [...get(0), 0x03, 1, ...i32(1), 0x0d, 0, 0x0b];
    expectExhausted([f(code), type]);
  });

  test('that is left only by a trap that never comes', () => {
    const code = loop(...get(0), 0x04, 0x40, 0x00, 0x0b, 0x0c, 0);
    expectExhausted([f([...code, ...get(0)])]);
  });

  test('that counts, but by a step that never meets its bound', () => {
    const code = loop(...get(1), ...i32(2), 0x6a, 0x22, 1, ...i32(7), 0x47, 0x0d, 0);
    const module = moduleOf({ functions: [f([...code, ...get(1)], [I32])] });
    expect(kindsOf(module)).toEqual(['ahead']);
    expect(run(metered(module), 1n << 40n)).toEqual({ outcome: 'trap', left: -BigInt(LATE) - 1n });
  });

  test('that counts, but whose counter another loop inside it changes back', () => {
    const inner = block(...loop(...get(1), ...i32(1), 0x6a, 0x22, 1, ...i32(9), 0x48, 0x0d, 2, 0x0c, 0));
    const outer = loop(...inner.slice(0, -1), 0x0b, ...i32(0), ...set(1), 0x0c, 0);
    expectExhausted([f([...outer, ...get(1)], [I32])]);
  });

  test('that counts in 64 bits for longer than there can be fuel', () => {
    const code = loop(...get(1), ...i64(1n), 0x7c, 0x22, 1, ...i64(-1n), 0x54, 0x0d, 0);
    const module = moduleOf({ functions: [f([...code, ...get(0)], [I64])] });
    expect(kindsOf(module)).toEqual(['ahead']);
    const { outcome, left } = run(metered(module), 1n << 62n);
    expect(outcome).toBe('trap');
    expect(left).toBeLessThan(-BigInt(LATE));
  });

  test('that goes through memory and is not looked at, ends where memory does', () => {
    // while (memory[local1] == 0) local1 += 4
    const code = loop(...get(1), ...i32(4), 0x6a, 0x22, 1, 0x28, 2, 0, 0x45, 0x0d, 0);
    const module = moduleOf({ functions: [f([...code, ...get(1)], [I32])], memory: [1] });
    expect(kindsOf(module)).toEqual(['rounds without check']);
    const { outcome, left } = run(metered(module), 1n << 40n);
    expect(outcome).toBe('trap');
    expect(left).toBeLessThanOrEqual(1n << 40n);
    const last = [...i32(65_532), ...i32(1), 0x36, 2, 0];
    const again = loop(...code, ...i32(0), ...set(1), 0x0c, 0);
    expectExhausted([f([...last, ...again, ...get(1)], [I32])], 1_000_000n);
  });

  test('of bulk instructions', () => {
    const code = loop(...i32(0), ...i32(1), ...i32(65536), 0xfc, 11, 0, 0x0c, 0);
    expectExhausted([f([...code, ...get(0)])]);
  });
});

describe('much work without a loop', () => {
  test('in functions that call each other many times', () => {
    const levels = 24;
    const calls = (callee: number): number[] => Array.from({ length: 10 }, () => [0x10, callee]).flat();
    const functions = Array.from({ length: levels }, (_, level) => ({ code: calls(level + 1) }));
    const leaf = { locals: [I32], code: [...get(0), 0x04, 0x40, 0x01, 0x0b] };
    expectExhausted([f([...calls(1), ...get(0)]), ...functions.slice(1), leaf], 1_000_000n);
  });

  test('in a function that calls itself twice', () => {
    const code = [
      ...[...get(0), 0x45, 0x04, I32, ...i32(1), 0x05],
      ...[...get(0), ...i32(1), 0x6b, 0x10, 1, ...get(0), ...i32(1), 0x6b, 0x10, 1, 0x6a, 0x0b],
    ];
    const self = { parameters: [I32], results: [I32], code };
    expectExhausted([f([...i32(200), 0x10, 1]), self], 1_000_000n);
  });
});

describe('a run within its cap never fails a check', () => {
  /** Every cap from nothing to two more than what it takes. */
  function expectExact(functions: readonly TestFunction[], input: number): void {
    const module = moduleOf({ functions, memory: [1] });
    const simply = run(meteredSimply(module), 1n << 40n, input);
    const total = (1n << 40n) - simply.left;
    const build = metered(module);
    for (let cap = 0n; cap < total + 2n; cap++) {
      const { outcome, left } = run(build, cap, input);
      if (cap >= total) expect({ outcome, left }).toEqual({ outcome: simply.outcome, left: cap - total });
      else expect(left).toBeLessThan(0n);
    }
  }

  /** local 1 counts up to 6; most rounds take the short arm. */
  const unevenRounds = (long: readonly number[]): number[] =>
    loop(
      ...[...get(1), ...get(0), 0x46, 0x04, 0x40, ...long, 0x05, 0x01, 0x0b],
      ...[...get(1), ...i32(1), 0x6a, 0x22, 1, ...i32(6), 0x48, 0x0d, 0],
    );
  const work = (amount: number): number[] => Array.from({ length: amount }, () => [...get(0), 0x1a]).flat();

  test.each([2, 4, 30, 300])('though a loop has an arm of %i instructions more', (amount) => {
    expectExact([f([...unevenRounds(work(amount / 2)), ...get(0)], [I32])], 3);
    expectExact([f([...unevenRounds(work(amount / 2)), ...get(0)], [I32])], 9);
  });

  test('though what a callee costs at most was paid for a short way through it', () => {
    const callee = {
      parameters: [I32],
      code: [...get(0), 0x04, 0x40, 0x0f, 0x0b, ...work(40), ...loop(...get(0), 0x0d, 0)],
    };
    const rounds = unevenRounds([]).slice(2, -1);
    const calling = loop(...i32(1), 0x10, 1, ...rounds);
    expectExact([f([...calling, ...get(0)], [I32]), callee], 0);
  });
});

describe('how loops are counted', () => {
  const counted = (more: readonly number[], condition: readonly number[] = []): TestFunction[] => [
    f(
      [
        ...loop(...more, ...get(1), ...i32(1), 0x6a, 0x22, 1, ...get(0), 0x48, ...condition, 0x0d, 0),
        ...get(1),
      ],
      [I32],
    ),
  ];
  const kinds = (functions: readonly TestFunction[]) => kindsOf(moduleOf({ functions, memory: [1] }));

  test('ahead, where the rounds are known', () => expect(kinds(counted([]))).toEqual(['ahead']));

  test('ahead, where the loop may also trap', () => {
    expect(kinds(counted([...get(1), 0x28, 2, 0, 0x1a]))).toEqual(['ahead']);
  });

  test('round by round, where the bound changes', () => {
    expect(kinds(counted([...get(0), ...i32(1), 0x6b, ...set(0)]))).toEqual(['rounds']);
  });

  test('round by round, where the counter changes twice', () => {
    expect(kinds(counted([...get(1), ...i32(1), 0x6a, ...set(1)]))).toEqual(['rounds']);
  });

  test('round by round, where there is another way out', () => {
    const [{ code, ...rest }] = counted([...get(0), 0x0d, 1]);
    expect(kinds([{ ...rest, code: [...block(...code.slice(0, -2)), ...get(1)] }])).toEqual(['rounds']);
  });

  test('round by round, where some rounds run much more than others', () => {
    const arm = [...get(0), 0x04, 0x40, ...Array.from({ length: 50 }, () => [...get(0), 0x1a]).flat(), 0x0b];
    expect(kinds(counted(arm))).toEqual(['rounds']);
  });
});
