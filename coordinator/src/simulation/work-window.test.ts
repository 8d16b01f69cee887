import type { JobId } from '@manyhands/protocol';
import { expect, it } from 'vitest';
import { type Behaviour, jobTerms, Network } from './network.ts';

const JOB = 'j' as JobId;
const ITEMS = 4_000;
const BUDGET = 10n ** 12n;
/** About two units of this kernel, of whose items every seventh costs its cap; and four of these. */
const WINDOWS = { credit: 17_000_000n, work: 68_000_000n };

function network(seed: number, windows = WINDOWS) {
  const net = new Network(seed, { failCommits: 0.02 });
  const pays = { ...windows, vouchered: 0n };
  net.journal.addJob(jobTerms(JOB, ITEMS), BUDGET, pays);
  const spent = () => net.journal.slices.reduce((sum, { counts }) => sum + counts.spent, 0n);
  const reason = () => net.dispatcher.activity().jobs.get(JOB)?.reason?.code;
  return { net, pays, spent, reason };
}

async function crowd(net: Network, behaviours: readonly Behaviour[]): Promise<void> {
  for (const [i, behaviour] of behaviours.entries()) await net.add(i + 1, behaviour, 2);
}

const HONEST: readonly Behaviour[] = Array(8).fill('honest');

it('[VO4] a job for which nobody signs stops at its window, after a restart too, and goes on by itself with a voucher', async () => {
  const { net, pays, spent, reason } = network(1);
  await crowd(net, HONEST);
  await net.run(120_000);
  const unsigned = spent();
  expect(reason()).toBe('VOUCHER_DUE');
  expect(unsigned).toBeGreaterThan(WINDOWS.credit);
  // What is under way is counted at twice what the job's items cost, which these do not exceed.
  expect(unsigned).toBeLessThanOrEqual(WINDOWS.work);
  net.crash();
  await crowd(net, HONEST);
  await net.run(120_000);
  expect(spent()).toBe(unsigned);
  expect(reason()).toBe('VOUCHER_DUE');
  pays.vouchered = unsigned;
  expect(await net.run(5_000, () => spent() > unsigned)).toBe(true);
  await net.run(120_000);
  expect(reason()).toBe('VOUCHER_DUE');
  expect(spent()).toBeLessThanOrEqual(2n * unsigned + WINDOWS.work);
});

it.each([
  ['as usual', WINDOWS],
  ['with the least of windows', { credit: 0n, work: 0n }],
])('[VO4] whoever signs for what is owed gets all of it, %s', async (_, windows) => {
  for (const seed of [2, 3]) {
    const { net, pays, spent } = network(seed, windows);
    await crowd(net, [...HONEST, 'always', 'flapping', 'prefix', 'failing', 'item']);
    const sign = () => {
      pays.vouchered = spent();
      net.later(400, sign);
    };
    sign();
    await net.run(20_000);
    net.crash();
    await crowd(net, HONEST);
    sign();
    expect(await net.run(3_600_000, () => net.isSettled(JOB))).toBe(true);
    expect(spent()).toBeGreaterThan(10n * WINDOWS.work);
  }
});
