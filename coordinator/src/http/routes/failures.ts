import { type JobId, KnownError } from '@manyhands/protocol';
import type { FastifyRequest } from 'fastify';
import { findRecipe } from '../../db/failures/find-recipe.ts';
import type { JobRecord } from '../../db/jobs/job-record.ts';
import type { Desk } from '../../jobs/desk.ts';
import { failedStatus } from '../../jobs/failed-items.ts';
import { type Failures, notFailed } from '../../jobs/failures.ts';
import { coveredItem, isPublic } from '../../jobs/public-unit.ts';
import { jobOf, ownJob } from '../../jobs/start.ts';
import { callerOf, keyed } from '../caller.ts';
import {
  FailureItemReply,
  FailuresQuery,
  FailuresReply,
  FinalItemReply,
  ItemParams,
} from '../schemas/failures.ts';
import type { Server } from '../type-provider.ts';
import { ById } from './jobs.ts';

/** What looks into items may run a sandbox. */
const config = { rateLimit: { max: 120 } };

export function failureRoutes(app: Server, desk: Desk, failures: Failures): void {
  app.get(
    '/v1/jobs/:id/failures',
    {
      config,
      schema: {
        ...keyed,
        summary: 'Final items that failed, by kind; without a key where results are public',
        params: ById,
        querystring: FailuresQuery,
        response: { 200: FailuresReply },
      },
    },
    async (request) =>
      failures.list(await readableJob(desk, request, request.params.id), Number(request.query.from ?? 0)),
  );
  app.get(
    '/v1/jobs/:id/failures/:item',
    {
      config,
      schema: {
        ...keyed,
        summary: 'Why an item failed: code, stack, its row, and a command that shows the same at home',
        params: ItemParams,
        response: { 200: FailureItemReply },
      },
    },
    async (request) => {
      const job = await readableJob(desk, request, request.params.id);
      const item = Number(request.params.item);
      const status = failedStatus(await finalResult(desk, job, item));
      if (status === null) throw notFailed(item);
      const origin = `${request.protocol}://${request.host}`;
      const reproduce = `manyhands reproduce ${job.id} ${item} --coordinator ${origin}`;
      return { ...(await failures.about(job, { item, status })), reproduce };
    },
  );
  app.get(
    '/v1/jobs/:id/items/:item',
    {
      schema: {
        ...keyed,
        summary: 'A final item with what it takes to run it again; without a key where results are public',
        params: ItemParams,
        response: { 200: FinalItemReply },
      },
    },
    async (request) => {
      const job = await readableJob(desk, request, request.params.id);
      return itemReply(desk, job, Number(request.params.item));
    },
  );
}

/** Whose results are public anybody may look into once it is certified; any other is its researcher's. */
async function readableJob(desk: Desk, request: FastifyRequest, id: string): Promise<JobRecord> {
  const job = await jobOf(desk, id as JobId);
  if (isPublic(job) && job.state === 'certified') return job;
  return ownJob(desk, await callerOf(desk, request), job.id);
}

/** Throws ITEM_UNKNOWN, RESULTS_UNPAID or RESULTS_FOLDED. */
async function finalResult(desk: Desk, job: JobRecord, item: number) {
  if (item >= job.itemCount)
    throw new KnownError('ITEM_UNKNOWN', `this job has items 0 to ${job.itemCount - 1}`);
  return coveredItem(desk, job, item);
}

async function itemReply(desk: Desk, job: JobRecord, item: number) {
  const result = await finalResult(desk, job, item);
  const { source, memoryPages } = await findRecipe(desk.db, job.id);
  const row = (await desk.inputs.rows(job.id, item, 1)).row(item);
  return {
    item,
    status: failedStatus(result) ?? ('ok' as const),
    fuel: String(result.fuel),
    output: Buffer.from(result.output).toString('base64'),
    input: Buffer.from(row).toString('base64'),
    kernel: job.kernel,
    source,
    datasets: job.datasets.map(({ name, hash }) => ({ name, hash })),
    memoryPages,
    fuelCap: String(job.fuelCap),
    rewriter: job.rewriter,
  };
}
