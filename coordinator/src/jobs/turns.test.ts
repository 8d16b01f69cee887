import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

it('[SE1] lets a few at once, others in order, and refuses who comes when too many wait', async () => {
  const turns = new Turns(2, 2);
  const begun: number[] = [];
  const gates: (() => void)[] = [];
  const all = [0, 1, 2, 3].map((i) =>
    turns.take(async () => {
      begun.push(i);
      await new Promise<void>((open) => gates.push(open));
    }),
  );
  await expect(turns.take(async () => undefined)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  expect(begun).toEqual([0, 1]);
  for (const expected of [
    [0, 1, 2],
    [0, 1, 2, 3],
  ]) {
    gates.shift()?.();
    await expect.poll(() => begun).toEqual(expected);
  }
  for (const open of gates) open();
  await Promise.all(all);
  await expect(turns.take(async () => 'free again')).resolves.toBe('free again');
});

it('hands the turn on when somebody fails', async () => {
  const turns = new Turns(1, 1);
  const failing = turns.take(() => Promise.reject(new Error('no')));
  const next = turns.take(async () => 'yes');
  await expect(failing).rejects.toThrow('no');
  await expect(next).resolves.toBe('yes');
});
