/** A watcher against a hostile operator, payees in silence, and the bond: by commands alone, at a real hub. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Wallet } from 'ethers';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { captured } from '../testing/captured.ts';
import { DELAY, HAND, type HostileHub, SILENCE, startHostileHub } from '../testing/hostile-hub.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const [ANN, BOB, CAT] = ['1', '2', '3'].map((digit) => `0x${digit.repeat(40)}`);
type Leaves = readonly (readonly [string, bigint])[];

let dir: string;
let hub: HostileHub;
const at = (name: string): string => join(dir, name);

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'manyhands-guard-'));
});
afterAll(() => {
  delete process.env.MANYHANDS_HOME;
  rmSync(dir, { recursive: true, force: true });
});

const there = (): string[] => ['--rpc', hub.rpcUrl, '--hub', hub.hub];

async function json(...argv: string[]) {
  const { code, out } = await captured(...argv, '--json');
  return { code, ...JSON.parse(out.trim().split('\n').at(-1) as string) };
}

function keyFile(name: string, wallet: { privateKey: string }): string {
  writeFileSync(at(name), wallet.privateKey, { mode: 0o600 });
  return at(name);
}

describe('manyhands guard, against an operator that', () => {
  const FIRST: Leaves = [
    [ANN, 10n * HAND],
    [BOB, 20n * HAND],
    [CAT, 30n * HAND],
  ];
  let watcher: string;
  let watcherAddress: string;
  let published: string;
  let earned: bigint;
  const look = (...more: string[]) =>
    json('guard', '--once', ...there(), '--leaves', published, '--wallet', watcher, ...more);

  beforeAll(async () => {
    hub = await startHostileHub(at('one'));
    published = at('published');
    const wallet = await hub.account();
    watcherAddress = wallet.address;
    watcher = keyFile('watcher', wallet);
    process.env.MANYHANDS_HOME = at('home');
    await hub.post(FIRST, published);
    await hub.pass(DELAY);
    expect(await look()).toMatchObject({ code: 0, epoch: 1, isPending: false, deeds: [] });
  });
  afterAll(() => hub.stop());
  beforeEach(async () => {
    const funder = keyFile('funder', await hub.account());
    if ((await json('bond', 'show', ...there())).amount === '0')
      await json('bond', 'add', '100', ...there(), '--wallet', funder);
    earned = await hub.balance(watcherAddress);
  });
  /** What the watcher has more than before, in HAND. */
  const gain = async (): Promise<bigint> => ((await hub.balance(watcherAddress)) - earned) / HAND;
  const standing = async (root: string): Promise<void> => expect(await hub.newestRoot()).toBe(root);

  it('posts what it should: does nothing, and stakes nothing', async () => {
    await hub.post(
      [
        [ANN, 11n * HAND],
        [BOB, 20n * HAND],
        [CAT, 30n * HAND],
      ],
      published,
    );
    expect(await look()).toMatchObject({ code: 0, epoch: 2, isPending: true, deeds: [], missing: [] });
    await hub.pass(DELAY);
    expect(await look()).toMatchObject({ code: 0, isPending: false });
    expect(await gain()).toBe(0n);
  });

  it.each([
    ['lowers a leaf', [ANN, 13n * HAND], [BOB, 18n * HAND], /BOB had .* and has 18000000000/],
    ['gives a place to somebody else', [ANN, 11n * HAND], [CAT, 20n * HAND], /BOB had .* gives to CAT/],
  ] as const)('%s: cancels the root, for half of the bond', async (_, first, second, why) => {
    const before = await hub.newestRoot();
    await hub.post([first, second, [CAT, 30n * HAND]], published);
    const reported = await json('guard', '--once', ...there(), '--leaves', published, '--report-only');
    expect(reported).toMatchObject({ code: 1, deeds: [{ what: 'cancel', tx: null, failure: null }] });
    const { code, deeds } = await look();
    expect([code, deeds.length, deeds[0].what]).toEqual([1, 1, 'cancel']);
    expect(deeds[0].why.replace(BOB, 'BOB').replace(CAT, 'CAT')).toMatch(why);
    await standing(before);
    expect(await gain()).toBe(50n);
  });

  it('drops payees from a smaller tree: cancels the root', async () => {
    const before = await hub.newestRoot();
    await hub.post([[CAT, 61n * HAND]], published);
    expect((await look()).deeds).toMatchObject([{ what: 'cancel', failure: null }]);
    await standing(before);
  });

  it('hides its leaves: demands some, the own ones first, and has the root cancelled when nobody answers', async () => {
    const before = await hub.newestRoot();
    await hub.post([[CAT, 62n * HAND]], null);
    const { code, missing, deeds } = await look('--demands', '2', '--account', BOB);
    expect(code).toBe(1);
    expect(missing).toHaveLength(1);
    expect(deeds.map(({ what }: { what: string }) => what)).toEqual(['demandLeaf', 'demandLeaf']);
    expect((await look('--demands', '2', '--account', BOB)).deeds).toEqual([]);
    expect(await gain()).toBe(-2n);
    await hub.pass(DELAY + 1);
    expect((await look()).deeds).toMatchObject([
      { what: 'close', failure: null },
      { what: 'close', failure: null },
    ]);
    await standing(before);
    expect(await gain()).toBe(50n);
  });

  it('hides its leaves and can answer: loses nothing, and the stakes are its', async () => {
    const next: Leaves = [
      [ANN, 11n * HAND],
      [BOB, 20n * HAND],
      [CAT, 31n * HAND],
    ];
    await hub.post(next, null);
    await look('--demands', '1', '--account', BOB);
    await hub.answer(next, 1, 20n * HAND);
    expect((await look('--demands', '1', '--account', BOB)).deeds).toEqual([]);
    await hub.pass(2 * DELAY);
    expect(await look()).toMatchObject({ isPending: false, deeds: [] });
    expect(await gain()).toBe(-1n);
    // Published at last, so that the next one can be compared.
    expect((await look()).missing).toHaveLength(1);
    await hub.post(next, published);
    await hub.pass(DELAY);
    expect((await look()).missing).toEqual([]);
  });

  it('leaves out what a receipt says is due: demands it, and has the root cancelled when it stays out', async () => {
    const before = await hub.newestRoot();
    const due = (await hub.epoch()) + 1;
    writeFileSync(at('receipt.json'), JSON.stringify(hub.receipt(1, BOB, 25n * HAND, due)));
    await hub.post(
      [
        [ANN, 11n * HAND],
        [BOB, 20n * HAND],
        [CAT, 36n * HAND],
      ],
      published,
    );
    const { deeds } = await look('--receipt', at('receipt.json'));
    expect(deeds).toMatchObject([{ what: 'demandReceipt', failure: null }]);
    await hub.pass(DELAY + 1);
    expect((await look('--receipt', at('receipt.json'))).deeds).toMatchObject([{ what: 'close' }]);
    await standing(before);
    expect(await gain()).toBe(50n);
  });

  it('leaves out what a receipt says that was kept while it is watched', async () => {
    const before = await hub.newestRoot();
    const due = (await hub.epoch()) + 1;
    // A look each second, instead of twenty in a delay.
    const { setTimeout: wait } = globalThis;
    const pause = Math.min(60_000, (DELAY * 1000) / 20);
    const waits = vi.spyOn(globalThis, 'setTimeout');
    waits.mockImplementation(((act: (given: unknown) => void, ms: number, given: unknown) =>
      wait(act, ms === pause ? 1_000 : ms, given)) as typeof setTimeout);
    const running = captured('guard', ...there(), '--leaves', published, '--wallet', watcher);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const kept = join(at('home'), 'receipts.json');
    writeFileSync(kept, JSON.stringify({ [BOB]: hub.receipt(1, BOB, 25n * HAND, due) }));
    await hub.post(
      [
        [ANN, 11n * HAND],
        [BOB, 20n * HAND],
        [CAT, 36n * HAND],
      ],
      published,
    );
    await expect.poll(gain, { timeout: 20_000 }).toBe(-1n);
    process.emit('SIGINT');
    expect((await running).out).toMatch(/what a receipt says is demanded/);
    waits.mockRestore();
    rmSync(kept);
    await hub.pass(DELAY + 1);
    expect((await look()).deeds).toMatchObject([{ what: 'close' }]);
    await standing(before);
  });

  it('makes a demand itself, so that nobody else can, and answers nothing: is cancelled all the same', async () => {
    const before = await hub.newestRoot();
    await hub.post([[CAT, 63n * HAND]], null);
    const stranger = keyFile('accomplice', await hub.account());
    const demanding = ['guard', '--once', ...there(), '--demands', '1', '--account', BOB];
    await json(...demanding, '--leaves', published, '--wallet', stranger);
    expect((await look('--demands', '1', '--account', BOB)).deeds).toEqual([]);
    await hub.pass(DELAY + 1);
    expect((await look()).deeds).toMatchObject([{ what: 'close', failure: null }]);
    await standing(before);
  });

  it('is watched until it is told to stop', async () => {
    await hub.post([[CAT, 66n * HAND]], published);
    const before = await hub.epoch();
    const running = captured('guard', ...there(), '--leaves', published, '--wallet', watcher);
    await expect.poll(gain, { timeout: 20_000 }).toBe(50n);
    process.emit('SIGINT');
    expect(await running).toMatchObject({
      code: 0,
      out: expect.stringMatching(/the pending root is cancelled/),
    });
    expect(await hub.epoch()).toBe(before);
  });
});

