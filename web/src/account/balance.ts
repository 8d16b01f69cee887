import { ask, type Refused } from '../shared/ask.ts';

/** What an account earned, in token units. */
export interface Balance {
  /** Final: checked, and in the books for good. */
  readonly earned: bigint;
  /** Waits for more checks. */
  readonly held: bigint;
  /** Of what is earned: settled on the chain. */
  readonly rooted: bigint;
  /** Of what is settled: paid out. Null where the chain does not answer. */
  readonly claimed: bigint | null;
}

type Reply = Record<'earned' | 'held' | 'rooted', string> & { readonly claimed: string | null };

/** The coordinator's answer, or why there is none. */
export const fetchBalance = (address: string): Promise<Balance | Refused> =>
  ask<Reply>(`/v1/payees/${address}`).then(
    ({ earned, held, rooted, claimed }) => ({
      earned: BigInt(earned),
      held: BigInt(held),
      rooted: BigInt(rooted),
      claimed: claimed === null ? null : BigInt(claimed),
    }),
    (refused: Refused) => refused,
  );
