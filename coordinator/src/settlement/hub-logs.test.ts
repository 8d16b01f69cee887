/** Events of the hub from a node that gives few blocks at once, on a real EVM. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { hashOf } from '@manyhands/protocol';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Chain } from './chain.ts';
import { openEthersChain } from './ethers-chain.ts';
import { rootHex, treeOf } from './leaf-list.ts';
import { type AnvilChain, startAnvilChain } from './testing/anvil-chain.ts';
import { settled, untilActive } from './testing/sending.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const MOST_BLOCKS = 50;
const ROOT = rootHex(treeOf([]));

interface Request {
  readonly id: number;
  readonly method: string;
  // biome-ignore lint/suspicious/noExplicitAny: as JSON-RPC has them
  readonly params: any[];
}

let anvil: AnvilChain;
let door: Server;
let chain: Chain;
/** Of each range that was given. */
let given: { from: number; to: number }[];
let refused: number;
let forgetsCode: boolean;

/** A node before the chain, as public ones are. */
function answerTo({ id, method, params }: Request): object | null {
  const no = (message: string) => ({ jsonrpc: '2.0', id, error: { code: -32_000, message } });
  if (method === 'eth_getCode' && forgetsCode && params[1] !== 'latest') return no('missing trie node');
  if (method !== 'eth_getLogs') return null;
  const [from, to] = [Number(params[0].fromBlock), Number(params[0].toBlock)];
  if (to - from < MOST_BLOCKS) {
    given.push({ from, to });
    return null;
  }
  refused++;
  return no(`at most ${MOST_BLOCKS} blocks`);
}

async function forwarded(request: Request): Promise<unknown> {
  const own = answerTo(request);
  if (own !== null) return own;
  const reply = await fetch(anvil.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  return reply.json();
}

beforeEach(async () => {
  anvil = await startAnvilChain();
  [given, refused, forgetsCode] = [[], 0, false];
  door = createServer(async (request, response) => {
    const asked = JSON.parse(await text(request)) as Request | Request[];
    const reply = Array.isArray(asked) ? await Promise.all(asked.map(forwarded)) : await forwarded(asked);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const { hub, token } = anvil.chain;
  chain = await openEthersChain({
    ...{ hub, token, operatorKey: anvil.operatorKey, pollMs: 20 },
    rpcUrl: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
  });
});
afterEach(async () => {
  chain.close();
  door.closeAllConnections();
  await new Promise((resolve) => door.close(resolve));
  await anvil.stop();
});

const mine = (blocks: number) => anvil.rpc('anvil_mine', `0x${blocks.toString(16)}`);
const height = async () => Number(await anvil.rpc('eth_blockNumber'));
const post = (number: number) =>
  settled(anvil.chain, { number, vouchers: [], root: ROOT, leaves: hashOf(new Uint8Array()) });

/** The block from which on the hub is there, counted up. */
async function deployed(): Promise<number> {
  for (let block = 0; ; block++)
    if ((await anvil.rpc('eth_getCode', anvil.chain.hub, `0x${block.toString(16)}`)) !== '0x') return block;
}

it('is asked of the hub’s events from its deployment on, in ranges that the node gives', async () => {
  const tx = await post(1);
  await mine(400);
  const posted = await chain.postedBy(1, ROOT);
  expect(posted).toEqual({ tx, depth: expect.any(Number) });
  expect(refused).toBeGreaterThan(0);
  const from = Math.min(...given.map((range) => range.from));
  expect(from).toBe(await deployed());
  expect(from).toBeGreaterThan(0);
  expect(Math.max(...given.map((range) => range.to))).toBe(await height());
});

it('is asked of what lies deep in the chain only once', async () => {
  const tx = await post(1);
  await mine(400);
  await chain.postedBy(1, ROOT);
  await untilActive(anvil.chain);
  const second = await post(2);
  given = [];
  expect((await chain.postedBy(1, ROOT))?.tx).toBe(tx);
  expect((await chain.postedBy(2, ROOT))?.tx).toBe(second);
  expect(Math.min(...given.map((range) => range.from))).toBeGreaterThan((await height()) - 100);
});

it('is believed what it says after a reorganisation, however deep', async () => {
  await mine(20);
  const before = await anvil.rpc('evm_snapshot');
  await post(1);
  await mine(400);
  await chain.postedBy(1, ROOT);
  await mine(1);
  expect(await chain.postedBy(1, ROOT)).not.toBeNull();
  await anvil.rpc('evm_revert', before);
  expect(await chain.postedBy(1, ROOT)).toBeNull();
  await mine(3);
  const again = await post(1);
  await mine(500);
  expect((await chain.postedBy(1, ROOT))?.tx).toBe(again);
});

it('is asked from the first block where it has forgotten when the hub was deployed', async () => {
  await post(1);
  await mine(100);
  forgetsCode = true;
  expect(await chain.postedBy(1, ROOT)).not.toBeNull();
  expect(Math.min(...given.map((range) => range.from))).toBe(0);
  await untilActive(anvil.chain);
  expect(await chain.guard.demands()).toEqual([]);
});

it('gives demands of the pending root in ranges too', async () => {
  await post(1);
  await mine(200);
  await untilActive(anvil.chain);
  await post(2);
  given = [];
  expect(await chain.guard.demands()).toEqual([]);
  expect(given.every(({ from, to }) => to - from < MOST_BLOCKS)).toBe(true);
});
