/** A paid job from deposit to payout, by commands alone, on a chain of its own. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startContributor } from '@manyhands/browser-worker/server';
import { hubAbi } from '@manyhands/contracts';
import { type Coordinator, startCoordinator } from '@manyhands/coordinator';
import { manyhands } from '@manyhands/sdk';
import { Contract, type EventLog, Interface } from 'ethers';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { clientFor } from '../home.ts';
import { openChannel } from '../payment.ts';
import { type DevChain, startDevChain } from '../start/dev-chain.ts';
import { type Identities, loadIdentities } from '../start/identities.ts';
import { captured } from '../testing/captured.ts';

vi.setConfig({ testTimeout: 480_000, hookTimeout: 240_000 });

const HAND = 10n ** 9n;
const KERNEL = `export function walk(n: i32): i32 {
  let x = n;
  for (let i = 0; i < 200000; i++) x = x * 1103515245 + 12345;
  return x;
}`;
/** So dear a coin that no claim is worth its gas to the operator. */
const DEAR = 10n ** 20n;

let dir: string;
let identities: Identities;
let chain: DevChain;
let coordinator: Coordinator;
const at = (name: string): string => join(dir, name);

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'manyhands-money-'));
  process.env.MANYHANDS_HOME = at('home');
  identities = loadIdentities(dir);
  chain = await startDevChain(dir, identities, 20n * HAND);
  coordinator = await open(DEAR);
  writeFileSync(at('walk.ts'), KERNEL);
});
afterAll(async () => {
  await coordinator?.drain();
  await chain?.stop();
  delete process.env.MANYHANDS_HOME;
  rmSync(dir, { recursive: true, force: true });
});

const open = (coinPrice: bigint): Promise<Coordinator> =>
  startCoordinator({
    ...{ port: 0, host: '127.0.0.1', dir: at('coordinator'), webRoot: null, referees: 1, logLevel: 'silent' },
    database: { kind: 'pglite', dir: at('database') },
    payments: {
      ...{ rpcUrl: chain.rpcUrl, hub: chain.hub, token: chain.token, feePpm: 50_000, epochSeconds: null },
      operatorKey: identities.operator.privateKey,
      gas: { coinPrice, confirmations: 0 },
      // Epochs are settled however dear the coin is.
      settling: { gasPpm: 10 ** 18, leastPaid: 0n, patience: 10 ** 6, exitSeconds: 0 },
    },
  });

const there = (): string[] => ['--coordinator', coordinator.url];

async function json(...argv: string[]) {
  const { code, out, err } = await captured(...argv, '--json');
  if (out.trim() === '') throw new Error(`${argv.join(' ')}: ${err}`);
  return { code, err, ...JSON.parse(out.trim().split('\n').at(-1) as string) };
}

/** A job whose work earns for an address. */
async function runFor(payee: string, ...more: string[]) {
  const keyFile = at(`device-${payee}.json`);
  const contributor = await startContributor({ coordinator: coordinator.url, threads: 1, payee, keyFile });
  try {
    const range = ['--range', '0..60', '--price', '500', '--max-cost', '4'];
    return await json('run', at('walk.ts'), ...range, '--out', at('out.csv'), ...there(), ...more);
  } finally {
    await contributor.stop();
  }
}

