import {
  addressOf,
  channelId,
  hubDomain,
  newPrivateKey,
  type Payee,
  STATEMENT_REQUEST,
  signPersonal,
  signTyped,
} from '@manyhands/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryChain } from '../settlement/memory-chain.ts';
import { pay } from '../settlement/testing/books.ts';
import { Caller, type Edge, openEdge, withPayments } from '../testing/edge.ts';
import { balanceOf, channelAccount, payeeAccount } from './ledger.ts';
import { linesOf, NEVER_PAYABLE, openStatement } from './statement.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 180_000 });

const payments = withPayments(0);
const chain = new MemoryChain(addressOf(newPrivateKey()) as Payee);
const payeeKey = newPrivateKey();
const PAYEE = addressOf(payeeKey).toLowerCase() as Payee;
const researcher = addressOf(newPrivateKey());
const SALT = `0x${'5c'.repeat(32)}`;
const CHANNEL = channelId(researcher, researcher, SALT);
const ADMIN = 'the operator’s own key'.replaceAll(/[^a-z]/g, '-');
const ALONE = { standing: {}, payableAt: NEVER_PAYABLE };
const EVER = { from: null, to: null };

let edge: Edge;
let ann: Caller;
let bob: Caller;
const sql = (text: string, params: (string | number | Date)[] = []) => edge.app.desk.db.query(text, params);

beforeAll(async () => {
  edge = await openEdge({ payments, adminKey: ADMIN, requestsPerMinute: 100_000 }, chain);
  [ann, bob] = await Promise.all(['ann', 'bob'].map((name) => Caller.withAccount(edge.url, name)));
  chain.deposit(researcher, researcher, SALT, 1_000n);
  const accounts = await edge.app.desk.db.query<{ id: string; name: string }>('select id, name from account');
  const of = (name: string): string => accounts.find((account) => account.name === name)?.id as string;
  await sql(
    `insert into kernel (hash, name, schema, label) values ('k', 'k', '{"inputs":[],"outputs":[]}', '{}')`,
  );
  await sql(
    `insert into build (hash, kernel, rewriter, mode, memory_pages) values ('b', 'k', 1, 'careful', 1)`,
  );
  // Ann's job was started on the channel; Bob only asked for a quote on it, and gave it up.
  for (const [id, account, state, started] of [
    ['j1', of('ann'), 'running', 'now()'],
    ['j2', of('bob'), 'cancelled', 'null'],
  ])
    await sql(
      `insert into job (id, account, title, researcher, kernel, build, hooked, datasets, input_root, item_count, unit_items,
         fuel_cap, policy, rate, budget, channel, estimate, draw_secret, draw_commitment, state, started)
       values ($1, $2, '', '', 'k', 'b', 'b', '[]', '', 1, 1, 1, '{}', 1, 1, $3, '{}', '', '', $4, ${started})`,
      [id, account, CHANNEL, state],
    );
});
afterAll(() => edge.close());
beforeEach(() => sql('delete from entry'));

const json = async (caller: Caller, path: string) =>
  JSON.parse(JSON.stringify((await caller.get(path)).body));

describe('a statement', () => {
  it('[SM1] has every line once, and its lines sum to the balance, whatever the pages and the period', async () => {
    const { db } = edge.app.desk;
    for (let day = 1; day <= 28; day++)
      await sql(
        `insert into entry (txn, line, account, amount, job, kind, at)
         select 'tallies:' || $1::int || '-' || i, 0, $2, (i * 7919 % 1000) - 300, 'j1', 'work', make_timestamptz(2026, 2, $1::int, 1, 0, 0, 'UTC')
         from generate_series(1, 100) i`,
        [day, payeeAccount(PAYEE)],
      );
    const moments = [null, ...[1, 8, 28].map((day) => new Date(Date.UTC(2026, 1, day)))];
    for (const from of moments)
      for (const to of moments) {
        if (from !== null && to !== null && from > to) continue;
        const statement = await openStatement(db, payeeAccount(PAYEE), { from, to }, ALONE);
        let [sum, count, last] = [statement.opening as bigint, 0, 0];
        for await (const { amount, balance, id, at } of linesOf(db, statement)) {
          sum += amount;
          count++;
          expect(balance).toBe(sum);
          expect(id).toBeGreaterThan(last);
          expect((from === null || at >= from) && (to === null || at < to)).toBe(true);
          last = id;
        }
        expect([sum, count]).toEqual([statement.closing, statement.lines]);
      }
    const whole = await openStatement(db, payeeAccount(PAYEE), EVER, ALONE);
    expect(whole).toMatchObject({
      opening: 0n,
      lines: 2_800,
      closing: await balanceOf(db, payeeAccount(PAYEE)),
    });
  });

  it('[SM1] of all accounts together come to nothing', async () => {
    const { db } = edge.app.desk;
    for (let i = 1n; i <= 30n; i++)
      await pay(db, CHANNEL, (i % 2n ? PAYEE : `0x${'7'.repeat(40)}`) as Payee, i, i % 3n);
    const accounts = await db.query<{ account: string }>('select distinct account from entry');
    expect(accounts).toHaveLength(4);
    let all = 0n;
    for (const { account } of accounts) all += (await openStatement(db, account, EVER, ALONE)).closing;
    expect(all).toBe(0n);
  });

  it('[SM1] is not given out whole where lines went missing while it was read', async () => {
    const { db } = edge.app.desk;
    await pay(db, CHANNEL, PAYEE, 5n);
    await pay(db, CHANNEL, PAYEE, 6n);
    const statement = await openStatement(db, payeeAccount(PAYEE), EVER, ALONE);
    await sql('delete from entry where amount = 5');
    const read = async () => {
      for await (const _ of linesOf(db, statement));
    };
    await expect(read()).rejects.toThrow('[SM1]');
  });
});

