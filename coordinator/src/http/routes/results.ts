import { Readable } from 'node:stream';
import { canonicalJson, ItemSpans, type JobId } from '@manyhands/protocol';
import type { FastifyReply } from 'fastify';
import type { JobRecord } from '../../db/jobs/job-record.ts';
import { refuseUncovered, streamArrivals } from '../../jobs/arrivals.ts';
import { auditRecords } from '../../jobs/audits.ts';
import type { Desk } from '../../jobs/desk.ts';
import type { FinalUnit } from '../../jobs/final-units.ts';
import { foldedResults } from '../../jobs/folded-results.ts';
import { publicUnit } from '../../jobs/public-unit.ts';
import { readAhead } from '../../jobs/read-ahead.ts';
import { refuseUnpaid, streamResults } from '../../jobs/results.ts';
import { jobOf, ownJob } from '../../jobs/start.ts';
import { callerOf, keyed } from '../caller.ts';
import { ITEMS_HEADER } from '../items-header.ts';
import { ArrivalsBody, ResultsQuery, UnitParams, UnitReply } from '../schemas/jobs.ts';
import type { Server } from '../type-provider.ts';
import { ById } from './jobs.ts';

const TYPES = {
  ndjson: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8',
  packed: 'application/octet-stream',
} as const;

/** Streams of a job's rows. `stopping` ends those that follow when the coordinator drains. */
export function resultRoutes(app: Server, desk: Desk, stopping: AbortSignal): void {
  app.get(
    '/v1/jobs/:id/results',
    {
      schema: {
        ...keyed,
        summary: 'Final rows in the order of items; of a job that keeps a fold, the fold so far',
        params: ById,
        querystring: ResultsQuery,
      },
    },
    async (request, reply) => {
      const job = await ownJob(desk, await callerOf(desk, request), request.params.id as JobId);
      const { format = 'ndjson', from = '0', follow = '0' } = request.query;
      const signal = AbortSignal.any([stopping, whenGone(reply)]);
      const wanted = { format, from: Number(from), follow: follow === '1', signal };
      if (job.keep !== null) {
        const { items, text } = await foldedResults(desk.db, job, wanted);
        return reply
          .headers({
            'content-type': TYPES[format],
            'cache-control': 'no-store',
            [ITEMS_HEADER]: String(items),
          })
          .send(bytesOf(text));
      }
      await refuseUnpaid(desk.db, job, wanted);
      return reply
        .headers({ 'content-type': TYPES[format], 'cache-control': 'no-store' })
        .send(bytesOf(streamResults(desk.db, job, wanted)));
    },
  );
  app.post(
    '/v1/jobs/:id/results',
    {
      schema: {
        ...keyed,
        summary: 'Rows as they become final, or provisional before, packed; see docs/WIRE.md, Results',
        params: ById,
        body: ArrivalsBody,
      },
    },
    async (request, reply) => {
      const job = await ownJob(desk, await callerOf(desk, request), request.params.id as JobId);
      const { standing = 'final', have = '', follow = false } = request.body;
      const signal = AbortSignal.any([stopping, whenGone(reply)]);
      const wanted = { standing, have: ItemSpans.from(have), follow, signal };
      await refuseUncovered(desk.db, job, wanted);
      return reply
        .headers({ 'content-type': TYPES.packed, 'cache-control': 'no-store' })
        .send(bytesOf(streamArrivals(desk.db, job, wanted)));
    },
  );
  app.get(
    '/v1/jobs/:id/units/:item',
    {
      schema: {
        summary:
          'The certified unit that holds an item, to recompute it; without a key where results are public',
        params: UnitParams,
        response: { 200: UnitReply },
      },
    },
    async (request) => {
      const job = await jobOf(desk, request.params.id as JobId);
      return unitReply(job, await publicUnit(desk, job, Number(request.params.item)));
    },
  );
  app.get(
    '/v1/jobs/:id/audits',
    { schema: { summary: 'What was drawn for audit of the final answers', params: ById } },
    async (request, reply) => {
      const job = await jobOf(desk, request.params.id as JobId);
      return reply
        .header('content-type', TYPES.ndjson)
        .send(Readable.from(auditLines(desk, job.id), { objectMode: false }));
    },
  );
}

function unitReply(job: JobRecord, { log: { first, count }, results }: FinalUnit) {
  const { build, hooked, fuelCap, columns } = job;
  return {
    first,
    count,
    build,
    hooked,
    fuelCap: String(fuelCap),
    columns,
    statuses: base64(results.statuses),
    fuels: base64(results.fuels),
    lengths: base64(results.lengths),
    outputs: base64(results.outputs),
  };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

function whenGone(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.on('close', () => gone.abort());
  return gone.signal;
}

/** A stream that reads one piece ahead of what was sent, and no further. */
export const bytesOf = (pieces: AsyncGenerator<string | Uint8Array>): Readable =>
  Readable.from(readAhead(pieces), { objectMode: false });

async function* auditLines(desk: Desk, job: JobId): AsyncGenerator<string> {
  for await (const record of auditRecords(desk.db, job)) yield `${canonicalJson(record)}\n`;
}
