import { afterEach, expect, it, vi } from 'vitest';
import { keepPayment, keptPayment, newChannel, paymentOf } from './purse.ts';

const RESEARCHER = `0x${'Ab'.repeat(20)}`;

/** A browser's storage that the page of a later visit finds again. */
function browser(): Map<string, string> {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => kept.set(name, text),
  });
  // As in a browser, its own keys are what is stored.
  vi.stubGlobal(
    'localStorage',
    new Proxy(localStorage, {
      ownKeys: () => [...kept.keys()],
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    }),
  );
  return kept;
}
afterEach(() => vi.unstubAllGlobals());

const payment = () => ({ ...newChannel(RESEARCHER), limit: '42', mode: 'prepaid' as const });

it('makes channels of their own, with half their salt zeros', () => {
  const [one, other] = [newChannel(RESEARCHER), newChannel(RESEARCHER)];
  expect(one.channel.researcher).toBe(RESEARCHER.toLowerCase());
  expect(one.channel.salt).toMatch(/^0x0{32}[0-9a-f]{32}$/);
  expect(one.channel.signer).not.toBe(other.channel.signer);
  expect(one.channel.salt).not.toBe(other.channel.salt);
});

it('finds the payment of a job again at a later visit, and pays up to its budget', async () => {
  browser();
  const made = payment();
  expect(keepPayment('job', made)).toBe(true);
  vi.resetModules();
  const later = await import('./purse.ts');
  expect(later.keptPayment('job')).toEqual(made);
  expect(later.keptPayment('another')).toBeNull();
  expect(paymentOf(made)).toMatchObject({
    limit: 42n,
    mode: 'prepaid',
    signer: { privateKey: made.privateKey },
  });
});

it('pays from memory where the browser keeps nothing, and says so', () => {
  const made = payment();
  expect(keepPayment('elsewhere', made)).toBe(false);
  expect(keptPayment('elsewhere')).toEqual(made);
});

it('takes nothing that another page left in its place', () => {
  const kept = browser();
  const wrong = { ...payment(), privateKey: payment().privateKey };
  for (const text of [
    '{',
    '7',
    'null',
    '{}',
    JSON.stringify(wrong),
    JSON.stringify({ ...payment(), limit: '-1' }),
  ]) {
    kept.set('manyhands-payment-strange', text);
    expect(keptPayment('strange'), text).toBeNull();
  }
});

it('forgets a key that pays, and keeps the way out', async () => {
  browser();
  vi.resetModules();
  const page = await import('./purse.ts');
  const [one, two] = [payment(), payment()];
  page.keepPayment('one', one);
  page.keepPayment('two', two);
  expect(page.paidJobs().sort()).toEqual(['one', 'two']);
  page.forgetPaymentKey('one');
  page.forgetPaymentKey('none');
  expect(page.paidJobs()).toEqual(['two']);
  expect(page.keptPayment('one')).toEqual({ ...one, privateKey: null });
  expect(page.paymentOf({ ...one, privateKey: null })).toBeNull();
  // At a later visit too.
  vi.resetModules();
  const later = await import('./purse.ts');
  expect(later.paidJobs()).toEqual(['two']);
  expect(later.keptPayment('one')?.channel).toEqual(one.channel);
});

it('remembers over visits what a key signed, and believes nothing else that stands there', async () => {
  const kept = browser();
  const made = { ...payment(), mode: 'streaming' as const, perDay: '7' };
  const signed = { day: '2026-01-01', before: '0', highest: '5' };
  expect(paymentOf({ ...made, perDay: undefined })?.memory).toBeUndefined();
  paymentOf(made)?.memory?.write(signed);
  vi.resetModules();
  const later = await import('./purse.ts');
  later.keepPayment('job', made);
  const again = later.paymentOf(later.keptPayment('job') ?? made);
  expect(again?.perDay).toBe(7n);
  expect(again?.memory?.read()).toEqual(signed);
  for (const text of ['{', 'null', '7', '{"day":"2026-01-01","before":"-1","highest":"1"}']) {
    kept.set(`manyhands-signed-${made.channel.signer}`, text);
    expect(again?.memory?.read(), text).toBeNull();
  }
});