describe('who may read a statement', () => {
  beforeEach(() => pay(edge.app.desk.db, CHANNEL, PAYEE, 5_000_000n, 1_000_000n));

  it('[SM2] a channel’s is told to the account whose jobs it paid, and to nobody who only named it', async () => {
    const path = `/v1/channels/${CHANNEL}/statement`;
    const { body, status } = await ann.get(`${path}?format=json`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      account: channelAccount(CHANNEL),
      opening: '0',
      closing: '-6000000',
      count: 1,
      standing: { deposit: '1000', redeemed: '0', vouchered: '0', exiting: false },
      lines: [{ role: 'charge', amount: '-6000000', balance: '-6000000' }],
    });
    for (const caller of [bob, new Caller(edge.url)]) {
      const refused = (await caller.get(path)).body.code;
      expect(refused).toBe(caller === bob ? 'CHANNEL_UNKNOWN' : 'KEY_REFUSED');
    }
    // Nor does Bob's usage tell of it.
    expect((await bob.get('/v1/usage')).body.channels).toEqual([]);
    expect((await ann.get('/v1/usage')).body.channels).toHaveLength(1);
  });

  it('[SM2] a payee’s is told to whoever signs as the payee, or signed in with its wallet', async () => {
    const path = `/v1/payees/${PAYEE}/statement`;
    const stranger = new Caller(edge.url);
    const at = Date.now();
    const signed = (key: Uint8Array) => ({
      at,
      format: 'json',
      signature: signTyped(key, hubDomain(chain.chainId, chain.hub), STATEMENT_REQUEST, {
        account: PAYEE,
        at: BigInt(at),
      }),
    });
    expect((await stranger.post(path, signed(payeeKey))).body).toMatchObject({
      closing: '5000000',
      standing: { earned: '5', rooted: '0', claimed: '0' },
      lines: [{ role: 'work' }],
    });
    expect((await stranger.post(path, signed(newPrivateKey()))).body.code).toBe('RECORD_REFUSED');
    expect((await ann.get(path)).body.code).toBe('RECORD_REFUSED');
    const { nonce, message } = (await stranger.post('/v1/sign-in', { address: PAYEE })).body;
    const wallet = new Caller(edge.url);
    wallet.key = (
      await stranger.post('/v1/sign-in/signed', { nonce, signature: signPersonal(payeeKey, message) })
    ).body.key;
    const csv: string = (await wallet.get(path)).body;
    const lines = csv.trim().split('\n');
    expect(lines[0]).toBe('at,txn,job,role,ledger_units,balance,epoch,root_tx');
    expect(lines[1]).toBe(',,,opening,,0,,');
    expect(lines[2]).toMatch(/^2\S+Z,unit:test:0:0,,work,5000000,5000000,,$/);
    expect(lines[3]).toBe(',,,closing,,5000000,,');
  });

  it('[SM2] the operator reads any, and a period has its opening', async () => {
    const operator = new Caller(edge.url);
    operator.key = ADMIN;
    expect(await json(operator, '/v1/admin/statement?format=json')).toMatchObject({
      account: 'operator',
      closing: '1000000',
      standing: { address: chain.operator, rooted: '0' },
    });
    const later = new Date(Date.now() + 3_600_000).toISOString();
    expect(
      await json(operator, `/v1/admin/statement?format=json&account=${payeeAccount(PAYEE)}&from=${later}`),
    ).toMatchObject({ opening: '5000000', closing: '5000000', count: 0, lines: [] });
    expect((await ann.get('/v1/admin/statement')).body.code).toBe('ADMIN_REFUSED');
    const backwards = `/v1/admin/statement?from=${later}&to=2026-01-01T00:00:00Z`;
    expect((await operator.get(backwards)).body.code).toBe('REQUEST_INVALID');
    // A leap second is a date-time, but no Date; nor is the year 0 one of a database.
    for (const odd of ['2016-12-31T23:59:60Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59-12:00'])
      expect((await operator.get(`/v1/admin/statement?from=${odd}`)).body).toMatchObject({
        code: 'REQUEST_INVALID',
        details: { field: 'querystring.from' },
      });
  });
});