/** Statements of channel and payee, as text, CSV and JSON; others' are refused. */
async function checkStatements(ann: string): Promise<void> {
  const { channels } = await json('withdraw', 'show', ...there());
  const [{ id, spent }] = channels.filter(
    ({ deposit }: { deposit: string }) => deposit === String(5n * HAND),
  );
  const charged = await json('statement', id, ...there());
  expect(charged).toMatchObject({ code: 0, account: `channel:${id}`, standing: { redeemed: spent } });
  expect(charged.lines.every(({ role }: { role: string }) => role === 'charge')).toBe(true);
  // What is redeemed is what was charged, rounded up to whole units.
  expect((-BigInt(charged.closing) + 999_999n) / 1_000_000n).toBe(BigInt(spent));

  const earned = await json('statement', '--wallet', at('ann'), ...there());
  const { claimed, rooted } = earned.standing;
  expect([claimed, rooted]).toEqual([earned.standing.earned, earned.standing.earned]);
  expect(BigInt(earned.closing) / 1_000_000n).toBe(BigInt(claimed));
  // All of it was settled at once, by a transaction that the chain has.
  const { epochs } = (await (await fetch(`${coordinator.url}/v1/epochs`)).json()) as {
    epochs: { tx: string }[];
  };
  expect(earned.lines.every(({ epoch }: { epoch: number }) => epoch === 1)).toBe(true);
  expect(new Set(earned.lines.map(({ rootTx }: { rootTx: string }) => rootTx))).toEqual(
    new Set([epochs[0].tx]),
  );
  expect((await chain.provider.getTransactionReceipt(epochs[0].tx))?.status).toBe(1);
  expect(charged.lines.every(({ epoch }: { epoch: null }) => epoch === null)).toBe(true);
  const csv = (await captured('statement', ann, '--csv', '--wallet', at('ann'), ...there())).out
    .trim()
    .split('\n');
  expect(csv).toHaveLength(earned.count + 3);
  expect((await captured('statement', '--wallet', at('ann'), ...there())).out).toMatch(
    /^opening 0 HAND\n( {2}(work|audit) .* HAND.* in \d+ lines\n)+closing .* HAND.*\npayable since epoch 1 \(root 0x[0-9a-f]{64}\): .* HAND/,
  );
  const author = await json('statement', '--wallet', at('carol'), ...there());
  expect(author.lines.every(({ role }: { role: string }) => role === 'author')).toBe(true);
  // Two per cent of what both channels were charged, to some units of rounding.
  let charges = 0n;
  for (const each of channels) charges -= BigInt((await json('statement', each.id, ...there())).closing);
  expect(Math.abs(Number(BigInt(author.closing) - (charges * 2n) / 100n))).toBeLessThan(10_000);
  const empty = await json('statement', id, '--to', '2026-01-01', ...there());
  expect(empty).toMatchObject({ closing: '0', count: 0 });
  for (const [argv, message] of [
    [['statement', ann, '--wallet', at('bob')], /RECORD_REFUSED: a payee’s statement is signed by the payee/],
    [['statement', `0x${'9'.repeat(64)}`], /CHANNEL_UNKNOWN: no job of yours/],
    [['statement', '0x12'], /neither a payee .* nor a channel/],
    [['statement', '--from', 'yesterday'], /a day such as 2026-03-01/],
    [['statement', '--csv', '--json'], /cannot both be written/],
  ] as const)
    expect(Object.values(await captured(...argv, ...there())).join('\n')).toMatch(message);
}

/** By the operator's key, by what is public, and with the coordinator's books tampered with. */
async function checkLedger(): Promise<void> {
  const keyFile = join(at('coordinator'), 'keys', 'admin');
  const asked = ['ledger', 'verify', '--key-file', keyFile, ...there()];
  const whole = await json(...asked);
  expect(whole).toMatchObject({
    code: 0,
    agrees: true,
    findings: [],
    counts: { epochs: 1, jobs: 3, channels: 2 },
  });
  expect((await captured(...asked)).out).toMatch(/2 channels, .*: all agree/);
  const open = await json('ledger', 'verify', '--public', ...there());
  expect(open).toMatchObject({ code: 0, agrees: true, counts: { epochs: 1, leaves: whole.counts.leaves } });
  expect((await captured('ledger', 'verify', '--public', '--stored', ...there())).code).toBe(2);

  // Somebody else's leaves under the same name are none.
  const [{ leaves }] = await published();
  const path = join(at('coordinator'), 'blobs', leaves.slice(0, 2), leaves.slice(2));
  const bytes = readFileSync(path);
  writeFileSync(
    path,
    Uint8Array.from(bytes, (byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte)),
  );
  for (const argv of [asked, ['ledger', 'verify', '--public', ...there()]]) {
    const { code, agrees, findings } = await json(...argv);
    expect({ code, agrees }).toEqual({ code: 4, agrees: false });
    expect(findings).toContainEqual(expect.objectContaining({ code: 'LEAVES_LOST', txn: 'epoch 1' }));
  }
  writeFileSync(path, bytes);
  process.env.MANYHANDS_ADMIN_KEY = 'wrong';
  expect((await captured('ledger', 'verify', ...there())).err).toMatch(/ADMIN_REFUSED/);
  delete process.env.MANYHANDS_ADMIN_KEY;
}

