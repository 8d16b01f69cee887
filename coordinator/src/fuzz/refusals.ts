/** What may come instead of what was asked for, and breaks no rule. */
import { KnownError } from '@manyhands/protocol';
import { ChainRefused } from '../settlement/chain.ts';

/** The chain does not answer. */
export class ChainDown extends Error {}

export const isRefusal = (error: unknown): boolean =>
  error instanceof KnownError || error instanceof ChainDown || error instanceof ChainRefused;

/** What is asked of the product by strangers; null where it refuses, or the chain is away. */
export async function asked<T>(act: () => Promise<T>): Promise<T | null> {
  try {
    return await act();
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}
