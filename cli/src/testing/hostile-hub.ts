/** A hub on a chain of its own whose operator does whatever a test says: no coordinator stands behind it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hubAbi, hubBytecode, tokenAbi, tokenBytecode } from '@manyhands/contracts';
import {
  buildSumTree,
  channelId,
  fromHex,
  hashOf,
  hubDomain,
  PAYEE_RECEIPT,
  type Payee,
  packedLeaves,
  packedVouchers,
  signTyped,
  type TokenUnits,
  toHex,
  VOUCHER,
} from '@manyhands/protocol';
import { Contract, ContractFactory, JsonRpcProvider, NonceManager, Wallet } from 'ethers';
import type { KeptReceipt } from '../guard/receipts-file.ts';
import { DEV_CHAIN_ID, startAnvil } from '../start/anvil.ts';
import { freePort } from '../start/ports.ts';

export const HAND = 10n ** 9n;
export const DELAY = 600;
export const SILENCE = 7_200;
const SALT = `0x${'00'.repeat(32)}`;

export interface HostileHub {
  readonly rpcUrl: string;
  readonly hub: string;
  readonly operator: Wallet;
  /** An account with 1,000 HAND and coins. */
  account(): Promise<Wallet>;
  /** Posts a root over these amounts by account; its leaves are published in `folder` unless they are hidden. */
  post(leaves: readonly (readonly [string, bigint])[], folder: string | null): Promise<void>;
  receipt(index: number, account: string, cumulative: bigint, dueEpoch: number): KeptReceipt;
  epoch(): Promise<number>;
  newestRoot(): Promise<string>;
  balance(account: string): Promise<bigint>;
  answer(leaves: readonly (readonly [string, bigint])[], index: number, demanded: bigint): Promise<void>;
  pass(seconds: number): Promise<void>;
  stop(): Promise<void>;
}

/** With 1,000 HAND that a researcher has paid and no root promises yet. */
export async function startHostileHub(dir: string): Promise<HostileHub> {
  const chain = await startAnvil({
    port: await freePort(8645, '127.0.0.1'),
    stateFile: join(dir, 'chain', 'state.json'),
  });
  const provider = new JsonRpcProvider(chain.rpcUrl, DEV_CHAIN_ID, { staticNetwork: true, cacheTimeout: -1 });
  provider.pollingInterval = 20;
  const funded = async (): Promise<Wallet> => {
    const wallet = new Wallet(Wallet.createRandom().privateKey, provider);
    await provider.send('anvil_setBalance', [wallet.address, '0x3635c9adc5dea00000']);
    return wallet;
  };
  const [deployer, operator] = [await funded(), await funded()];
  const signer = new NonceManager(deployer);
  const token = await new ContractFactory(tokenAbi, tokenBytecode, signer).deploy(deployer.address);
  const terms = {
    ...{ token: await token.getAddress(), operator: operator.address, stake: HAND },
    ...{ activationDelay: DELAY, exitWindow: 3_600, silence: SILENCE },
  };
  const deployed = await new ContractFactory(hubAbi, hubBytecode, signer).deploy(terms);
  await deployed.waitForDeployment();
  const hub = await deployed.getAddress();
  const tokens = new Contract(terms.token, tokenAbi, signer);
  const byOperator = new Contract(hub, hubAbi, operator);
  await (await tokens.approve(hub, 1_000n * HAND)).wait();
  const byDeployer = new Contract(hub, hubAbi, signer);
  await (await byDeployer.deposit(deployer.address, SALT, 1_000n * HAND)).wait();
  const channel = channelId(deployer.address, deployer.address, SALT);
  const domain = hubDomain(BigInt(DEV_CHAIN_ID), hub);
  const cumulative = (1_000n * HAND) as TokenUnits;
  const signature = signTyped(fromHex(deployer.privateKey), domain, VOUCHER, { channel, cumulative });
  const voucher = {
    ...{ researcher: deployer.address, signer: deployer.address, salt: SALT },
    ...{ cumulative, signature },
  };
  await (await byDeployer.redeem(packedVouchers([voucher]))).wait();
  const epoch = async (): Promise<number> => Number((await byOperator.book()).epoch);
  return {
    ...{ rpcUrl: chain.rpcUrl, hub, operator, epoch },
    async account() {
      const wallet = await funded();
      await (await tokens.transfer(wallet.address, 1_000n * HAND)).wait();
      return wallet;
    },
    async post(given, folder) {
      const leaves = leavesOf(given);
      const bytes = packedLeaves(leaves, 0, leaves.length);
      if (folder !== null) mkdirSync(folder, { recursive: true });
      if (folder !== null) writeFileSync(join(folder, hashOf(bytes)), bytes);
      const root = `0x${toHex(buildSumTree(leaves).word)}`;
      await (await byOperator.settle(root, `0x${hashOf(bytes)}`, (await epoch()) + 1, '0x')).wait();
    },
    receipt(index, account, amount, dueEpoch) {
      const said = { index: BigInt(index), account, cumulative: amount, dueEpoch: BigInt(dueEpoch) };
      return {
        ...{ index, account: account.toLowerCase(), cumulative: String(amount), dueEpoch },
        signature: signTyped(fromHex(operator.privateKey), domain, PAYEE_RECEIPT, said),
        ...{ chainId: DEV_CHAIN_ID, hub, operator: operator.address, rpcUrl: chain.rpcUrl },
        coordinator: 'http://127.0.0.1:9',
      };
    },
    newestRoot: () => byOperator.newestRoot(),
    balance: (account) => tokens.balanceOf(account),
    async answer(given, index, demanded) {
      const leaves = leavesOf(given);
      const proof = buildSumTree(leaves)
        .proof(index)
        .map((word) => `0x${toHex(word)}`);
      await (await byOperator.answer({ index, ...leaves[index], proof }, demanded)).wait();
    },
    async pass(seconds) {
      await provider.send('evm_increaseTime', [seconds]);
      await provider.send('evm_mine', []);
    },
    async stop() {
      provider.destroy();
      await chain.stop();
    },
  };
}

const leavesOf = (given: readonly (readonly [string, bigint])[]) =>
  given.map(([account, cumulative]) => ({
    account: account.toLowerCase() as Payee,
    cumulative: cumulative as TokenUnits,
  }));
