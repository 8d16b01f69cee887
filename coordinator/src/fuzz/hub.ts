/** The hub that sequences are run against, with what its researchers and its chain do. Forms: in memory, and on anvil. */
import type { Payee } from '@manyhands/protocol';
import type { Chain } from '../settlement/chain.ts';
import { MemoryChain } from '../settlement/memory-chain.ts';
import type { Channel } from '../settlement/testing/signer.ts';

export interface FuzzedHub {
  readonly chain: Chain;
  readonly researcher: string;
  /** Whether the tier has what only the form in memory can do: roots cancelled, transactions mined late. */
  readonly memory: MemoryChain | null;
  deposit(channel: Channel, amount: bigint): Promise<void>;
  requestExit(channel: Channel): Promise<void>;
  cancelExit(channel: Channel): Promise<void>;
  /** After its window; gives what came back. */
  exit(channel: Channel): Promise<bigint>;
  /** Keeps the chain's present; what is given takes it back there, once. */
  mark(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

const OPERATOR = `0x${'f'.repeat(40)}` as Payee;
const RESEARCHER = `0x${'e'.repeat(40)}`;

export function memoryHub(): FuzzedHub {
  const chain = new MemoryChain(OPERATOR);
  return {
    chain,
    researcher: RESEARCHER,
    memory: chain,
    deposit: async ({ researcher, signer, salt }, amount) => chain.deposit(researcher, signer, salt, amount),
    requestExit: async ({ id }) => chain.requestExit(id),
    cancelExit: async ({ id }) => chain.cancelExit(id),
    exit: async ({ id }) => chain.exit(id),
    mark: async () => {
      const back = chain.mark();
      return async () => back();
    },
    close: async () => chain.close(),
  };
}
