import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isSigned, proofOfReceipt, proofOfWithdrawal, receiptId } from '@manyhands/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONSENT_VERSION, type Consent } from '../consent.ts';
import { type Identity, loadIdentity } from '../identity.ts';
import { type KeyValue, memoryKeyValue } from '../key-value.ts';
import { receiptOf } from '../receipt.ts';
import { Withdrawals } from './withdrawals.ts';

const yes: Consent = {
  version: CONSENT_VERSION,
  at: 1_000,
  lastsMs: 60_000,
  threads: 1,
  share: 1,
  payee: '',
  site: 'ab'.repeat(16),
  asked: { origin: 'https://tidepool.example', words: 'Support Tidepool?', language: 'en' },
};

describe('a withdrawal', () => {
  let server: Server;
  let store: KeyValue;
  let identity: Identity;
  let status = 200;
  const heard: Record<string, unknown>[] = [];

  beforeEach(async () => {
    heard.length = 0;
    status = 200;
    store = memoryKeyValue();
    identity = await loadIdentity(store);
    server = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      heard.push(JSON.parse(Buffer.concat(parts).toString()));
      response.writeHead(status).end('{}');
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });
  afterEach(() => new Promise((closed) => server.close(closed)));

  const withdrawals = () =>
    new Withdrawals(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, store);

  it('names the receipt that was shown, signed by its device', async () => {
    const text = receiptOf(yes, identity.device);
    expect(receiptOf(yes, identity.device)).toBe(text);
    expect(isSigned(proofOfReceipt(identity.device, text, identity.signReceipt(text)))).toBe(true);
    await withdrawals().tell(yes, identity, 5_000);
    const [{ signature, ...said }] = heard;
    expect(said).toEqual({ device: identity.device, receipt: receiptId(text), at: 5_000 });
    const withdrawal = { device: identity.device, receipt: receiptId(text), at: 5_000 };
    expect(isSigned(proofOfWithdrawal(withdrawal, String(signature)))).toBe(true);
    expect(isSigned(proofOfWithdrawal({ ...withdrawal, at: 5_001 }, String(signature)))).toBe(false);
  });

  it('that did not get through is told at the next start, once', async () => {
    status = 503;
    await withdrawals().tell(yes, identity, 5_000);
    await withdrawals().tellKept();
    status = 200;
    await withdrawals().tellKept();
    await withdrawals().tellKept();
    expect(heard).toHaveLength(3);
    expect(new Set(heard.map((each) => each.signature)).size).toBe(1);
  });

  it('that is refused for good is not said again', async () => {
    status = 422;
    await withdrawals().tell(yes, identity, 5_000);
    await withdrawals().tellKept();
    expect(heard).toHaveLength(1);
  });
});
