import { PROTOCOL_VERSION, reasonOf } from '@manyhands/protocol';
import type { Static } from '@sinclair/typebox';
import { countNetwork } from '../../db/jobs/count-network.ts';
import type { Desk } from '../../jobs/desk.ts';
import type { Payments } from '../../jobs/payments.ts';
import { StatusReply } from '../schemas/status.ts';
import type { Server } from '../type-provider.ts';

export interface Shown {
  readonly payments: Payments | null;
  /** What answers and seats wait here lately. */
  readonly waits: () => Static<typeof StatusReply>['waits'];
  readonly version: string;
}

export function statusRoutes(app: Server, desk: Desk, { payments, waits, version }: Shown): void {
  app.get(
    '/v1/status',
    { schema: { summary: 'What this network does at the moment', response: { 200: StatusReply } } },
    async () => {
      const { sessions, seats, reason, memory } = desk.dispatcher.activity();
      const { devices, running, certified } = await countNetwork(desk.db);
      return {
        version,
        protocol: PROTOCOL_VERSION,
        coordinator: desk.signer.address,
        sessions,
        seats,
        devices,
        jobs: { running, certified },
        reason: seats === 0 && running > 0 ? reasonOf('NO_SEATS') : reason,
        memory: { used: process.memoryUsage.rss(), held: memory, bound: desk.memoryBytes },
        waits: waits(),
        referee: desk.dispatcher.refereeLoad,
        payments: payments && (await payments.facts()),
      };
    },
  );
}
