import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newPrivateKey, toHex } from '@manyhands/protocol';
import { manyhands } from '@manyhands/sdk';
import { afterEach, expect, it } from 'vitest';
import { payFor } from './payment.ts';

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
