import type { Chain, Claim, EpochCall, HubCall } from '../chain.ts';

const MINED_MS = 20_000;
const LOOK_MS = 10;

/** Sends a call at whatever price and waits until it is mined; resolves with its hash. */
export async function sentTo(chain: Chain, call: HubCall): Promise<string> {
  const offer = await chain.prepare(call, null);
  await chain.sendPrepared(offer);
  for (const end = performance.now() + MINED_MS; performance.now() < end; ) {
    const fate = await chain.fateOf(offer);
    if (fate.kind === 'mined') return offer.tx;
    if (fate.kind !== 'waiting') throw new Error(`the transaction is ${fate.kind}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  throw new Error('the transaction is not mined');
}

/** Waits until the newest root can be claimed against. */
export async function untilActive(chain: Chain): Promise<void> {
  while (!(await chain.isActive())) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}

/** Redeems vouchers and posts a root. */
export const settled = (chain: Chain, epoch: EpochCall): Promise<string> =>
  sentTo(chain, { kind: 'settle', epoch });

export const claimedBy = (chain: Chain, claims: readonly Claim[]): Promise<string> =>
  sentTo(chain, { kind: 'claims', claims });
