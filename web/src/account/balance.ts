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
    const response = await fetch(`/v1/payees/${address}`);
    const reply = await response.json();
    if (!response.ok) return wordsOf(reply);
    const { earned, held, rooted, claimed } = reply as Reply;
    return {
      earned: BigInt(earned),
      held: BigInt(held),
      rooted: BigInt(rooted),
      claimed: claimed === null ? null : BigInt(claimed),
    };
  } catch {
    return 'The coordinator does not answer; this page asks again in a few seconds.';
  }
}

const wordsOf = (reply: { code?: string; message?: string }): string =>
  reply.code === 'PAYMENTS_OFF'
    ? 'This coordinator pays nobody: its jobs are volunteer science.'
    : (reply.message ?? 'The coordinator gave no reason.');
