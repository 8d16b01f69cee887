import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { balanceOf, channelState, fundChannel } from '../chain/hub-wallet.ts';
import { type DevChain, startDevChain } from './dev-chain.ts';
import { type Identities, loadIdentities } from './identities.ts';
import { mainChannel } from './main-job.ts';

const TOKENS = 5_000_000_000n;
const SALT = `0x${'00'.repeat(32)}`;
let dir: string;
let identities: Identities;
let chain: DevChain | null = null;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'manyhands-chain-'));
  identities = loadIdentities(dir);
});
afterEach(async () => {
  await chain?.stop();
  chain = null;
  rmSync(dir, { recursive: true, force: true });
});

async function begin(): Promise<DevChain> {
  chain = await startDevChain(dir, identities, TOKENS);
  return chain;
}

const deposit = (on: DevChain, amount: bigint) =>
  fundChannel(on.provider, on, { privateKey: identities.researcher.privateKey, salt: SALT, amount });

it('keeps contracts and deposits from one start to the next', async () => {
  const first = await begin();
  expect(await deposit(first, 3_000_000_000n)).toEqual(mainChannel(identities));
  await first.stop();
  const second = await begin();
  expect(second.hub).toBe(first.hub);
  expect(await channelState(second.provider, second.hub, mainChannel(identities))).toEqual({
    deposit: 3_000_000_000n,
    spent: 0n,
  });
});

it('gives the researcher tokens again where too few are left', async () => {
  const first = await begin();
  await deposit(first, 3_000_000_000n);
  await first.stop();
  const second = await begin();
  expect(await balanceOf(second.provider, second.token, identities.researcher.address)).toBe(
    2_000_000_000n + TOKENS,
  );
});

it('deposits only what is missing, however often it is asked', async () => {
  const on = await begin();
  for (const amount of [2_000_000_000n, 2_000_000_000n, 2_500_000_000n]) await deposit(on, amount);
  const { deposit: total } = await channelState(on.provider, on.hub, mainChannel(identities));
  expect(total).toBe(2_500_000_000n);
});

it('rebuilds a chain whose state is damaged, with the same addresses', async () => {
  const first = await begin();
  await deposit(first, 1_000_000_000n);
  await first.stop();
  const state = join(dir, 'chain', 'state-2.json');
  writeFileSync(state, readFileSync(state, 'utf8').slice(0, 1000));
  const second = await begin();
  expect(second.hub).toBe(first.hub);
  await deposit(second, 1_000_000_000n);
  expect((await channelState(second.provider, second.hub, mainChannel(identities))).deposit).toBe(
    1_000_000_000n,
  );
});
