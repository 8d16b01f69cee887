import { KnownError } from '@manyhands/protocol';
import type { HubPlace } from '../hub-place.ts';
import { GuardedHub } from './guarded-hub.ts';
import { openChain } from './hub-wallet.ts';
import { askChainId, chainFailure } from './opened.ts';

/** Has something done at a hub, and closes the chain whatever comes of it. Throws CHAIN_UNREACHABLE or CHAIN_REFUSED. */
export async function atHub<T>({ rpcUrl, hub }: HubPlace, act: (hub: GuardedHub) => Promise<T>): Promise<T> {
  const chain = openChain(rpcUrl, await askChainId(rpcUrl));
  try {
    if ((await chain.getCode(hub)) === '0x')
      throw new KnownError('CHAIN_REFUSED', `there is no hub at ${hub} on the chain at ${rpcUrl}`);
    return await act(new GuardedHub(chain, hub));
  } catch (error) {
    throw chainFailure(error, rpcUrl);
  } finally {
    chain.destroy();
  }
}
