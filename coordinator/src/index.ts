/** The coordinator's door: start one in this process. */
import { openApp } from './app.ts';
import type { CoordinatorConfig } from './config.ts';
import type { Settlement } from './settlement/settle.ts';

export { type CoordinatorConfig, configFrom, type PaymentsConfig } from './config.ts';
export { decodeLeaves, rootHex, treeOf } from './settlement/leaf-list.ts';
export type { Settlement } from './settlement/settle.ts';
export { type Checked, counted, type Finding, finding } from './settlement/verify/finding.ts';
export type { Verified } from './settlement/verify/verify.ts';
export { compareLeaves } from './settlement/verify/verify-leaves.ts';
export { verifyStored } from './verify-stored.ts';

/** A coordinator that runs. */
export interface Coordinator {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  /** Signs its certificates. */
  readonly address: string;
  /** One epoch: vouchers redeemed and the root posted in one transaction, then everybody's claim. Null without a chain, or with nothing to settle. */
  settle(): Promise<Settlement | null>;
  /** Stops giving work, commits what came in, closes. */
  drain(): Promise<void>;
}

/** Opens the database, the doors and the referee's processes, and listens. */
export async function startCoordinator(config: CoordinatorConfig): Promise<Coordinator> {
  const app = await openApp(config);
  try {
    const url = await app.server.listen({ port: config.port, host: config.host });
    return {
      url,
      address: app.desk.signer.address,
      settle: async () => app.payments?.settle() ?? null,
      drain: () => app.close(),
    };
  } catch (error) {
    await app.close();
    throw error;
  }
}