/** What the operator pays in for its losses is booked once, and the books agree with the hub once it is settled. */
async function payIn(): Promise<void> {
  const asOperator = ['--key-file', join(at('coordinator'), 'keys', 'admin'), ...there()];
  expect(await json('ledger', 'make-good', ...asOperator)).toMatchObject({ code: 0, booked: '0', tx: null });
  const half = await json('ledger', 'make-good', '0.5', ...asOperator);
  expect(half).toMatchObject({ code: 0, booked: String(HAND / 2n), tx: expect.stringMatching(/^0x/) });
  expect((await captured('ledger', 'make-good', ...asOperator)).out).toMatch(/nothing is missing/);
  expect((await captured('ledger', 'make-good', '1000', ...asOperator)).err).toMatch(/WALLET_SHORT/);
  const before = BigInt((await manyhands(coordinator.url).payments()).settled?.total ?? 0);
  await coordinator.settle();
  const { settled, settling } = await manyhands(coordinator.url).payments();
  expect(BigInt(settled?.total ?? 0) - before).toBeGreaterThanOrEqual(HAND / 2n);
  expect(settling).toMatchObject({ code: 'NOTHING_NEW', leads: true, everySeconds: null });
  expect(await json('ledger', 'verify', ...asOperator)).toMatchObject({ code: 0, agrees: true });
}

/** The leaves that the hub's events name, by their hash. */
async function published(): Promise<{ leaves: string }[]> {
  const topic = new Interface(hubAbi).getEvent('RootPosted')?.topicHash as string;
  const logs = await chain.provider.getLogs({ address: chain.hub, topics: [topic], fromBlock: 0 });
  return logs.map((log) => ({ leaves: new Interface(hubAbi).parseLog(log)?.args.leavesHash.slice(2) }));
}

/** A job's budget is raised, what its channel lacks for that is deposited once; and what a channel may spend is limited. */
async function extendAndLimit(): Promise<void> {
  const client = await clientFor(coordinator.url);
  const payment = await openChannel(client, { budget: HAND, idempotencyKey: 'extended' });
  const pay = { perCoreHour: 500n * HAND, budget: HAND, payment };
  const job = await client.run({ source: KERNEL }, { kind: 'range', from: 0, to: 60 }, { pay });
  expect(await json('extend', job.id, '--by', '1', ...there())).toMatchObject({
    ...{ code: 0, budget: String(2n * HAND), deposited: String(HAND), state: 'running' },
  });
  const again = await captured('extend', job.id, '--max-cost', '2', ...there());
  expect(again).toMatchObject({
    code: 0,
    out: expect.stringMatching(/the budget is 2 HAND, of which 0 are spent/),
  });
  expect(again.out).not.toMatch(/deposited/);
  expect((await captured('extend', job.id, '--max-cost', '1', ...there())).err).toMatch(
    /REQUEST_INVALID: .* can only be raised/,
  );
  expect((await captured('extend', job.id, '--by', '1000', ...there())).err).toMatch(/WALLET_SHORT: .* HAND/);
  const { channel } = await job.bill();
  const limits = await json('limit', 'set', channel as string, '--per-day', '0.5', ...there());
  expect(limits.limits).toMatchObject([
    { kind: 'channel', subject: channel, perDay: String(HAND / 2n), total: null },
  ]);
  await json('limit', 'set', channel as string, '--total', '2', ...there());
  expect((await captured('limit', 'show', ...there())).out).toMatch(
    /^channel 0x\w+: 0 of 0\.5 HAND today, 0 of 2 HAND in all; 0 set aside$/m,
  );
  expect((await captured('limit', 'set', 'first key', '--total', '1', ...there())).err).toMatch(/KEY_IN_USE/);
  expect(await json('limit', 'clear', channel as string, ...there())).toMatchObject({ limits: [] });
  expect(await json('cancel', job.id, ...there())).toMatchObject({ state: 'cancelled' });
}

