import { hubDomain, RELAYED_CLAIM, recoverTyped } from '@manyhands/protocol';
import type { Chain, RelayTerms } from './chain.ts';

/** Who signed the terms of a claim for this operator at this hub: an address, or null where it is nobody's signature. */
export const signerOfTerms = (
  { chainId, hub, operator }: Pick<Chain, 'chainId' | 'hub' | 'operator'>,
  { payee, signature, ...terms }: RelayTerms,
): string | null =>
  recoverTyped(
    hubDomain(chainId, hub),
    RELAYED_CLAIM,
    {
      ...terms,
      account: payee,
      relayer: operator,
      index: BigInt(terms.index),
      deadline: BigInt(terms.deadline),
    },
    signature,
  );
