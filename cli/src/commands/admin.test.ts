import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Coordinator, startCoordinator } from '@manyhands/coordinator';
import { manyhands } from '@manyhands/sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { captured } from '../testing/captured.ts';

let dir: string;
let coordinator: Coordinator;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'manyhands-admin-'));
  coordinator = await startCoordinator({
    ...{ port: 0, host: '127.0.0.1', dir, database: { kind: 'pglite', dir: null }, webRoot: null },
    ...{ referees: 1, payments: null, logLevel: 'silent', publication: 'reviewed' },
  });
}, 120_000);
afterAll(async () => {
  await coordinator?.drain();
  rmSync(dir, { recursive: true, force: true });
});

const admin = (...argv: string[]) =>
  captured('admin', ...argv, '--coordinator', coordinator.url, '--key-file', join(dir, 'keys', 'admin'));

it('[KS2] the operator reviews, stops and lifts a kernel with the key that the first start made', {
  timeout: 120_000,
}, async () => {
  const client = manyhands(coordinator.url);
  await client.account('ann');
  const { kernel } = await client.publish({ source: 'export function twice(x: i32): i32 { return 2 * x; }' });
  expect((await admin('queue')).out).toMatch(`${kernel} twice, pending`);
  expect((await admin('approve', kernel)).out).toMatch(`${kernel}: approved\n`);
  expect((await admin('stop', kernel)).code).not.toBe(0);
  expect((await admin('stop', kernel, '--reason', 'it \u001bmines')).out).toMatch(
    /stopped since .+\n.+ stop: it \?mines/,
  );
  const { kernels } = JSON.parse((await admin('queue', '--only', 'stopped', '--json')).out);
  expect(kernels).toMatchObject([{ kernel, stoppedReason: 'it \u001bmines' }]);
  expect((await admin('lift', kernel)).out).toMatch(`${kernel}: approved\n`);
  expect((await admin('show', kernel)).out.match(/ (lift|stop|approve)\b/g)).toEqual([
    ' lift',
    ' stop',
    ' approve',
  ]);
});
