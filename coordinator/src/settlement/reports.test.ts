import { expect, it } from 'vitest';
import { Reports } from './reports.ts';

it('says two things in turn once each, and again after an hour', () => {
  let now = 0;
  const said: string[] = [];
  const reports = new Reports(
    (what) => said.push(what),
    () => now,
  );
  for (let i = 0; i < 10; i++) for (const what of ['an epoch waits', 'claims wait']) reports.report(what);
  expect(said).toEqual(['an epoch waits', 'claims wait']);
  now = 3_600_000;
  reports.report('claims wait');
  expect(said).toHaveLength(3);
});

it('remembers the newest hundred', () => {
  const said: string[] = [];
  const reports = new Reports((what) => said.push(what));
  for (let n = 0; n <= 100; n++) reports.report(String(n));
  for (const what of ['1', '100', '0']) reports.report(what);
  expect(said).toHaveLength(102);
});
