import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordRequestFrom } from '@manyhands/browser-worker/server';
import { type Coordinator, startCoordinator } from '@manyhands/coordinator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { captured } from '../testing/captured.ts';

let dir: string;
let coordinator: Coordinator;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'manyhands-record-'));
  coordinator = await startCoordinator({
    ...{ port: 0, host: '127.0.0.1', dir, database: { kind: 'pglite', dir: null }, webRoot: null },
    ...{ referees: 1, payments: null, logLevel: 'silent' },
  });
}, 120_000);
afterAll(async () => {
  await coordinator?.drain();
  rmSync(dir, { recursive: true, force: true });
});

it('[ER1] writes the record of a machine’s device, and has it erased', async () => {
  const state = join(dir, 'worker');
  const { path } = await recordRequestFrom(join(state, 'device.json'), 'export');
  const asked = ['--coordinator', coordinator.url, '--state', state];
  const exported = await captured('record', 'export', ...asked);
  expect(exported.code).toBe(0);
  expect(JSON.parse(exported.out)).toMatchObject({ device: path.split('/')[3], receipts: [], member: null });
  const erased = await captured('record', 'erase', ...asked, '--json');
  expect(JSON.parse(erased.out).kept.length).toBeGreaterThan(0);
});

it('makes no key where there is none', async () => {
  const asked = ['--coordinator', coordinator.url, '--state', join(dir, 'nowhere')];
  expect((await captured('record', 'export', ...asked)).code).toBe(2);
});
