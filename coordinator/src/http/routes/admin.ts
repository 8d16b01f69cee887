import { type Hash as HashText, KnownError } from '@manyhands/protocol';
import { Type } from '@sinclair/typebox';
import { listDecisions } from '../../db/kernels/list-decisions.ts';
import { listKernels } from '../../db/kernels/list-kernels.ts';
import type { KernelStanding } from '../../domain/kernel-standing.ts';
import type { Desk } from '../../jobs/desk.ts';
import { decide } from '../../jobs/kernel-review.ts';
import { kernelOf } from '../../jobs/kernels.ts';
import { adminGate } from '../admin.ts';
import { keyed } from '../caller.ts';
import { ByHashAndVerb, DecisionBody, DecisionReply, KernelsQuery, KernelsReply } from '../schemas/admin.ts';
import { Hash } from '../schemas/common.ts';
import type { Server } from '../type-provider.ts';

const LISTED = 500;
const DECISIONS_LISTED = 100;

/** What only the operator may do: stop kernels everywhere, and review them. */
export function adminRoutes(app: Server, desk: Desk, adminKey: string): void {
  const checkAdmin = adminGate(adminKey);
  app.get(
    '/v1/admin/kernels',
    {
      schema: {
        ...keyed,
        summary: 'Kernels to review, or those decided about',
        querystring: KernelsQuery,
        response: { 200: KernelsReply },
      },
    },
    async (request) => {
      checkAdmin(request);
      const kernels = await listKernels(desk.db, {
        only: request.query.only ?? 'queue',
        publication: desk.publication,
        limit: LISTED,
      });
      return {
        publication: desk.publication,
        kernels: kernels.map(
          ({ hash, name, label, sourceHash, standing, jobs, running, reporters, created }) => ({
            kernel: hash,
            name,
            label,
            source: sourceHash,
            jobs,
            running,
            reporters,
            publishedAt: created.toISOString(),
            ...shownStanding(standing),
          }),
        ),
      };
    },
  );
  app.get(
    '/v1/admin/kernels/:hash',
    {
      schema: {
        ...keyed,
        summary: 'What was decided about a kernel',
        params: Type.Object({ hash: Hash }),
        response: { 200: DecisionReply },
      },
    },
    async (request) => {
      checkAdmin(request);
      return decisionsOf(desk, request.params.hash as HashText);
    },
  );
  app.post(
    '/v1/admin/kernels/:hash/:verb',
    {
      schema: {
        ...keyed,
        summary: 'Approve, refuse, stop or lift a kernel',
        params: ByHashAndVerb,
        body: DecisionBody,
        response: { 200: DecisionReply },
      },
    },
    async (request) => {
      checkAdmin(request);
      const { hash, verb } = request.params;
      const { reason } = request.body;
      if (reason.trim() === '' && (verb === 'stop' || verb === 'refuse'))
        throw new KnownError('REQUEST_INVALID', `body.reason is empty: say why, whoever is hit will ask`, {
          details: { field: 'body.reason' },
        });
      await decide(desk, hash as HashText, { decision: verb, reason: reason.trim() });
      request.log.warn({ kernel: hash, decision: verb, reason }, 'the operator decided');
      return decisionsOf(desk, hash as HashText);
    },
  );
}

async function decisionsOf(desk: Desk, hash: HashText) {
  const { standing } = await kernelOf(desk, hash);
  const decisions = await listDecisions(desk.db, hash, DECISIONS_LISTED);
  return {
    kernel: hash,
    ...shownStanding(standing),
    decisions: decisions.map(({ decision, reason, at }) => ({ decision, reason, at: at.toISOString() })),
  };
}

/** What anybody may know of what the operator decided. */
export const shownStanding = (standing: KernelStanding) => ({
  review: standing.review,
  reviewReason: standing.reviewReason,
  stopped: standing.stopped?.toISOString() ?? null,
  stoppedReason: standing.stoppedReason,
});
