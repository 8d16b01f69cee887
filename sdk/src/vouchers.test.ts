/** The signer's own safety, against a coordinator that asks for whatever it likes. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addressOf, newPrivateKey, toHex } from '@manyhands/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { manyhands } from './client.ts';
import type { Job } from './job.ts';
import { type SignedDay, SigningLimit, type SigningMemory } from './signing-limit.ts';

const key = newPrivateKey();
const researcher = addressOf(key).toLowerCase();
const channel = { researcher, signer: researcher, salt: `0x${'00'.repeat(32)}` };
const HUB = `0x${'11'.repeat(20)}`;

/** A coordinator that says what it wants to be owed, and keeps what it was promised. */
let says = { owed: '0', vouchered: '0', creditWindow: '0' };
let promised: { cumulative: string; steps?: { cumulative: string }[] }[] = [];
const server = createServer((request, response) => {
  const reply = (body: unknown) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (request.url?.endsWith('/bill')) return void reply({ channel: null, ...says });
  if (request.url?.endsWith('/start'))
    return void reply({ state: 'running', budget: '1000', spent: '0', job: 'j' });
  if (request.url === '/v1/payments') return void reply({ chainId: 31337, hub: HUB });
  let text = '';
  request.on('data', (bytes) => {
    text += bytes;
  });
  request.on('end', () => {
    promised.push(JSON.parse(text));
    reply({});
  });
});

beforeEach(async () => {
  promised = [];
  says = { owed: '0', vouchered: '0', creditWindow: '0' };
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterEach(() => {
  vi.useRealTimers();
  server.close();
  server.closeAllConnections();
});

function kept(): SigningMemory & { signed: SignedDay | null } {
  return {
    signed: null,
    read() {
      return this.signed;
    },
    write(signed) {
      this.signed = signed;
    },
  };
}

const jobOf = (terms: { limit: bigint; perDay?: bigint; memory?: SigningMemory; mode?: 'prepaid' }): Job => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const payment = { channel, signer: { privateKey: `0x${toHex(key)}` }, ...terms };
  return manyhands(url).job('0'.repeat(32), { payment });
};
const top = (): bigint =>
  promised.reduce((most, { cumulative }) => (BigInt(cumulative) > most ? BigInt(cumulative) : most), 0n);
const asks = (owed: bigint, vouchered = 0n) => {
  says = { owed: String(owed), vouchered: String(vouchered), creditWindow: '0' };
};
const SPENT = { code: 'SPENDING_LIMIT' };

describe('nothing is signed beyond the client’s own limits', () => {
  it('[SP4] in all, whatever is said to be owed or vouchered', async () => {
    const job = jobOf({ limit: 100n });
    asks(60n);
    await job.pay();
    asks(1_000n, 60n);
    await expect(job.pay()).rejects.toMatchObject(SPENT);
    asks(1_000n, 0n);
    await expect(job.pay()).rejects.toMatchObject(SPENT);
    expect(top()).toBe(100n);
    await expect(jobOf({ limit: 999n, mode: 'prepaid' }).start()).rejects.toMatchObject(SPENT);
    expect(top()).toBe(100n);
  });

  it('[SP4] on a day, over processes, and more on the next', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-03-01T23:59:00Z') });
    const memory = kept();
    asks(500n);
    await expect(jobOf({ limit: 1_000n, perDay: 40n, memory }).pay()).rejects.toMatchObject({
      ...SPENT,
      message: expect.stringMatching(
        /today \(UTC\) the payment signs for up to 40: results wait until tomorrow/,
      ),
    });
    expect(top()).toBe(40n);
    // A coordinator that says it was promised more is not believed.
    asks(500n, 45n);
    await expect(jobOf({ limit: 1_000n, perDay: 40n, memory }).pay()).rejects.toMatchObject(SPENT);
    expect(top()).toBe(40n);
    vi.setSystemTime(Date.parse('2026-03-02T00:00:01Z'));
    asks(500n, 40n);
    await expect(jobOf({ limit: 1_000n, perDay: 40n, memory }).pay()).rejects.toMatchObject(SPENT);
    expect(top()).toBe(80n);
    // A clock that is put back begins no new day.
    vi.setSystemTime(Date.parse('2026-03-01T12:00:00Z'));
    await expect(jobOf({ limit: 1_000n, perDay: 40n, memory }).pay()).rejects.toMatchObject(SPENT);
    expect(top()).toBe(80n);
    // The limit in all is above the day's.
    vi.setSystemTime(Date.parse('2026-03-03T12:00:00Z'));
    await expect(jobOf({ limit: 90n, perDay: 40n, memory }).pay()).rejects.toMatchObject(SPENT);
    expect(top()).toBe(90n);
  });

  it('[SP4] on a day without a memory: less, and never more', async () => {
    asks(500n, 300n);
    await expect(jobOf({ limit: 1_000n, perDay: 40n }).pay()).rejects.toMatchObject(SPENT);
    expect(promised).toEqual([]);
    await expect(jobOf({ limit: 2_000n, perDay: 999n, mode: 'prepaid' }).start()).rejects.toMatchObject(
      SPENT,
    );
    asks(0n);
    await jobOf({ limit: 2_000n, perDay: 1_000n, mode: 'prepaid' }).start();
    expect(top()).toBe(1_000n);
    expect(promised[0].steps).toHaveLength(19);
  });

  it('[SP4] what was signed counts, though nobody took it', () => {
    const memory = kept();
    const limit = new SigningLimit({ limit: 100n, perDay: 30n, memory }, () => 0);
    limit.note(30n);
    const dayAfter = new SigningLimit({ limit: 100n, perDay: 30n, memory }, () => 86_400_000);
    expect([limit.most(), dayAfter.most()]).toEqual([30n, 60n]);
    dayAfter.note(10n);
    expect(memory.signed).toEqual({ day: '1970-01-01', before: '0', highest: '30' });
  });
});
