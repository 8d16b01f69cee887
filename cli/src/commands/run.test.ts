import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Contributor, startContributor } from '@manyhands/browser-worker/server';
import { type Coordinator, startCoordinator } from '@manyhands/coordinator';
import { manyhands } from '@manyhands/sdk';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { captured } from '../testing/captured.ts';

// Each runs a job on one seat, of which a busy machine gives little.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const BIN = new URL('../../bin/manyhands.mjs', import.meta.url).pathname;
const SQUARE = `
export class Squared { square: i64; text: string }
/** Squares a number. */
export function square(n: i32, label: string | null): Squared {
  return { square: <i64>n * n, text: label === null ? "none" : label };
}
`;

let dir: string;
let coordinator: Coordinator;
let contributor: Contributor;
const at = (name: string): string => join(dir, name);

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'manyhands-run-'));
  process.env.MANYHANDS_HOME = at('home');
  coordinator = await startCoordinator({
    port: 0,
    host: '127.0.0.1',
    dir: at('coordinator'),
    database: { kind: 'pglite', dir: null },
    webRoot: null,
    referees: 1,
    payments: null,
    logLevel: 'silent',
  });
  contributor = await contribute();
  writeFileSync(at('square.ts'), SQUARE);
  const rows = Array.from({ length: 300 }, (_, i) => `${i - 150},${i % 3 === 0 ? '' : `"a,${i}"`}`);
  writeFileSync(at('in.csv'), `n,label\n${rows.join('\n')}\n`);
});
afterAll(async () => {
  await contributor?.stop();
  await coordinator?.drain();
  delete process.env.MANYHANDS_HOME;
  rmSync(dir, { recursive: true, force: true });
});

const contribute = (): Promise<Contributor> =>
  startContributor({ coordinator: coordinator.url, threads: 1, keyFile: at('device.json') });

const files = (kernel: string, inputs: string): string[] => [
  ...['run', at(kernel), '--inputs', at(inputs), '--out', at('out.csv')],
  ...['--coordinator', coordinator.url],
];
const run = (kernel: string, inputs: string, ...more: string[]) =>
  captured(...files(kernel, inputs), ...more);

describe('run', () => {
  it('writes every row and a certificate that verifies', async () => {
    const { code, out, err } = await run('square.ts', 'in.csv');
    expect(err).toBe('');
    expect(out).toMatch(/300 items, .* free/);
    expect(code).toBe(0);
    const rows = readFileSync(at('out.csv'), 'utf8').trimEnd().split('\n');
    expect(rows).toHaveLength(301);
    expect(rows[0]).toBe('index,status,fuel,square,text');
    expect(rows[1]).toMatch(/^0,ok,\d+,22500,none$/);
    expect(rows[300]).toMatch(/^299,ok,\d+,22201,"a,299"$/);
    const verified = await captured('verify', at('out.csv.certificate.json'), at('out.csv'));
    expect(verified.code).toBe(0);
    expect(existsSync(at('out.csv.job.json'))).toBe(false);
  });

  it('keeps its key for the next time', async () => {
    const keys = readFileSync(at('home/keys.json'), 'utf8');
    expect((await run('square.ts', 'in.csv', '--policy', 'quorum:1/1', '--json')).code).toBe(0);
    expect(readFileSync(at('home/keys.json'), 'utf8')).toBe(keys);
  });

  it('continues the same job where an earlier run was stopped', async () => {
    await contributor.stop();
    const argv = [...files('square.ts', 'in.csv'), '--title', 'stopped'];
    const child = spawn(process.execPath, [BIN, ...argv], { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const chunk of child.stdout) if (String(chunk).includes('0/300 done')) child.kill('SIGINT');
    expect(existsSync(at('out.csv.job.json'))).toBe(true);
    contributor = await contribute();
    expect((await captured(...argv)).code).toBe(0);
    const jobs = await manyhands(coordinator.url).jobs();
    expect(jobs.filter(({ title }) => title === 'stopped')).toHaveLength(1);
  });
});

describe('what is not acceptable is refused with its code, and nothing is written', () => {
  it.each([
    [
      'does not compile',
      'export function f(n: i32): i32 { return missing; }',
      'n\n1\n',
      /KERNEL_COMPILE_FAILED[\s\S]*missing/,
    ],
    [
      'reads a clock',
      'export function f(n: i32): i64 { return <i64>Date.now(); }',
      'n\n1\n',
      /KERNEL_(COMPILE_FAILED|IMPORT_REFUSED)/,
    ],
    ['has a truncated row', SQUARE, 'n,label\n1,a\n2', /ROW_INVALID: row 2 \(line 3\).*truncated/],
    ['lacks a column', SQUARE, 'm,label\n1,a\n', /TABLE_INVALID.*“n” \(i32\)/],
  ])('%s', async (_, kernel, table, message) => {
    writeFileSync(at('bad.ts'), kernel);
    writeFileSync(at('bad.csv'), table);
    rmSync(at('out.csv'), { force: true });
    const { code, err } = await run('bad.ts', 'bad.csv');
    expect(err).toMatch(message);
    expect(code).toBe(3);
    expect(existsSync(at('out.csv'))).toBe(false);
    rmSync(at('out.csv.job.json'), { force: true });
  });

  it('a price where there is no chain', async () => {
    process.env.MANYHANDS_WALLET_KEY = `0x${'01'.repeat(32)}`;
    const { code, err } = await run('square.ts', 'in.csv', '--price', '1', '--budget', '1');
    delete process.env.MANYHANDS_WALLET_KEY;
    expect(err).toMatch(/PAYMENTS_OFF/);
    expect(code).toBe(3);
  });
});
