/** A real coordinator with real contributors, and a real chain where money is moved. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Contributor,
  type ContributorOptions,
  startContributor,
} from '@manyhands/browser-worker/server';
import { hubAbi, hubBytecode, tokenAbi, tokenBytecode } from '@manyhands/contracts';
import { startAnvil } from '@manyhands/contracts/testing';
import { type Coordinator, type CoordinatorConfig, startCoordinator } from '@manyhands/coordinator';
import { channelId } from '@manyhands/protocol';
import { manyhands, type Payment } from '@manyhands/sdk';
import { Contract, ContractFactory, JsonRpcProvider, NonceManager, Wallet } from 'ethers';

export const WEB = new URL('../../web/dist', import.meta.url).pathname;
export const FEE_PPM = 50_000;
const SALT = `0x${'07'.repeat(32)}`;
const HAND = 10n ** 9n;

/** Ends what was started, last first, whatever fails. */
export class Cleanup {
  readonly #ends: (() => Promise<unknown> | unknown)[] = [];

  add(end: () => Promise<unknown> | unknown): void {
    this.#ends.push(end);
  }

  async run(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end();
  }

  folder(): string {
    const path = mkdtempSync(join(tmpdir(), 'manyhands-e2e-'));
    this.add(() => rmSync(path, { recursive: true, force: true }));
    return path;
  }
}

export interface PaidChain {
  readonly payments: NonNullable<CoordinatorConfig['payments']>;
  readonly payment: Payment;
  /** Of another channel of the same researcher, with as much in it. */
  anotherPayment(): Promise<Payment>;
  /** A wallet with 100 HAND that nobody deposited, and coins for gas. */
  wallet(): Promise<Wallet>;
  balance(account: string): Promise<bigint>;
  /** Lets time pass on the chain. */
  pass(seconds: number): Promise<void>;
  spent(): Promise<bigint>;
}

/** Of the hub, in seconds; roots wait a second, where a test wants nothing else. */
export interface HubDelays {
  readonly activationDelay: number;
  readonly silence: number;
}

/** A development chain with token and hub, and a researcher's channel of 100 HAND. */
export async function startChain(
  cleanup: Cleanup,
  delays: HubDelays = { activationDelay: 1, silence: 7 * 86_400 },
): Promise<PaidChain> {
  const anvil = await startAnvil();
  cleanup.add(() => anvil.stop());
  const provider = new JsonRpcProvider(anvil.url, undefined, { cacheTimeout: -1 });
  provider.pollingInterval = 50;
  cleanup.add(() => provider.destroy());
  const [deployer, operator, researcher] = [
    Wallet.createRandom(),
    Wallet.createRandom(),
    Wallet.createRandom(),
  ];
  for (const { address } of [deployer, operator, researcher])
    await provider.send('anvil_setBalance', [address, '0x3635c9adc5dea00000']);
  const signer = new NonceManager(deployer.connect(provider));
  const token = await new ContractFactory(tokenAbi, tokenBytecode, signer).deploy(deployer.address);
  await token.waitForDeployment();
  const tokenAddress = await token.getAddress();
  const hub = await new ContractFactory(hubAbi, hubBytecode, signer).deploy({
    token: tokenAddress,
    operator: operator.address,
    ...delays,
    exitWindow: 86_400,
    stake: HAND,
  });
  await hub.waitForDeployment();
  const hubAddress = await hub.getAddress();
  const own = new NonceManager(researcher.connect(provider));
  const tokens = new Contract(tokenAddress, tokenAbi, signer);
  const address = researcher.address.toLowerCase();
  const fund = async (salt: string): Promise<Payment> => {
    await (await tokens.transfer(researcher.address, 100n * HAND)).wait();
    await (await new Contract(tokenAddress, tokenAbi, own).approve(hubAddress, 100n * HAND)).wait();
    await (await new Contract(hubAddress, hubAbi, own).deposit(researcher.address, salt, 100n * HAND)).wait();
    const channel = { researcher: address, signer: address, salt };
    return { channel, signer: { privateKey: researcher.privateKey }, limit: 100n * HAND };
  };
  let others = 8;
  return {
    payments: {
      rpcUrl: anvil.url,
      hub: hubAddress,
      token: tokenAddress,
      operatorKey: operator.privateKey,
      feePpm: FEE_PPM,
      epochSeconds: null,
    },
    payment: await fund(SALT),
    wallet: async () => {
      const made = new Wallet(Wallet.createRandom().privateKey, provider);
      await provider.send('anvil_setBalance', [made.address, '0x3635c9adc5dea00000']);
      await (await tokens.transfer(made.address, 100n * HAND)).wait();
      return made;
    },
    anotherPayment: () => fund(`0x${(others++).toString(16).padStart(64, '0')}`),
    balance: (account) => tokens.balanceOf(account),
    async pass(seconds) {
      await provider.send('evm_increaseTime', [seconds]);
      await provider.send('evm_mine', []);
    },
    spent: async () =>
      (await new Contract(hubAddress, hubAbi, provider).channel(channelId(address, address, SALT))).spent,
  };
}

export async function startStack(
  cleanup: Cleanup,
  config: Partial<CoordinatorConfig> = {},
): Promise<Coordinator> {
  const coordinator = await startCoordinator({
    port: 0,
    host: '127.0.0.1',
    dir: cleanup.folder(),
    database: { kind: 'pglite', dir: null },
    webRoot: WEB,
    referees: 1,
    payments: null,
    logLevel: 'error',
    ...config,
  });
  cleanup.add(() => coordinator.drain());
  return coordinator;
}

/** A contributor with a device of its own. */
export async function contribute(
  cleanup: Cleanup,
  coordinator: string,
  options: Partial<ContributorOptions> = {},
): Promise<Contributor> {
  const contributor = await startContributor({
    coordinator,
    threads: 1,
    keyFile: join(cleanup.folder(), 'device.json'),
    ...options,
  });
  cleanup.add(() => contributor.stop());
  return contributor;
}

export async function researcherAt(coordinator: string) {
  const client = manyhands(coordinator);
  await client.account('Test researcher');
  return client;
}
