/** A claim that the wallet of this browser sends itself. */
import type { ClaimProof, Payments } from '@manyhands/sdk';
import { signal } from '@preact/signals';
import { connected, Declined } from '../shared/account/wallet.ts';
import { ask, Refused } from '../shared/ask.ts';
import { refusalWords } from '../shared/words.ts';
import { payoutProblem } from './payout-state.ts';

/** What the wallet is asked for or what is waited for; null: nothing is under way. */
export const claiming = signal<'connecting' | 'network' | 'asking' | 'mining' | null>(null);

/** Claims all that is settled for an account. The money goes to it, whoever's wallet sends the claim. */
export async function claimByWallet(address: string): Promise<boolean> {
  if (claiming.value !== null) return false;
  claiming.value = 'connecting';
  payoutProblem.value = null;
  try {
    await claimed(address);
    return true;
  } catch (error) {
    if (!(error instanceof Declined)) payoutProblem.value = () => said(error);
    return false;
  } finally {
    claiming.value = null;
  }
}

async function claimed(address: string): Promise<void> {
  const [payments, proof] = await Promise.all([
    ask<Payments>('/v1/payments'),
    ask<ClaimProof>(`/v1/payees/${address}/proof`),
  ]);
  const from = await connected();
  const { claim, ontoChain } = await import('../console/paying/hub.ts');
  claiming.value = 'network';
  await ontoChain(payments);
  claiming.value = 'asking';
  await claim(payments, { from, proof }, () => {
    claiming.value = 'mining';
  });
}

/** The chain and the wallet say what is wrong in their own words. */
const said = (error: unknown): string =>
  error instanceof Refused ? refusalWords(error) : error instanceof Error ? error.message : String(error);
