/** How calls of the hub go out and what comes back, for all that speaks to it over JSON-RPC. */
import { hubAbi } from '@manyhands/contracts';
import { isKnownError, KnownError, toHex } from '@manyhands/protocol';
import { Interface, isError } from 'ethers';
import { ChainRefused, type Claim } from './chain.ts';

/** A claim's tokens are moved by a contract we do not know; unused gas is returned. */
export const GAS_MARGIN_PERCENT = 130n;

export const unreachable = (cause: unknown): KnownError =>
  new KnownError('CHAIN_UNREACHABLE', 'the chain does not answer; payments wait until it does', { cause });

export const hexOf = (word: Uint8Array): string => `0x${toHex(word)}`;

/** A claim as the hub takes it. */
export const claimIn = (claim: Claim) => ({ ...claim, proof: claim.proof.map(hexOf) });

export const HUB = new Interface(hubAbi);

/** Of the hub's own errors; an estimate of gas does not decode them. */
const revertName = (data: string | null): string | undefined =>
  data ? HUB.parseError(data)?.name : undefined;

/** Turns what ethers throws into the two failures that callers can act on. */
export async function answered<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ChainRefused || isKnownError(error)) throw error;
    if (isError(error, 'CALL_EXCEPTION'))
      throw new ChainRefused(revertName(error.data) ?? error.reason ?? error.shortMessage, error);
    throw unreachable(error);
  }
}
