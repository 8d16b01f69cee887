/** `manyhands start` as a newcomer meets it: from nothing to paid, also when it is killed on the way. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';

const BIN = new URL('../../cli/bin/manyhands.mjs', import.meta.url).pathname;

let dir: string;
let child: ChildProcess | null = null;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'manyhands-start-'));
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

/** Starts it and resolves with its exit code and output. */
function start(flags: string[]) {
  const running = spawn(process.execPath, [BIN, 'start', '--once', ...flags], {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child = running;
  let output = '';
  for (const stream of [running.stdout, running.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  return new Promise<{ code: number | null; output: string }>((resolve) =>
    running.once('close', (code) => resolve({ code, output })),
  );
}

/** Waits until results are in the file: what the command prints comes too seldom for a fast machine. */
async function firstRows(): Promise<void> {
  while (!existsSync(join(dir, 'results.csv')) || rows().length === 0) {
    if (child?.exitCode !== null) throw new Error('it ended before any row was written');
    await setTimeout(20);
  }
}

const rows = (): string[] => readFileSync(join(dir, 'results.csv'), 'utf8').trimEnd().split('\n').slice(1);

it('ends with 2,000 rows, a certificate and balances that add up, also after a kill in the middle', async () => {
  const running = start([]);
  await firstRows();
  child?.kill('SIGKILL');
  expect((await running).code).toBeNull();

  const finished = await start(['--json']);
  expect(finished.code, finished.output).toBe(0);
  expect(rows()).toHaveLength(2000);
  const outcome = JSON.parse(finished.output.trim().split('\n').at(-1) as string);
  expect(outcome).toMatchObject({ rows: 2000, valid: true });
  const { settled } = outcome;
  expect(settled.epoch).toBe(1);
  expect(settled.agrees).toBe(true);
  const received = settled.payees.map((payee: { balance: string }) => BigInt(payee.balance));
  const sum = received.reduce((a: bigint, b: bigint) => a + b, 0n);
  expect(sum + BigInt(settled.inHub)).toBe(BigInt(settled.paidByChannel));
  expect(sum).toBeGreaterThan(0n);
  // The operator's fee is 5 %, but for what an uneven split rounds.
  expect(Number(settled.operatorFee) / Number(settled.paidByChannel)).toBeCloseTo(0.05, 2);

  // A third start finds everything done: nothing is computed, paid or settled again.
  const again = await start(['--json']);
  expect(again.code, again.output).toBe(0);
  const repeated = JSON.parse(again.output.trim().split('\n').at(-1) as string);
  expect(repeated.job).toBe(outcome.job);
  expect(repeated.settled.paidByChannel).toBe(settled.paidByChannel);
}, 400_000);

it('does the same as volunteer science, without chain or budget', async () => {
  const { code, output } = await start(['--free', '--json']);
  expect(code, output).toBe(0);
  expect(rows()).toHaveLength(2000);
  expect(JSON.parse(output.trim().split('\n').at(-1) as string)).toMatchObject({
    valid: true,
    settled: null,
  });
}, 300_000);
