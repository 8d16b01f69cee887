/** The real hub on a development chain, fresh for each run of sequences. */
import { hubAbi, tokenAbi } from '@manyhands/contracts';
import { Contract, HDNodeWallet, JsonRpcProvider } from 'ethers';
import type { Chain } from '../settlement/chain.ts';
import { claimIn } from '../settlement/ethers-calls.ts';
import { startAnvilChain } from '../settlement/testing/anvil-chain.ts';
import type { FuzzedHub } from './hub.ts';

const MNEMONIC = 'test test test test test test test test test test test junk';
/** Above the activation delay and the exit window of {@link startAnvilChain}, in seconds. */
const DELAY = 2;
const WINDOW = 3_601;

export interface AnvilGround {
  /** The hub as it was deployed: what happened since is undone. */
  hub(): Promise<FuzzedHub>;
  stop(): Promise<void>;
}

export async function anvilGround(): Promise<AnvilGround> {
  const anvil = await startAnvilChain();
  const provider = new JsonRpcProvider(anvil.url, undefined, { cacheTimeout: -1, pollingInterval: 10 });
  const researcher = HDNodeWallet.fromPhrase(MNEMONIC, undefined, `m/44'/60'/0'/0/0`).connect(provider);
  const hub = new Contract(anvil.chain.hub, hubAbi, researcher);
  const token = new Contract(anvil.chain.token, tokenAbi, researcher);
  const send = async (contract: Contract, name: string, ...args: unknown[]): Promise<void> => {
    await (await contract.getFunction(name)(...args)).wait();
  };
  await send(token, 'approve', anvil.chain.hub, 2n ** 255n);
  const snapshot = (): Promise<unknown> => anvil.rpc('evm_snapshot');
  const passes = async (seconds: number): Promise<void> => {
    await anvil.rpc('evm_increaseTime', seconds);
    await anvil.rpc('evm_mine');
  };
  const chain = hasty(anvil.chain, () => passes(DELAY));
  let clean = await snapshot();

  const fuzzed: FuzzedHub = {
    chain,
    researcher: anvil.researcher,
    memory: null,
    deposit: ({ signer, salt }, amount) => send(hub, 'deposit', signer, salt, amount),
    requestExit: ({ signer, salt }) => send(hub, 'requestExit', signer, salt),
    cancelExit: ({ signer, salt }) => send(hub, 'cancelExit', signer, salt),
    async exit({ id, signer, salt }) {
      const { deposit, spent } = await chain.channel(id);
      await passes(WINDOW);
      await send(hub, 'exit', signer, salt);
      return deposit - spent;
    },
    claim: (claim) => send(hub, 'claimMany', [claimIn(claim)]),
    async mark() {
      const marked = await snapshot();
      return async () => {
        await anvil.rpc('evm_revert', marked);
      };
    },
    close: async () => undefined,
  };
  return {
    async hub() {
      await anvil.rpc('evm_revert', clean);
      clean = await snapshot();
      return fuzzed;
    },
    async stop() {
      provider.destroy();
      await anvil.stop();
    },
  };
}

/** The chain, on which the time until a root is active passes at once. */
const hasty = (chain: Chain, pass: () => Promise<void>): Chain =>
  new Proxy(chain, {
    get(target, name) {
      const member = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]) => {
        if (name === 'isActive') await pass();
        return member.apply(target, args);
      };
    },
  });
