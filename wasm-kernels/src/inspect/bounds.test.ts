import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { ByteWriter } from '../binary/writer.ts';

const u32 = (value: number): Uint8Array => new ByteWriter().u32(value).take();

/** Parts one behind the other; a pair is so many times the same. */
type Part = readonly number[] | Uint8Array | readonly [times: number, part: readonly number[] | Uint8Array];
function bytesOf(...parts: readonly Part[]): Uint8Array {
  const writer = new ByteWriter();
  for (const part of parts) {
    const [times, bytes] = isRepeated(part) ? part : [1, part as Uint8Array];
    const unit = Uint8Array.from(bytes);
    const block = new Uint8Array(unit.length * times);
    for (let i = 0; i < times; i++) block.set(unit, i * unit.length);
    writer.raw(block);
  }
  return writer.take();
}
const isRepeated = (part: Part): part is readonly [number, readonly number[]] => typeof part[1] === 'object';

const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const section = (id: number, content: Uint8Array): Uint8Array => bytesOf([id], u32(content.length), content);
const NO_TYPE = [0x60, 0, 0];

/** A module of functions of one type, all but `types` of which take and give nothing. */
function moduleOf(count: number, bodies: Uint8Array, types: Uint8Array = bytesOf([1], NO_TYPE)): Uint8Array {
  return bytesOf(
    HEADER,
    section(1, types),
    section(3, bytesOf(u32(count), [count, [0]])),
    section(5, Uint8Array.of(1, 0, 1)),
    section(10, bytesOf(u32(count), bodies)),
  );
}
const bodyOf = (...parts: readonly Part[]): Uint8Array => {
  const code = bytesOf([0], ...parts, [0x0b]);
  return bytesOf(u32(code.length), code);
};

const ONE = [0x41, 0];
const TABLE = bytesOf([0x02, 0x40], ONE, [0x0e], u32(65_520), [65_521, [0]], [0x0b]);

/** What strangers may send, and what they get for it. */
const HOSTILE: readonly [what: string, expected: string, module: () => Uint8Array][] = [
  ['one giant function', 'label', () => moduleOf(1, bodyOf([1_200_000, [...ONE, 0x1a]]))],
  ['two giant functions', 'label', () => moduleOf(2, bytesOf([2, bodyOf([1_200_000, [...ONE, 0x1a]])]))],
  ['a million tiny functions', 'KERNEL_TOO_LARGE', () => moduleOf(1e6, bytesOf([1e6, [2, 0, 0x0b]]))],
  ['as many functions as may be', 'label', () => moduleOf(200_000, bytesOf([200_000, [2, 0, 0x0b]]))],
  ['a br_table with as many targets as an engine allows', 'label', () => moduleOf(1, bodyOf(TABLE))],
  ['a hundred of them', 'label', () => moduleOf(1, bodyOf([100, TABLE]))],
  [
    '50,000 locals in a few functions',
    'KERNEL_TOO_LARGE',
    () => moduleOf(100, bytesOf([100, [6, 1, ...u32(50_000), 0x7c, 0x0b]])),
  ],
  [
    '50,000 locals in many functions',
    'KERNEL_TOO_LARGE',
    () => moduleOf(150_000, bytesOf([150_000, [6, 1, ...u32(50_000), 0x7c, 0x0b]])),
  ],
  [
    'a million blocks inside each other',
    'KERNEL_TOO_LARGE',
    () => moduleOf(1, bodyOf([1e6, [0x02, 0x40]], [1e6, [0x0b]])),
  ],
  [
    'a million branches out of 40,000 blocks',
    'label',
    () => moduleOf(1, bodyOf([40_000, [0x02, 0x40]], [1e6, [...ONE, 0x0d, 0xff, 0x7f]], [40_000, [0x0b]])),
  ],
  ['millions of operands', 'KERNEL_TOO_LARGE', () => moduleOf(1, bodyOf([3e6, ONE], [0x00]))],
  [
    '300,000 stores of computed floats',
    'label',
    () => moduleOf(1, bodyOf([300_000, [...ONE, ...ONE, 0xb7, 0x9f, 0x39, 3, 0]])),
  ],
  [
    'branches that carry 1000 values',
    'KERNEL_TOO_LARGE',
    () => moduleOf(1, bodyOf([0x00]), bytesOf([2], NO_TYPE, [0x60, 0], u32(1000), [1000, [0x7c]])),
  ],
  [
    'branches that carry 32 values',
    'label',
    () =>
      moduleOf(
        1,
        bodyOf(
          [0x02, 1],
          [32, [0x44, 0, 0, 0, 0, 0, 0, 0, 0]],
          [700_000, [...ONE, 0x0d, 0]],
          [0x0b],
          [32, [0x1a]],
        ),
        bytesOf([2], NO_TYPE, [0x60, 0, 32], [32, [0x7c]]),
      ),
  ],
  ['five million custom sections', 'KERNEL_TOO_LARGE', () => bytesOf(HEADER, [5e6, [0, 1, 0]])],
  [
    'five million types',
    'KERNEL_TOO_LARGE',
    () => bytesOf(HEADER, section(1, bytesOf(u32(5e6), [5e6, NO_TYPE]))),
  ],
  [
    'a chain of calls of every function',
    'KERNEL_TOO_LARGE',
    () =>
      moduleOf(
        100_000,
        bytesOf(
          ...Array.from({ length: 100_000 }, (_, i) => bodyOf([0x10], u32(Math.min(i + 1, 99_999)))).slice(
            0,
            -1,
          ),
          bodyOf([0x01]),
        ),
      ),
  ],
];

/**
 * Labels modules in a process of little memory; for each “label” or the code of the refusal. Built code: what the test
 * runner makes of it takes ten times as long.
 */
function labelledApart(modules: readonly Uint8Array[]): string[] {
  const script = `
    import { labelOf } from ${JSON.stringify(new URL('../../dist/inspect/label.js', import.meta.url).href)};
    import { readFileSync } from 'node:fs';
    const input = readFileSync(0);
    const found = [];
    for (let at = 0; at < input.length; ) {
      const end = at + 4 + input.readUInt32LE(at);
      try {
        labelOf(new Uint8Array(input.subarray(at + 4, end)));
        found.push('label');
      } catch (error) {
        found.push(error.code ?? String(error));
      }
      at = end;
    }
    console.log(JSON.stringify(found));`;
  const lengths = modules.map(({ length }) => new Uint8Array(Uint32Array.of(length).buffer));
  const input = Buffer.concat(modules.flatMap((module, i) => [lengths[i], module]));
  const flags = ['--max-old-space-size=400', '--input-type=module', '-e', script];
  return JSON.parse(execFileSync(process.execPath, flags, { input, encoding: 'utf8' }));
}

test('[SE1] whatever strangers send is labelled or refused, in little memory', { timeout: 120_000 }, () => {
  const found = labelledApart(HOSTILE.map(([, , module]) => module()));
  expect(found.map((each, i) => `${HOSTILE[i][0]}: ${each}`)).toEqual(
    HOSTILE.map(([what, expected]) => `${what}: ${expected}`),
  );
});
