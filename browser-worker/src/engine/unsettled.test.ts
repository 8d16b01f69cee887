import { LIMITS } from '@manyhands/protocol';
import { expect, it } from 'vitest';
import { UNSETTLED_BYTES, Unsettled } from './unsettled.ts';

const answer = (assignment: string, bytes: number) => ({
  kind: 'answer' as const,
  assignment,
  statuses: new Uint8Array(1),
  fuels: new Uint8Array(8),
  lengths: new Uint8Array(4),
  outputs: new Uint8Array(bytes),
});

it('keeps answers until they are settled, oldest first', () => {
  const unsettled = new Unsettled();
  for (const name of ['a', 'b', 'c', 'b']) unsettled.keep(answer(name, 10));
  expect(unsettled.names).toEqual(['a', 'c', 'b']);
  unsettled.settle('a');
  unsettled.settle('never sent');
  expect(unsettled.all().map(({ assignment }) => assignment)).toEqual(['c', 'b']);
  unsettled.settle('b');
  unsettled.settle('c');
  expect(unsettled).toMatchObject({ count: 0, bytes: 0, isFull: false });
});

it('is full of large answers by their bytes, and of small ones before a greeting could not name them all', () => {
  const unsettled = new Unsettled();
  for (let i = 0; !unsettled.isFull; i++) unsettled.keep(answer(`${i}`, 1));
  expect(unsettled.count).toBeLessThanOrEqual(
    LIMITS.textsPerField - LIMITS.seatsPerSession * LIMITS.seatWindow,
  );
  const large = new Unsettled();
  for (let i = 0; i < 8; i++) large.keep(answer(`${i}`, UNSETTLED_BYTES / 8));
  expect(large.isFull).toBe(true);
});