it('a wallet deposits, pays for jobs, and takes the rest out; earners claim alone or through the relayer', async () => {
  writeFileSync(at('key'), identities.researcher.privateKey);
  expect(await json('wallet', 'import', '--from', at('key'))).toMatchObject({
    code: 0,
    address: identities.researcher.address,
  });
  expect(statSync(at('home/wallet.key')).mode & 0o777).toBe(0o600);
  const [ann, bob] = [
    await json('wallet', 'make', '--wallet', at('ann')),
    await json('wallet', 'make', '--wallet', at('bob')),
  ];
  expect((await captured('wallet', 'show', ...there())).out).toMatch(
    /in the wallet 20 HAND, and 1000\.0 coins/,
  );

  const poor = await captured('deposit', '21', ...there());
  expect(poor).toMatchObject({
    code: 3,
    err: expect.stringMatching(/WALLET_SHORT: .* has 20 HAND, not 21: send it tokens/),
  });
  expect(await json('deposit', '5', ...there())).toMatchObject({
    code: 0,
    deposit: String(5n * HAND),
    spent: '0',
  });

  const carol = await json('wallet', 'make', '--wallet', at('carol'));
  const share = ['--author', carol.address, '--author-share', '2%'];
  expect(await json('publish', at('walk.ts'), ...share, ...there())).toMatchObject({
    code: 0,
    author: { payee: carol.address, ppm: 20_000 },
  });
  const half = await captured('publish', at('walk.ts'), '--author', ann.address, ...there());
  expect(half).toMatchObject({
    code: 2,
    err: expect.stringMatching(/--author and --author-share go together/),
  });
  const dearest = await captured('publish', at('walk.ts'), ...share.with(3, '21%'), ...there());
  expect(dearest).toMatchObject({ code: 2, err: expect.stringMatching(/a share of at most 20% is needed/) });

  const cheap = await json('estimate', at('walk.ts'), '--range', '0..60', '--price', '500', ...there());
  expect(cheap).toMatchObject({
    ...{ code: 0, items: 60, withinMaxCost: null },
    shares: [
      { role: 'fee', ppm: 50_000 },
      { role: 'author', payee: carol.address, ppm: 20_000 },
    ],
  });
  expect(Number(cheap.cost)).toBeGreaterThan(0);
  expect(await runFor(ann.address, '--from-deposit')).toMatchObject({ code: 0, valid: true, rows: 60 });
  const paid = readFileSync(at('out.csv'), 'utf8');
  expect(await runFor(bob.address)).toMatchObject({ code: 0, valid: true });
  expect(readFileSync(at('out.csv'), 'utf8')).toBe(paid);

  expect((await captured('claim', '--wallet', at('ann'), ...there())).err).toMatch(
    /PAYEE_UNROOTED: nothing is settled for 0x/,
  );
  await coordinator.settle();
  await chain.provider.send('anvil_setBalance', [ann.address, '0xde0b6b3a7640000']);
  const relayed = await captured('claim', '--relay', '--wallet', at('bob'), ...there());
  expect(relayed).toMatchObject({ code: 1, err: expect.stringMatching(/CLAIM_BELOW_GAS/) });
  expect(await json('claim', '--wallet', at('ann'), ...there())).toMatchObject({ code: 0, fee: '0' });
  const shown = await json('wallet', 'show', '--wallet', at('ann'), ...there());
  expect(BigInt(shown.tokens)).toBeGreaterThan(0n);
  expect(shown.claimed).toBe(shown.tokens);
  await checkStatements(ann.address);
  await checkLedger();

  // The coin falls, until gas costs a quarter of what is due: worth it for the payee, too much for the operator alone.
  const quote = await json('claim', '--quote', '--wallet', at('bob'), ...there());
  await coordinator.drain();
  coordinator = await open((DEAR * BigInt(quote.due)) / (4n * BigInt(quote.cost)));
  const dear = await captured(
    'claim',
    '--relay',
    '--max-fee',
    '0.000000001',
    '--wallet',
    at('bob'),
    ...there(),
  );
  expect(dear).toMatchObject({ err: expect.stringMatching(/more than --max-fee; nothing was signed/) });
  expect(await json('claim', '--relay', '--wallet', at('bob'), ...there())).toMatchObject({
    code: 0,
    state: 'done',
  });
  expect(BigInt((await json('wallet', 'show', '--wallet', at('bob'), ...there())).tokens)).toBeGreaterThan(
    BigInt(quote.due) / 2n,
  );

  await extendAndLimit();

  const before = await json('withdraw', 'show', ...there());
  expect(before.channels.map(({ deposit }: { deposit: string }) => deposit).sort()).toEqual([
    // Of the job that was extended.
    String(2n * HAND),
    String(4n * HAND),
    String(5n * HAND),
  ]);
  const [own] = before.channels.filter(({ deposit }: { deposit: string }) => deposit === String(5n * HAND));
  expect((await captured('withdraw', 'begin', ...there())).out).toMatch(
    /exit begun: may be finished in 7[12] h/,
  );
  expect(await json('withdraw', 'cancel', own.id, ...there())).toMatchObject({ code: 0, changed: [own.id] });
  expect((await captured('withdraw', 'finish', ...there())).err).toMatch(
    /CHAIN_REFUSED: it is too early; .*may be finished in 7[12] h/,
  );
  await chain.provider.send('evm_increaseTime', [4 * 24 * 3600]);
  await chain.provider.send('evm_mine', []);
  const { changed, channels } = await json('withdraw', 'finish', ...there());
  expect(changed).toHaveLength(2);
  expect(changed).not.toContain(own.id);
  const left = channels.find(({ id }: { id: string }) => id === changed[0]);
  expect(left.deposit).toBe(left.spent);
  const nothing = await captured('withdraw', 'finish', ...there());
  expect(nothing).toMatchObject({
    code: 3,
    err: expect.stringMatching(/CHANNEL_UNKNOWN: no channel .* has an exit that was begun/),
  });

  await payIn();

  expect(await runFor(ann.address)).toMatchObject({ code: 0, valid: true });
  await checkSilence(carol.address);

  // Somebody kept a copy of the leaves; then the coordinator is gone for good.
  const settled = await coordinator.settle();
  const hash = await leavesHash(settled?.epoch ?? 0);
  const door = `${coordinator.url}/v1/blobs/${hash}`;
  const copy = Buffer.from(await (await fetch(door)).arrayBuffer());
  expect(createHash('sha256').update(copy).digest('hex')).toBe(hash);
  writeFileSync(at('leaves'), copy);
  await coordinator.drain();
  const alone = ['--rpc', chain.rpcUrl, '--hub', chain.hub, '--wallet', at('ann')];
  expect((await captured('claim', '--leaves', door, ...alone)).err).toMatch(
    /no leaves could be read from http/,
  );
  writeFileSync(
    at('forged'),
    Buffer.concat([copy.subarray(0, 27), Buffer.of(copy[27] ^ 1), copy.subarray(28)]),
  );
  expect((await captured('claim', '--leaves', at('forged'), ...alone)).err).toContain(
    `have the SHA-256 ${hash}`,
  );
  expect((await captured('claim', '--leaves', at('leaves'), '--wallet', at('ann'))).code).toBe(2);
  const mine = await json('claim', '--leaves', at('leaves'), ...alone);
  expect(mine).toMatchObject({ code: 0, fee: '0', account: ann.address });
  expect(BigInt(mine.amount)).toBeGreaterThan(0n);
  expect((await captured('claim', '--leaves', at('leaves'), ...alone)).err).toMatch(
    /all that is settled .* was paid/,
  );
});