describe('in silence, and the bond', () => {
  beforeAll(async () => {
    hub = await startHostileHub(at('two'));
    process.env.MANYHANDS_HOME = at('home-two');
  });
  afterAll(() => hub.stop());

  it('manyhands claim --silent pays a kept receipt without any coordinator, once the hub is silent', async () => {
    const payee = await hub.account();
    const wallet = keyFile('payee', payee);
    const leaves: Leaves = [
      [ANN, 10n * HAND],
      [payee.address, 20n * HAND],
    ];
    await hub.post(leaves, at('published-two'));
    const silent = ['claim', '--silent', '--wallet', wallet];
    expect((await captured(...silent)).err).toMatch(/RECEIPT_MISSING: no receipt of 0x.* is kept here/);
    writeFileSync(at('own.json'), JSON.stringify(hub.receipt(1, payee.address, 50n * HAND, 2)));
    const named = [...silent, '--receipt', at('own.json'), '--leaves', at('published-two')];
    expect((await captured(...named)).err).toMatch(/CHAIN_REFUSED: the hub is not silent yet: .* in 2 h/);
    await hub.pass(SILENCE);
    const hidden = await captured(...silent, '--receipt', at('own.json'));
    expect(hidden).toMatchObject({
      code: 1,
      err: expect.stringMatching(/LEAVES_MISSING: the leaves [0-9a-f]{64}/),
    });
    const before = await hub.balance(payee.address);
    expect(await json(...named)).toMatchObject({ code: 0, amount: String(50n * HAND) });
    expect((await hub.balance(payee.address)) - before).toBe(50n * HAND);
    expect(await json(...named)).toMatchObject({ code: 0, amount: '0' });
    const forged = { ...hub.receipt(1, payee.address, 50n * HAND, 2), cumulative: String(60n * HAND) };
    writeFileSync(at('forged.json'), JSON.stringify(forged));
    expect((await captured(...silent, '--receipt', at('forged.json'))).err).toMatch(/RECEIPT_FORGED/);
  });

  it('manyhands bond shows, adds to and gives back the bond: to the operator alone, after the window', async () => {
    const stranger = keyFile('stranger', await hub.account());
    const operator = keyFile('operator', hub.operator);
    expect((await captured('bond', 'show', ...there())).out).toMatch(/the bond is 0 HAND/);
    expect(await json('bond', 'add', '100', ...there(), '--wallet', stranger)).toMatchObject({
      ...{ code: 0, amount: String(100n * HAND), exitAt: null },
    });
    const refused = await captured('bond', 'request', ...there(), '--wallet', stranger);
    expect(refused).toMatchObject({ code: 3, err: expect.stringMatching(/only the hub’s operator 0x/) });
    expect((await captured('bond', 'request', ...there(), '--wallet', operator)).out).toMatch(
      /100 HAND, and may be withdrawn in 1 h 0 min, for 1 h 0 min/,
    );
    expect((await captured('bond', 'withdraw', ...there(), '--wallet', operator)).err).toMatch(/BondLocked/);
    await hub.pass(7_201);
    expect((await captured('bond', 'show', ...there())).out).toMatch(/has run out: request it again/);
    await captured('bond', 'request', ...there(), '--wallet', operator);
    await hub.pass(3_601);
    expect((await captured('bond', 'show', ...there())).out).toMatch(/may be withdrawn for 59 min/);
    expect(await json('bond', 'withdraw', ...there(), '--wallet', operator)).toMatchObject({ amount: '0' });
    expect(await hub.balance(hub.operator.address)).toBe(100n * HAND);
    expect((await captured('bond', 'show')).err).toMatch(/say whose hub: --coordinator, or --rpc with --hub/);
    const nowhere = ['--rpc', hub.rpcUrl, '--hub', Wallet.createRandom().address];
    expect((await captured('bond', 'show', ...nowhere)).err).toMatch(/there is no hub at/);
  });
});

it.each([
  [['claim', '--receipt', 'x'], /--receipt belongs to --silent/],
  [['claim', '--leaves', 'x'], /takes one --leaves, --rpc and --hub/],
  [['claim', '--silent', '--relay'], /--silent is without the coordinator/],
  [['guard', '--demands', '101', '--report-only'], /a whole number from 0 to 100/],
  [['guard', '--rpc', 'http://127.0.0.1:9', '--report-only'], /--rpc and --hub belong together/],
  [['bond', 'add', '0', '--coordinator', 'http://127.0.0.1:9'], /nothing is added with 0/],
] as const)('%j is refused before anything is asked', async (argv, why) => {
  process.env.MANYHANDS_WALLET_KEY = `0x${'1'.repeat(64)}`;
  const { code, err } = await captured(...argv);
  delete process.env.MANYHANDS_WALLET_KEY;
  expect(err).toMatch(why);
  expect(code).toBe(2);
});
