/** The way out, at a real hub, while the coordinator is gone and its operator takes what it can. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hubAbi } from '@manyhands/contracts';
import { type Coordinator, startCoordinator } from '@manyhands/coordinator';
import {
  channelId,
  fromHex,
  hubDomain,
  newPrivateKey,
  packedVouchers,
  signTyped,
  VOUCHER,
} from '@manyhands/protocol';
import { Contract, Wallet } from 'ethers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { balanceOf } from '../chain/hub-wallet.ts';
import { type DevChain, startDevChain } from '../start/dev-chain.ts';
import { type Identities, loadIdentities } from '../start/identities.ts';
import { captured } from '../testing/captured.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const HAND = 10n ** 9n;
const DAY = 24 * 3600;
const SALT = `0x${'00'.repeat(32)}`;

let dir: string;
let identities: Identities;
let chain: DevChain;
let coordinator: Coordinator;
let url: string;
let hub: Contract;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'manyhands-exit-'));
  process.env.MANYHANDS_HOME = join(dir, 'home');
  identities = loadIdentities(dir);
  chain = await startDevChain(dir, identities, 20n * HAND);
  coordinator = await startCoordinator({
    ...{
      port: 0,
      host: '127.0.0.1',
      dir: join(dir, 'coordinator'),
      webRoot: null,
      referees: 1,
      logLevel: 'silent',
    },
    database: { kind: 'pglite', dir: null },
    payments: {
      ...{ rpcUrl: chain.rpcUrl, hub: chain.hub, token: chain.token, feePpm: 50_000, epochSeconds: null },
      operatorKey: identities.operator.privateKey,
    },
  });
  url = coordinator.url;
  writeFileSync(join(dir, 'key'), identities.researcher.privateKey);
  await captured('wallet', 'import', '--from', join(dir, 'key'));
  // Without a count of nonces of its own: what is refused takes none.
  hub = new Contract(chain.hub, hubAbi, new Wallet(identities.operator.privateKey, chain.provider));
});
afterAll(async () => {
  await coordinator?.drain();
  await chain?.stop();
  delete process.env.MANYHANDS_HOME;
  rmSync(dir, { recursive: true, force: true });
});

const json = async (...argv: string[]) => {
  const { code, out, err } = await captured(...argv, '--json');
  return { code, err, ...JSON.parse(out.trim().split('\n').at(-1) as string) };
};
const there = (): string[] => ['--coordinator', url];
const itself = (): string[] => ['--hub', chain.hub, '--rpc', chain.rpcUrl];
const tokensOf = (address: string): Promise<bigint> => balanceOf(chain.provider, chain.token, address);

/** As the researcher signed it, or somebody else in its name. */
function voucher(cumulative: bigint, by = fromHex(identities.researcher.privateKey), at = chain.hub) {
  const { address } = identities.researcher;
  const promise = { channel: channelId(address, address, SALT), cumulative };
  const domain = hubDomain(31337n, at);
  return {
    ...{ researcher: address, signer: address, salt: SALT, cumulative },
    signature: signTyped(by, domain, VOUCHER, promise),
  };
}

const redeem = async (...vouchers: ReturnType<typeof voucher>[]): Promise<void> => {
  await (await hub.redeem(packedVouchers(vouchers))).wait();
};

async function passDays(days: number): Promise<void> {
  await chain.provider.send('evm_increaseTime', [days * DAY]);
  await chain.provider.send('evm_mine', []);
}

const exitAt = async (): Promise<number> => {
  const { address } = identities.researcher;
  return Number((await hub.channel(channelId(address, address, SALT))).exitAt);
};

async function untilExiting(): Promise<void> {
  while ((await exitAt()) === 0) await new Promise((pass) => setTimeout(pass, 50));
}