/** An operator promises, and settles nothing for a week: the hub pays by its word, and its books agree, to anybody who looks. */
async function checkSilence(author: string): Promise<void> {
  const { claimed, receipt } = await json('wallet', 'show', '--wallet', at('carol'), ...there());
  expect(BigInt(receipt.cumulative)).toBeGreaterThan(BigInt(claimed));
  await chain.provider.send('evm_increaseTime', [7 * 24 * 3600]);
  await chain.provider.send('evm_mine', []);
  await chain.provider.send('anvil_setBalance', [author, '0xde0b6b3a7640000']);
  const paid = await json('claim', '--silent', '--wallet', at('carol'));
  expect(paid).toMatchObject({ code: 0, amount: String(BigInt(receipt.cumulative) - BigInt(claimed)) });
  const keyFile = join(at('coordinator'), 'keys', 'admin');
  for (const how of [['--key-file', keyFile], ['--public']])
    expect(await json('ledger', 'verify', ...how, ...there())).toMatchObject({
      ...{ code: 0, agrees: true, findings: [] },
    });
}

/** Of the leaves that an epoch published, as the hub has it. */
async function leavesHash(epoch: number): Promise<string> {
  const hub = new Contract(chain.hub, hubAbi, chain.provider);
  const [posted] = await hub.queryFilter(hub.filters.RootPosted(epoch), 0);
  return (posted as EventLog).args.leavesHash.slice(2);
}
