import { buildSumTree, hashOf, type Payee, toHex } from '@manyhands/protocol';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '../../db/db.ts';
import { foldTallies } from '../../db/ledger/fold-tallies.ts';
import {
  ANNA,
  acceptedBy,
  batch,
  device,
  granted,
  jobTerms,
  keyOf,
  passedBy,
  reserving,
  settledOf,
} from '../../db/testing/batches.ts';
import { pgliteForm } from '../../db/testing/forms.ts';
import { insertJob, sqlJournal } from '../../db/testing/journal.ts';
import type { JobTerms } from '../../dispatch/journal.ts';
import { packSegment } from '../../dispatch/segment.ts';
import { payFor } from '../../domain/pay.ts';
import { channelAccount, payeeAccount, reconcile } from '../../ledger/ledger.ts';
import { encodeLeaves } from '../leaf-list.ts';
import { MemoryChain } from '../memory-chain.ts';
import { settleEpoch } from '../settle.ts';
import { memoryArchive } from '../testing/books.ts';
import { channelOf } from '../testing/signer.ts';
import { acceptVoucher } from '../vouchers.ts';
import type { Finding, FindingCode } from './finding.ts';
import { type Verified, type VerifyPorts, verifyLedger } from './verify.ts';
import { verifyJobs } from './verify-entries.ts';

const OPERATOR = `0x${'0f'.repeat(20)}` as Payee;
const channel = channelOf(`0x${'aa'.repeat(20)}`, 1);
const [WORKER, AUDITOR] = [device(1), device(2)];
const AUTHOR = `0x${'0a'.repeat(20)}`;
const UNIT = 1_000_000n;
const form = pgliteForm();

/** A thousand token units for each unit of work, of which the author has a tenth. */
const terms: JobTerms = jobTerms({
  price: {
    payer: channelAccount(channel.id),
    perCoreHour: 0n,
    feePpm: 50_000,
    roles: [{ role: 'author', payee: AUTHOR, ppm: 100_000 }],
  },
});
const price = { ...terms.price, perGigafuel: 10n ** 16n } as Parameters<typeof payFor>[0];
const LIMIT = 200n * UNIT;
const TABLES = ['job', 'segment', 'slice', 'entry', 'voucher', 'leaf', 'epoch', 'tally'];