describe('the way out needs nobody', () => {
  it('[VO3] takes out all but what was signed for, while the coordinator is gone and its operator hostile', async () => {
    const { address } = identities.researcher;
    const before = await tokensOf(address);
    expect(await json('deposit', '5', ...there())).toMatchObject({ code: 0, deposit: String(5n * HAND) });
    // The coordinator was shown two vouchers of this channel; the operator has both, and no other.
    const [low, high] = [voucher(HAND), voucher(2n * HAND)];
    await coordinator.drain();

    const leaving = captured('withdraw', 'exit', ...there());
    await untilExiting();
    const forged = voucher(5n * HAND, newPrivateKey());
    await expect(redeem(forged)).rejects.toMatchObject({ code: 'CALL_EXCEPTION' });
    await expect(redeem(voucher(5n * HAND, undefined, `0x${'77'.repeat(20)}`))).rejects.toMatchObject({
      code: 'CALL_EXCEPTION',
    });
    await redeem(low, high, high);
    await redeem(high);
    // Nor can it stop the exit: only the researcher can.
    await expect(hub.cancelExit(address, SALT)).rejects.toMatchObject({ code: 'CALL_EXCEPTION' });
    await expect(hub.exit(address, SALT)).rejects.toMatchObject({ code: 'CALL_EXCEPTION' });
    await passDays(4);
    const { code, out } = await leaving;
    expect(out).toMatch(/exit begun: may be finished in 7[12] h[\s\S]*0 HAND left of 2\n/);
    expect(code).toBe(0);
    expect(await tokensOf(address)).toBe(before - 2n * HAND);
    // What it has stays worth nothing more.
    await redeem(high);
    expect(await tokensOf(address)).toBe(before - 2n * HAND);
  });

  it('[VO3] works with the address of the hub and a node of the chain alone', async () => {
    const home = process.env.MANYHANDS_HOME;
    process.env.MANYHANDS_HOME = join(dir, 'elsewhere');
    const wallet = ['--wallet', join(home as string, 'wallet.key')];
    try {
      // On a machine that never heard of the hub.
      expect(await captured('withdraw', 'show', ...wallet, ...there())).toMatchObject({
        code: 1,
        err: expect.stringMatching(/COORDINATOR_UNREACHABLE/),
      });
      const { address } = identities.researcher;
      const signer = new Wallet(identities.researcher.privateKey, chain.provider);
      const token = new Contract(chain.token, ['function approve(address,uint256) returns (bool)'], signer);
      await (await token.approve(chain.hub, HAND)).wait();
      await (await (hub.connect(signer) as Contract).deposit(address, SALT, HAND)).wait();
      const show = await json('withdraw', 'show', ...wallet, ...itself());
      expect(show).toMatchObject({
        code: 0,
        channels: [{ deposit: String(3n * HAND), spent: String(2n * HAND) }],
      });
      expect(await json('withdraw', 'begin', ...wallet, ...itself())).toMatchObject({ code: 0 });
      expect(await json('withdraw', 'cancel', ...wallet, ...itself())).toMatchObject({ code: 0 });
      expect(await exitAt()).toBe(0);
      await json('withdraw', 'begin', ...wallet, ...itself());
      await passDays(4);
      // It goes on where it was.
      const before = await tokensOf(address);
      expect(await json('withdraw', 'exit', ...wallet, ...itself())).toMatchObject({ code: 0 });
      expect(await tokensOf(address)).toBe(before + HAND);
      expect(await captured('withdraw', 'exit', ...wallet, ...itself())).toMatchObject({
        code: 3,
        err: expect.stringMatching(/CHANNEL_UNKNOWN: no channel .* has anything to take out/),
      });
      const nothing = ['--hub', `0x${'12'.repeat(20)}`, '--rpc', chain.rpcUrl];
      expect((await captured('withdraw', 'show', ...wallet, ...nothing)).err).toMatch(
        /CHAIN_REFUSED: there is no contract at 0x12/,
      );
      const nobody = ['--hub', chain.hub, '--rpc', 'http://127.0.0.1:1'];
      expect((await captured('withdraw', 'show', ...wallet, ...nobody)).err).toMatch(/CHAIN_UNREACHABLE/);
    } finally {
      process.env.MANYHANDS_HOME = home;
    }
  });
});
