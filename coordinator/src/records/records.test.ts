import {
  addressOf,
  hubDomain,
  newPrivateKey,
  type Payee,
  receiptId,
  STATEMENT_REQUEST,
  signRecordRequest,
  signTyped,
} from '@manyhands/protocol';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { MemoryChain } from '../settlement/memory-chain.ts';
import { pay } from '../settlement/testing/books.ts';
import { Consents } from '../sites/consents.ts';
import { Presence } from '../sites/presence.ts';
import { Caller, type Edge, openEdge, withPayments } from '../testing/edge.ts';
import { visitorOf } from '../testing/visitor.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const payments = withPayments(0);
const chain = new MemoryChain(`0x${'0f'.repeat(20)}` as Payee);
const key = newPrivateKey();
const device = addressOf(key);
const accountKey = newPrivateKey();
const account = addressOf(accountKey);

let edge: Edge;
let caller: Caller;
let receipt: string;
const sql = (text: string, params: (string | number)[] = []) => edge.app.desk.db.query(text, params);

beforeAll(async () => {
  edge = await openEdge({ payments, receiptDays: 365 }, chain);
  caller = await Caller.withAccount(edge.url);
  const origins = ['https://tidepool.example'];
  const terms = { name: 'Tidepool', origins, payee: '', cause: '', sitePpm: 0, visitorPpm: 1e6, causePpm: 0 };
  const { key: site } = (await caller.post('/v1/sites', terms)).body;
  const visitor = visitorOf({ site, origin: origins[0] }, key);
  receipt = visitor.receipt;
  await sql(
    `insert into consent_receipt (id, site, device, receipt, signature, over)
     values ($1, $2, $3, $4, $5, now() + interval '1 day')`,
    [receiptId(receipt), site, device, receipt, visitor.receiptSignature],
  );
  await sql(`insert into site_visit (site, device, visitor, final_fuel) values ($1, $2, 'user 7', 12)`, [
    site,
    device,
  ]);
  await sql(`insert into team (id, name) values ('00000000000000aa', 'The Otters')`);
  await sql(`insert into member values ($1, 'Ada', '00000000000000aa', 5)`, [device]);
  await sql(`insert into device (id, passed, final_items, final_fuel) values ($1, 3, 40, 5000)`, [device]);
  await sql(
    `insert into challenge (id, site, fuel, expires, device, baseline)
     values ('c1', $1, 10, now() - interval '1 hour', $2, 0)`,
    [site, device],
  );
  await pay(edge.app.desk.db, 'c', account as Payee, 7_000_000n);
});
afterAll(() => edge.close());

function ask(act: 'export' | 'erase', change: { at?: number; by?: Uint8Array; statement?: unknown } = {}) {
  const { at = Date.now(), by = key, statement } = change;
  const signature = signRecordRequest(by, { device, act, at });
  return caller.post(`/v1/devices/${device}/${act}`, { at, signature, ...(statement ? { statement } : {}) });
}

function statementBy(by: Uint8Array) {
  const at = Date.now();
  const domain = hubDomain(chain.chainId, chain.hub);
  return { account, at, signature: signTyped(by, domain, STATEMENT_REQUEST, { account, at: BigInt(at) }) };
}

describe('a device’s record', () => {
  it('[ER1] is told whole to whoever has its key', async () => {
    const { status, body } = await ask('export');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      device,
      reputation: { passed: 3, finalItems: 40, finalFuel: '5000', banned: null },
      member: { name: 'Ada', team: 'The Otters', at: 5 },
      challenges: [{ id: 'c1' }],
      visits: [{ visitor: 'user 7', finalFuel: '12' }],
      receipts: [{ receipt, withdrawn: null }],
      holds: [],
      ledger: null,
    });
    const kept = new Date(body.receipts[0].keptUntil).getTime() - new Date(body.receipts[0].over).getTime();
    expect(kept).toBe(365 * 86_400_000);
  });

  it('[ER1] has the ledger of an account only where the account asks too', async () => {
    const { body } = await ask('export', { statement: statementBy(accountKey) });
    expect(body.ledger).toMatchObject({ account, entries: [{ amount: '7000000', kind: 'work' }] });
    expect((await ask('export', { statement: statementBy(key) })).body.code).toBe('RECORD_REFUSED');
  });

  it.each(['export', 'erase'] as const)(
    '[SE1] is nobody else’s to %s, nor by an old request',
    async (act) => {
      const other = await ask(act, { by: newPrivateKey() });
      expect(other).toMatchObject({ status: 401, body: { code: 'RECORD_REFUSED' } });
      const old = await ask(act, { at: Date.now() - 700_000 });
      expect(old.body).toMatchObject({ code: 'RECORD_REFUSED', message: expect.stringMatching(/clock/) });
      const at = Date.now();
      const otherAct = act === 'export' ? 'erase' : 'export';
      const signature = signRecordRequest(key, { device, act: otherAct, at });
      const crossed = await caller.post(`/v1/devices/${device}/${act}`, { at, signature });
      expect(crossed.body.code).toBe('RECORD_REFUSED');
    },
  );

  it('[ER1] is erased but for what must stay, and the reply says what, why and until when', async () => {
    const { body } = await ask('erase');
    expect(body.erased).toEqual({ names: 1, counts: 1, challenges: 1 });
    expect(body.kept.map(({ what }: { what: string }) => what)).toEqual([
      'consent receipts: 1',
      expect.stringMatching(/accounts of its visits/),
      expect.stringMatching(/answers and audits/),
      expect.stringMatching(/ledger/),
    ]);
    expect(new Date(body.kept[0].until).getTime()).toBeGreaterThan(Date.now() + 360 * 86_400_000);
    expect((await ask('export')).body).toMatchObject({
      reputation: { passed: 0, finalItems: 0, finalFuel: '0' },
      member: null,
      challenges: [],
    });
    expect(await sql('select * from team')).toEqual([]);
    expect((await ask('erase')).body.erased).toEqual({ names: 0, counts: 0, challenges: 0 });
  });

  it('[ER1] keeps a ban through an erasure', async () => {
    await sql(
      `insert into device (id, refuted_items, banned, ban) values ($1, 1, now(), 1)
       on conflict (id) do update set banned = now(), ban = 1`,
      [device],
    );
    const { body } = await ask('erase');
    expect(body.erased.counts).toBe(0);
    expect(body.kept[0].what).toMatch(/ban/);
    expect((await caller.get(`/v1/devices/${device}`)).body).toMatchObject({ banned: true });
  });
});

it('[CO4] a receipt is kept for its time after it was over, and then deleted', async () => {
  const count = async () => Number((await sql('select count(*) as n from consent_receipt'))[0].n);
  const consents = new Consents(edge.app.desk.db, new Presence(edge.app.desk.me), Date.now, 365);
  await sql(`update consent_receipt set over = now() - interval '364 days'`);
  expect(await consents.sweep()).toBe(false);
  expect(await count()).toBe(1);
  await sql(`update consent_receipt set over = now() - interval '366 days'`);
  await consents.sweep();
  expect(await count()).toBe(0);
});
