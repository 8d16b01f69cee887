import {
  addressOf,
  type ConsentReceipt,
  NOBODY,
  newPrivateKey,
  receiptId,
  signWithdrawal,
} from '@manyhands/protocol';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { contribute, helloTo, type Identity, RawSocket } from '../testing/contributor.ts';
import { Caller, type Edge, openEdge, type Reply } from '../testing/edge.ts';
import { type Visitor, visitorOf } from '../testing/visitor.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const TERMS = {
  name: 'The Tidepool Notebook',
  origins: ['https://tidepool.example'],
  payee: `0x${'aA'.repeat(20)}`,
  cause: `0x${'cc'.repeat(20)}`,
  sitePpm: 700_000,
  visitorPpm: 100_000,
  causePpm: 200_000,
};

let edge: Edge;
let owner: Caller;
let key: string;

beforeAll(async () => {
  edge = await openEdge();
  owner = await Caller.withAccount(edge.url, 'owner');
  key = (await owner.post('/v1/sites', TERMS)).body.key;
});
afterAll(() => edge.close());

const put = async (caller: Caller, site: string, body: unknown): Promise<Reply> => {
  const response = await fetch(`${edge.url}/v1/sites/${site}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${caller.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
};

describe('a site', () => {
  it('is made, listed and changed by its owner and nobody else', async () => {
    const other = await Caller.withAccount(edge.url, 'other');
    const { body: made } = await other.post('/v1/sites', { ...TERMS, name: 'Mine' });
    expect(made).toMatchObject({ ...TERMS, name: 'Mine', payee: TERMS.payee.toLowerCase() });
    expect(made.key).toMatch(/^[0-9a-f]{32}$/);
    expect((await put(other, made.key, { ...TERMS, origins: [] })).body.origins).toEqual([]);
    expect(await put(owner, made.key, TERMS)).toMatchObject({ status: 404, body: { code: 'SITE_UNKNOWN' } });
    expect((await other.get('/v1/sites')).body.sites).toMatchObject([{ key: made.key, origins: [] }]);
    expect((await new Caller(edge.url).get('/v1/sites')).body.code).toBe('KEY_REFUSED');
  });

  it.each([
    [
      'shares that do not sum to one',
      { sitePpm: 700_001 },
      'SITE_INVALID',
      /1000000 millionths, not 1000001/,
    ],
    ['a share for nobody', { payee: '' }, 'SITE_INVALID', /payee/],
    ['a cause without an address', { cause: '' }, 'SITE_INVALID', /cause/],
    ['a payee that nobody is', { payee: NOBODY }, 'PAYEE_INVALID', /payee is the zero address/],
    ['a cause that nobody is', { cause: NOBODY }, 'PAYEE_INVALID', /cause is the zero address/],
    ['an origin with a path', { origins: ['https://a.example/x'] }, 'SITE_INVALID', /no origin/],
    [
      'an origin that would end the policy',
      { origins: ["https://a; script-src 'x'"] },
      'SITE_INVALID',
      /no origin/,
    ],
    ['any origin', { origins: ['*'] }, 'SITE_INVALID', /no origin/],
    ['a category that is none', { categories: ['mining'] }, 'SITE_INVALID', /mining/],
    ['a negative share', { sitePpm: -1 }, 'REQUEST_INVALID', /sitePpm/],
    [
      'more origins than fit a header',
      { origins: Array(33).fill('https://a.example') },
      'REQUEST_INVALID',
      /origins/,
    ],
  ])('[SE1] is refused with %s', async (_, change, code, message) => {
    const { body } = await owner.post('/v1/sites', { ...TERMS, ...change });
    expect(body).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('of one account there are no more than a hundred', async () => {
    const eager = await Caller.withAccount(edge.url, 'eager');
    const replies = await Promise.all(Array.from({ length: 105 }, () => eager.post('/v1/sites', TERMS)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(100);
    expect(replies.find(({ status }) => status !== 200)?.body.code).toBe('SITES_FULL');
  });
});

const device = newPrivateKey();

const visit = (change: Partial<ConsentReceipt> = {}, privateKey = device): Visitor => ({
  ...visitorOf({ site: key, origin: TERMS.origins[0], threads: 2, ...change }, privateKey),
  site: key,
  seats: 2,
});

async function refusalOf(identity: Identity): Promise<{ code: string; message: string } | null> {
  const raw = new RawSocket(edge.url);
  const challenge = await raw.frame('challenge');
  if (challenge === null) throw new Error('no challenge');
  raw.send(helloTo(challenge, identity));
  const [first] = await Promise.all([Promise.race([raw.frame('welcome'), raw.frame('refuse')])]);
  raw.close();
  return first?.kind === 'refuse' ? first : null;
}

const kept = (receipt: string) =>
  edge.app.desk.db.query<Record<string, unknown>>(
    'select site, device, receipt, signature, withdrawn, withdrawal, withdrawn_at from consent_receipt where id = $1',
    [receiptId(receipt)],
  );

describe('a session for a site', () => {
  it('[CO3] begins with a receipt, which is kept as it was signed, once', async () => {
    const identity = visit();
    expect(await refusalOf(identity)).toBeNull();
    expect(await refusalOf(identity)).toBeNull();
    expect(await kept(identity.receipt)).toMatchObject([
      { site: key, receipt: identity.receipt, signature: identity.receiptSignature, withdrawn: null },
    ]);
  });

  const cases: [string, string, RegExp, () => Identity][] = [
    ['without a receipt', 'CONSENT_MISSING', /visitor/, () => ({ site: key, privateKey: device })],
    ['for a site that is none', 'SITE_UNKNOWN', /ffff/, () => ({ ...visit(), site: 'f'.repeat(32) })],
    [
      'from a page that is not allowed',
      'ORIGIN_REFUSED',
      /evil.example may not show/,
      () => visit({ origin: 'https://evil.example' }),
    ],
    [
      'with more seats than were agreed to',
      'CONSENT_INVALID',
      /1 threads, not 2/,
      () => visit({ threads: 1 }),
    ],
    [
      'with a receipt that ran out',
      'CONSENT_INVALID',
      /run out/,
      () => visit({ at: Date.now() - 90_000_000 }),
    ],
    ['with one of the future', 'CONSENT_INVALID', /clock/, () => visit({ at: Date.now() + 7_200_000 })],
    ['with one that lasts for ever', 'CONSENT_INVALID', /lastsMs/, () => visit({ lastsMs: 1e12 })],
    ['with words of no language', 'CONSENT_INVALID', /language/, () => visit({ language: 'English!' })],
    ['with words without end', 'CONSENT_INVALID', /words/, () => visit({ words: 'x'.repeat(1501) })],
    [
      'with another device’s receipt',
      'CONSENT_INVALID',
      /another device/,
      () => ({ ...visit(), privateKey: newPrivateKey() }),
    ],
    [
      'with a receipt that nobody signed',
      'CONSENT_INVALID',
      /not signed/,
      () => ({ ...visit({ share: 0.5 }), receiptSignature: visit().receiptSignature }),
    ],
    [
      'with more in it',
      'CONSENT_INVALID',
      /other fields/,
      () => ({ ...visit(), receipt: visit().receipt.replace('{', '{"x":1,') }),
    ],
    [
      'with a name for the visitor that is none',
      'CONSENT_INVALID',
      /visitor/,
      () => visit({ visitor: '=1+1' }),
    ],
    ['with no receipt at all but text', 'CONSENT_INVALID', /JSON/, () => ({ ...visit(), receipt: 'yes' })],
  ];
  it.each(cases)('[CO3] is refused %s', async (_, code, message, identity) => {
    expect(await refusalOf(identity())).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('[CO3] gets no ticket that would outlive a withdrawal', async () => {
    const raw = await contribute(edge.url, visit());
    expect(await raw.frame('welcome')).toMatchObject({ ticket: '' });
    raw.close();
  });
});

describe('a withdrawal', () => {
  const withdraw = (receipt: string, at: number, privateKey = device) => {
    const withdrawal = { device: addressOf(privateKey), receipt: receiptId(receipt), at };
    return new Caller(edge.url).post('/v1/withdrawals', {
      ...withdrawal,
      signature: signWithdrawal(privateKey, withdrawal),
    });
  };

  it('[CO2] ends the session at once, is kept with its date, and its receipt opens nothing any more', async () => {
    const identity = visit({ words: 'to be withdrawn' });
    const raw = await contribute(edge.url, identity);
    const asked = performance.now();
    const { status, body } = await withdraw(identity.receipt, 1_234);
    expect(status).toBe(200);
    expect(await raw.closed).toMatchObject({ reason: 'CONSENT_WITHDRAWN' });
    expect(performance.now() - asked).toBeLessThan(1000);
    const [row] = await kept(identity.receipt);
    expect(row).toMatchObject({ withdrawn_at: 1_234, withdrawal: expect.stringMatching(/^0x04/) });
    expect((row.withdrawn as Date).toISOString()).toBe(body.withdrawn);
    expect(await refusalOf(identity)).toMatchObject({ code: 'CONSENT_WITHDRAWN' });
    // Said again it changes nothing.
    expect((await withdraw(identity.receipt, 9_999)).body.withdrawn).toBe(body.withdrawn);
    expect((await kept(identity.receipt))[0]).toMatchObject({ withdrawn_at: 1_234 });
  });

  it('[SE1] is nobody else’s to make', async () => {
    const identity = visit({ words: 'stays' });
    const raw = await contribute(edge.url, identity);
    expect((await withdraw(identity.receipt, 1, newPrivateKey())).body.code).toBe('CONSENT_INVALID');
    const withdrawal = { device: addressOf(device), receipt: receiptId(identity.receipt), at: 1 };
    const signature = signWithdrawal(newPrivateKey(), withdrawal);
    const forged = await new Caller(edge.url).post('/v1/withdrawals', { ...withdrawal, signature });
    expect(forged.body.code).toBe('CONSENT_INVALID');
    expect((await kept(identity.receipt))[0].withdrawn).toBeNull();
    expect(raw.socket.readyState).toBe(raw.socket.OPEN);
    raw.close();
  });
});

it('[SE1] a site keeps no more new receipts in a day than its bound', async () => {
  await edge.app.desk.db.query(
    `insert into site_day as d (site, day, consents) values ($1, (now() at time zone 'utc')::date, 100000)
     on conflict (site, day) do update set consents = excluded.consents`,
    [key],
  );
  expect(await refusalOf(visit({ words: 'one too many' }))).toMatchObject({ code: 'CONSENTS_FULL' });
  await edge.app.desk.db.query('update site_day set day = day - 1000 where site = $1', [key]);
  expect(await refusalOf(visit({ words: 'the next day' }))).toBeNull();
});
