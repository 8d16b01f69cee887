import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newPrivateKey, toHex } from '@manyhands/protocol';
import { manyhands } from '@manyhands/sdk';
import { afterEach, expect, it } from 'vitest';
import { payFor } from './payment.ts';
import { remembering } from './signing-memory.ts';

const NOWHERE = `0x${'11'.repeat(20)}`;
const PAYMENTS = { chainId: 31337, hub: NOWHERE, token: NOWHERE, rpcUrl: 'http://127.0.0.1:1' };
const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(PAYMENTS));
});
afterEach(() => {
  server.close();
  delete process.env.MANYHANDS_WALLET_KEY;
});

it('a paid job whose chain does not answer says so, with a code', async () => {
  process.env.MANYHANDS_WALLET_KEY = `0x${toHex(newPrivateKey())}`;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = manyhands(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await expect(payFor(client, { price: 1n, budget: 1n }, 'key')).rejects.toMatchObject({
    code: 'CHAIN_UNREACHABLE',
  });
});

it('what is signed is remembered over commands, and a limit by day with it', () => {
  const home = mkdtempSync(join(tmpdir(), 'manyhands-signed-'));
  process.env.MANYHANDS_HOME = home;
  try {
    const channel = { researcher: NOWHERE, signer: NOWHERE, salt: `0x${'00'.repeat(32)}` };
    const payment = { channel, signer: { privateKey: '0x' }, limit: 100n };
    const first = remembering(payment, { spent: 30n });
    expect(first.perDay).toBeUndefined();
    // What the hub redeemed was signed before, on whichever machine.
    expect(first.memory?.read()).toMatchObject({ before: '30', highest: '30' });
    const limited = remembering(payment, { perDay: 5n, spent: 30n });
    limited.memory?.write({ day: '2026-01-01', before: '30', highest: '33' });
    const later = remembering(payment, { spent: 0n });
    expect(later).toMatchObject({ perDay: 5n, limit: 100n });
    expect(later.memory?.read()).toEqual({ day: '2026-01-01', before: '30', highest: '33' });
    // Another machine signed since, and that was redeemed.
    expect(remembering(payment, { spent: 50n }).memory?.read()).toMatchObject({
      before: '50',
      highest: '50',
    });
    const other = { ...channel, salt: `0x${'01'.repeat(32)}` };
    expect(remembering({ ...payment, channel: other }, { spent: 0n }).perDay).toBeUndefined();
  } finally {
    delete process.env.MANYHANDS_HOME;
    rmSync(home, { recursive: true });
  }
});
