import { expect, it } from 'vitest';
import { Pace } from './pace.ts';

it('lets two seconds’ worth through at once, then its rate', () => {
  const pace = new Pace(10, 0);
  for (let i = 0; i < 20; i++) pace.take(0);
  expect(pace.wait(0)).toBe(0);
  for (let i = 0; i < 5; i++) pace.take(0);
  expect(pace.wait(0)).toBeCloseTo(500);
  expect(pace.wait(400)).toBeCloseTo(100);
  expect(pace.wait(500)).toBe(0);
});

it('never saves up more than two seconds', () => {
  const pace = new Pace(10, 0);
  expect(pace.wait(1_000_000)).toBe(0);
  for (let i = 0; i < 21; i++) pace.take(1_000_000);
  expect(pace.wait(1_000_000)).toBeCloseTo(100);
});