describe('manyhands ledger verify', () => {
  let db: Db;
  let chain: MemoryChain;
  let ports: VerifyPorts;

  /** A slice of one unit that was worked, audited, paid and settled. */
  async function work(): Promise<void> {
    const { journal } = sqlJournal(db);
    await journal.beat(ANNA);
    const slice = await granted(journal, ANNA, { termsAfter: reserving(LIMIT) });
    const key = keyOf(slice);
    const paid = { fuel: 100n, payee: WORKER, site: '', kind: 'work' as const };
    const audit = { fuel: 10n, payee: AUDITOR, site: '', kind: 'audit' as const };
    const { entries, charged } = payFor(price, [paid, audit], 10n * LIMIT);
    await journal.commit(
      ANNA,
      batch({
        accepted: [acceptedBy(key, WORKER)],
        audits: [passedBy(key, WORKER, AUDITOR)],
        finals: [{ ...key, device: WORKER, items: 10, trapped: 0, fuel: 100n, entries, charged }],
        settled: [settledOf(slice)],
      }),
    );
    // Of a transaction of its own, whatever time a commit takes.
    await foldTallies(db);
  }

  async function settle(cumulative: bigint): Promise<void> {
    await acceptVoucher(db, chain, channel.voucher(chain, cumulative));
    await settleEpoch({ db, chain, archive: ports.archive, report: () => undefined });
  }

  beforeAll(async () => {
    db = await form.fresh();
    chain = new MemoryChain(OPERATOR);
    chain.deposit(channel.researcher, channel.signer, channel.salt, 10_000n);
    ports = { db, chain, archive: memoryArchive() };
    await insertJob(db, terms, 100_000n * UNIT);
    await db.query('update job set channel = $1', [channel.id]);
    await work();
    await settle(1_100n);
    await work();
    await work();
    await settle(3_300n);
    await db.script(
      `create schema kept; ${TABLES.map((table) => `create table kept.${table} as table ${table};`).join(' ')}`,
    );
  });
  // Books as they were, which takes milliseconds where a whole database takes a second.
  beforeEach(() =>
    db.script(
      [
        'update job set budget = k.budget, state = k.state from kept.job k where k.id = job.id;',
        ...TABLES.filter((table) => table !== 'job').map(
          (table) =>
            `delete from ${table}; insert into ${table} overriding system value select * from kept.${table};`,
        ),
      ].join(' '),
    ),
  );

  async function verified(): Promise<{ findings: Finding[]; end: Verified }> {
    const findings: Finding[] = [];
    let end: Verified | null = null;
    for await (const said of verifyLedger(ports))
      if (said.kind === 'finding') findings.push(said.finding);
      else if (said.kind === 'verified') end = said;
    // It is assigned in the loop, where the compiler loses sight of it.
    return { findings, end: end as unknown as Verified };
  }

  it('[LV1] honest books have nothing to find, also while the last commits are not folded', async () => {
    expect(await verified()).toMatchObject({
      findings: [],
      end: {
        findings: 0,
        counts: {
          transactions: 3,
          accounts: 5,
          jobs: 1,
          'paid slices': 3,
          epochs: 2,
          leaves: 4,
          channels: 1,
          claims: 4,
        },
      },
    });
    expect(await reconcile(db)).toEqual({ unbalanced: [], misspent: [] });
    // What a slice spent and what the ledger has yet to take up belong together.
    await work();
    for await (const said of verifyJobs(db)) expect(said.kind).toBe('counted');
    expect((await verified()).end).toMatchObject({ findings: 0, counts: { 'paid slices': 4 } });
  });

  const entry = (account: string, amount: bigint, txn = 'forged', job: string | null = null, kind = 'work') =>
    db.query(
      'insert into entry (txn, line, account, amount, job, kind) values ($1, (select count(*) from entry), $2, $3, $4, $5)',
      [txn, account, amount, job, kind],
    );
  const sql = (text: string) => db.query(text);
  const payee = payeeAccount(WORKER);

  /** An epoch's leaves as they never were: published, with root and total that fit. */
  async function republish(
    number: number,
    change: (leaves: { account: Payee; cumulative: bigint }[]) => void,
  ) {
    const rows = await db.query<{ account: Payee; cumulative: bigint }>(
      'select account, cumulative from leaf order by index',
    );
    change(rows);
    const leaves = rows.map((row, index) => ({ ...row, index })) as unknown as Parameters<
      typeof encodeLeaves
    >[0];
    const bytes = encodeLeaves(leaves);
    await ports.archive.add(bytes);
    const tree = buildSumTree(leaves);
    await db.query('update epoch set leaves = $2, root = $3, total = $4 where number = $1', [
      number,
      hashOf(bytes),
      `0x${toHex(tree.word)}`,
      tree.sum,
    ]);
  }

  it.each<[what: string, code: FindingCode, names: Partial<Finding>, tamper: () => Promise<unknown>]>([
    ['an entry out of nothing', 'TXN_UNBALANCED', { txn: 'forged' }, () => entry(payee, 5n)],
    [
      'a line that is gone',
      'TXN_UNBALANCED',
      { txn: 'tallies:1-1' },
      () => sql(`delete from entry where txn = 'tallies:1-1' and kind = 'audit'`),
    ],
    [
      'an amount that was changed',
      'LEDGER_UNBALANCED',
      {},
      () => sql(`update entry set amount = amount + 1 where kind = 'author' and txn = 'tallies:1-1'`),
    ],
    [
      'a payee who owes',
      'BALANCE_IMPOSSIBLE',
      { account: payeeAccount('0xdead') },
      async () => {
        await entry(payeeAccount('0xdead'), -5n);
        await entry('operator', 5n);
      },
    ],
    [
      'a charge that no slice knows',
      'JOB_MISSPENT',
      { account: terms.id },
      async () => {
        await entry(channelAccount(channel.id), -7n, 'forged', terms.id, 'charge');
        await entry('operator', 7n, 'forged', terms.id, 'fee');
      },
    ],
    [
      'a budget below what was spent',
      'JOB_OVER_BUDGET',
      { account: terms.id },
      () => sql('update job set budget = 3299999999'),
    ],
    [
      'a unit that was paid once more',
      'ITEM_PAID_TWICE',
      { account: terms.id },
      async () => {
        // The first slice's segment comes a second time, as another attempt would.
        const [{ id }] = await db.query<{ id: number }>('select id from slice order by id limit 1');
        const key = { job: terms.id, slice: id, fence: 1, first: 0, attempt: 1 };
        const again = packSegment(0, {
          accepted: [acceptedBy(key as unknown as ReturnType<typeof keyOf>, WORKER)],
          drawn: [],
          audits: [],
          reopened: [],
          finals: [{ first: 0, attempt: 1, charged: 5n, pays: true }],
          counts: {} as never,
          refused: new Set(),
        });
        await db.query('insert into segment (slice, events, answers) values ($1, $2, $3)', [
          id,
          again.events,
          again.answers,
        ]);
        await sql('update slice set spent = spent + 5 where first = 0');
        await entry(channelAccount(channel.id), -5n, 'again', terms.id, 'charge');
        await entry(payee, 5n, 'again', terms.id);
      },
    ],
    [
      'a slice’s total that was changed',
      'SLICE_MISCOUNTED',
      { account: terms.id },
      () => sql('update slice set paid_items = 9 where first = 0'),
    ],
    [
      'a channel charged beyond its deposit',
      'CHANNEL_OVER_DEPOSIT',
      { account: channelAccount(channel.id) },
      async () => {
        await entry(channelAccount(channel.id), -6_701n * UNIT, 'forged', null, 'charge');
        await entry('operator', 6_701n * UNIT, 'forged', null, 'fee');
      },
    ],
    [
      'a channel charged beyond its deposit that never signed',
      'CHANNEL_OVER_DEPOSIT',
      { account: channelAccount(channel.id) },
      async () => {
        await sql('delete from voucher');
        await entry(channelAccount(channel.id), -6_701n * UNIT, 'forged', null, 'charge');
        await entry('operator', 6_701n * UNIT, 'forged', null, 'fee');
      },
    ],
    [
      'a voucher that nobody signed',
      'VOUCHER_FORGED',
      { account: channelAccount(channel.id) },
      () => sql('update voucher set cumulative = 3301'),
    ],
    [
      'a voucher that is gone from the books',
      'REDEEMED_UNSIGNED',
      { account: channelAccount(channel.id) },
      async () => {
        const { cumulative, signature } = channel.voucher(chain, 1_100n);
        await db.query('update voucher set cumulative = $1, signature = $2', [cumulative, signature]);
      },
    ],
    [
      'a payee who earned less than its leaf',
      'LEAF_ABOVE_EARNED',
      { account: payee },
      async () => {
        await entry(payee, -UNIT);
        await entry('operator', UNIT);
      },
    ],
    [
      'a leaf that fell',
      'LEAF_FELL',
      { txn: 'epoch 2' },
      () =>
        republish(2, (leaves) => {
          leaves[1].cumulative = 1n;
        }),
    ],
    [
      'a leaf that was given to another',
      'LEAF_MOVED',
      { txn: 'epoch 2' },
      () =>
        republish(2, (leaves) => {
          leaves[1].account = `0x${'ee'.repeat(20)}` as Payee;
        }),
    ],
    [
      'a table of leaves that was changed',
      'LEAF_DIFFERS',
      { account: `leaf 1 of ${WORKER}` },
      () => sql('update leaf set cumulative = cumulative - 1 where index = 1'),
    ],
    [
      'published leaves that are lost',
      'LEAVES_LOST',
      { txn: 'epoch 1' },
      () => sql(`update epoch set leaves = repeat('0', 64) where number = 1`),
    ],
    [
      'a root that is not its leaves’',
      'ROOT_DIFFERS',
      { txn: 'epoch 2' },
      () => sql(`update epoch set root = '0x' || repeat('1', 64) where number = 2`),
    ],
    [
      'a total that is not its leaves’',
      'ROOT_DIFFERS',
      { txn: 'epoch 2' },
      () => sql('update epoch set total = total + 1 where number = 2'),
    ],
    [
      'a root that the chain never saw',
      'ROOT_NOT_ON_CHAIN',
      { txn: 'epoch 1' },
      () => sql(`update epoch set root = '0x' || repeat('1', 64) where number = 1`),
    ],
    [
      'a total above what the hub earned',
      'ROOT_ABOVE_EARNED',
      { txn: 'epoch 2' },
      () => sql('update epoch set total = 3301 where number = 2'),
    ],
  ])('[LV1] finds %s: %s', async (_, code, names, tamper) => {
    await foldTallies(db);
    await tamper();
    const { findings, end } = await verified();
    expect(findings).toContainEqual(expect.objectContaining({ code, ...names }));
    expect(end.findings).toBe(findings.length);
  });

  it('[LV1] tells no more than a hundred of a kind, and counts the rest', async () => {
    await sql(
      `insert into entry (txn, line, account, amount, kind) select 'bad' || i, 0, 'operator', 1, 'fee' from generate_series(1, 250) i`,
    );
    const { findings, end } = await verified();
    expect(findings.filter(({ code }) => code === 'TXN_UNBALANCED')).toHaveLength(100);
    expect(end).toMatchObject({ findings: 251, told: 101 });
  });

  it('[LV1] finds what the hub paid beside the indexes', async () => {
    const book = await chain.book();
    const asIs = chain.book;
    chain.book = async () => ({ ...book, paid: (book.paid - 1n) as typeof book.paid });
    expect((await verified()).findings).toMatchObject([{ code: 'PAID_DIFFERS' }]);
    chain.book = async () => ({ ...book, earned: 1n as typeof book.earned });
    const codes = (await verified()).findings.map(({ code }) => code);
    expect(codes).toEqual(['EARNED_DIFFERS', 'ROOT_ABOVE_EARNED']);
    chain.book = asIs;
  });

  it('[LV1] a cancelled job, an exit that is begun and a chain that was built anew are no findings', async () => {
    await db.query(`update job set state = 'cancelled', budget = 3300000000`);
    chain.requestExit(channel.id);
    expect((await verified()).findings).toEqual([]);
    chain = new MemoryChain(OPERATOR);
    chain.deposit(channel.researcher, channel.signer, channel.salt, 10_000n);
    ports = { ...ports, chain };
    await settleEpoch({ db, chain, archive: ports.archive, report: () => undefined });
    expect((await verified()).findings).toEqual([]);
  });
});
