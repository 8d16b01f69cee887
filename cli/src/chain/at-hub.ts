import { KnownError } from '@manyhands/protocol';
import type { HubPlace } from '../hub-place.ts';
import { GuardedHub } from './guarded-hub.ts';
import { onRpc } from './opened.ts';

/** Has something done at a hub, and closes the chain whatever comes of it. Throws CHAIN_UNREACHABLE or CHAIN_REFUSED. */
export async function atHub<T>({ rpcUrl, hub }: HubPlace, act: (hub: GuardedHub) => Promise<T>): Promise<T> {
  return onRpc(rpcUrl, async (chain) => {
    if ((await chain.getCode(hub)) === '0x')
      throw new KnownError('CHAIN_REFUSED', `there is no hub at ${hub} on the chain at ${rpcUrl}`);
    return act(new GuardedHub(chain, hub));
  });
}
