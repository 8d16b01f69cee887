import { ask, Refused, UNREACHABLE } from '../shared/ask.ts';

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

/** The coordinator's answer, or a sentence that says why there is none. */
export async function fetchBalance(address: string): Promise<Balance | string> {
  try {
    const { earned, held, rooted, claimed } = await ask<Reply>(`/v1/payees/${address}`);
    return {
      earned: BigInt(earned),
      held: BigInt(held),
      rooted: BigInt(rooted),
      claimed: claimed === null ? null : BigInt(claimed),
    };
  } catch (error) {
    return error instanceof Refused ? wordsOf(error) : UNANSWERED;
  }
}

const UNANSWERED = 'The coordinator does not answer; this page asks again in a few seconds.';

function wordsOf({ code, message }: Refused): string {
  if (code === UNREACHABLE) return UNANSWERED;
  return code === 'PAYMENTS_OFF' ? 'This coordinator pays nobody: its jobs are volunteer science.' : message;
}
