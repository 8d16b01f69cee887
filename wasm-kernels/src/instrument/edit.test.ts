import { expect, test } from 'vitest';
import { OP } from '../binary/opcodes.ts';
import { applyEdits, RANK, type Rank } from './edit.ts';

const code = Uint8Array.of(0, 1, 2, 3, 4, 5);
const apply = (edits: Parameters<typeof applyEdits>[3]): number[] => [...applyEdits(code, 1, 6, edits)];
const insert = (at: number, byte: number, rank?: Exclude<Rank, typeof RANK.taken>) => ({
  at,
  rank,
  bytes: Uint8Array.of(byte),
});

test('edits are made in order of their place, whatever the order in which they are given', () => {
  expect(apply([insert(4, 40), insert(1, 10), insert(6, 60)])).toEqual([10, 1, 2, 3, 40, 4, 5, 60]);
});

test('at one place, what belongs to the instruction before comes first, and what belongs to the next one last', () => {
  const edits = [
    insert(3, 13),
    insert(3, 12, RANK.missingElse),
    insert(3, 11, RANK.between),
    insert(3, 10, RANK.after),
  ];
  expect(apply(edits)).toEqual([1, 2, 10, 11, OP.else, 12, 13, 3, 4, 5]);
});

test('edits of one rank stay in the order in which they are given', () => {
  expect(apply([insert(2, 20), insert(2, 21), insert(2, 22)])).toEqual([1, 20, 21, 22, 2, 3, 4, 5]);
});

test('an else is made once, and so is the branch of a taken br_if, behind everything in front of it', () => {
  const taken = (byte: number) => ({
    at: 2,
    until: 4,
    depth: 7,
    rank: RANK.taken,
    bytes: Uint8Array.of(byte),
  });
  const more = [insert(2, 20), insert(4, 40, RANK.after), insert(6, 60, RANK.missingElse)];
  expect(apply([taken(90), ...more, taken(91), insert(6, 61, RANK.missingElse)])).toEqual([
    ...[1, 20, OP.if, 0x40, 90, 91, OP.br, 8, OP.end],
    ...[40, 4, 5, OP.else, 60, 61],
  ]);
});

test('a replacement takes the place of its instruction, behind everything in front of it', () => {
  const replaced = { at: 2, until: 4, bytes: Uint8Array.of(90, 91) };
  expect(apply([insert(2, 20), replaced, insert(4, 40, RANK.after)])).toEqual([1, 20, 90, 91, 40, 4, 5]);
});
