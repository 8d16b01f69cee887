/** The hub that sequences are run against, with what its researchers and its chain do. Forms: in memory, and on anvil. */
import { addressOf, type Payee } from '@manyhands/protocol';
import type { Chain, Claim } from '../settlement/chain.ts';
import { MemoryChain } from '../settlement/memory-chain.ts';
import type { Channel } from '../settlement/testing/signer.ts';

export interface FuzzedHub {
  readonly chain: Chain;
  readonly researcher: string;
  /** Whether the tier has what only the form in memory can do: roots cancelled, transactions mined late, dear gas. */
  readonly memory: MemoryChain | null;
  deposit(channel: Channel, amount: bigint): Promise<void>;
  requestExit(channel: Channel): Promise<void>;
  cancelExit(channel: Channel): Promise<void>;
  /** After its window; gives what came back. */
  exit(channel: Channel): Promise<bigint>;
  /** By the payee, or anybody. */
  claim(claim: Claim): Promise<void>;
  /** Keeps the chain's present; what is given takes it back there, once. `kept`: nodes know still what was in the blocks. */
  mark(): Promise<(kept: boolean) => Promise<void>>;
  close(): Promise<void>;
}

const OPERATOR_KEY = new Uint8Array(32).fill(0xf1);
const OPERATOR = addressOf(OPERATOR_KEY) as Payee;
const RESEARCHER = `0x${'e'.repeat(40)}`;

export function memoryHub(): FuzzedHub {
  const chain = new MemoryChain(OPERATOR, OPERATOR_KEY);
  chain.delays = true;
  return {
    chain,
    researcher: RESEARCHER,
    memory: chain,
    deposit: async ({ researcher, signer, salt }, amount) => chain.deposit(researcher, signer, salt, amount),
    requestExit: async ({ id }) => chain.requestExit(id),
    cancelExit: async ({ id }) => chain.cancelExit(id),
    async exit({ id }) {
      const { deposit, spent } = await chain.channel(id);
      chain.exit(id);
      return deposit - spent;
    },
    claim: async (claim) => chain.claim([claim]),
    async mark() {
      const back = chain.mark();
      return async (kept) => back(kept ? 'kept' : 'forgotten');
    },
    close: async () => chain.close(),
  };
}
