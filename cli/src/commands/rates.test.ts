import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Coordinator, startCoordinator } from '@manyhands/coordinator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { captured } from '../testing/captured.ts';
import { ratesTable } from './rates.ts';

let dir: string;
let coordinator: Coordinator;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'manyhands-rates-'));
  coordinator = await startCoordinator({
    ...{ port: 0, host: '127.0.0.1', dir, database: { kind: 'pglite', dir: null }, webRoot: null },
    ...{ referees: 1, payments: null, logLevel: 'silent' },
  });
}, 60_000);
afterAll(async () => {
  await coordinator?.drain();
  rmSync(dir, { recursive: true, force: true });
});

it('says that nothing was measured yet', async () => {
  const { code, out } = await captured('rates', '--coordinator', coordinator.url);
  expect(out).toMatch(/Nothing has been measured/);
  expect(code).toBe(0);
  const json = await captured('rates', '--coordinator', coordinator.url, '--by', 'device', '--json');
  expect(JSON.parse(json.out)).toEqual({ by: 'device', rows: [] });
  expect((await captured('rates', '--by', 'name')).code).toBe(2);
});

it('shows a row for each kernel and engine, and no escapes of strangers', () => {
  const row = (name: string, agent: string, median: number) => ({
    ...{ kernel: 'ab'.repeat(32), name, agent, device: null, count: 12 },
    ...{ median, low: median / 2, high: median * 2 },
  });
  const rows = [row('walk', 'Firefox 153', 1.5), row('walk', 'referee', 1), row('add', 'bad\u001b[2J', 10)];
  expect(ratesTable({ by: 'engine', rows })).toEqual([
    'kernel         engine       count  median   10 % – 90 %',
    'add abababab   bad?[2J         12   10.00  5.00 – 20.00',
    'walk abababab  referee         12    1.00   0.50 – 2.00',
    'walk abababab  Firefox 153     12    1.50   0.75 – 3.00',
  ]);
  const [device] = rows.map((each) => ({ ...each, device: '0x1234' }));
  expect(ratesTable({ by: 'device', rows: [device] })[1]).toMatch(/Firefox 153 {2}0x1234 {2} {3}12/);
});
