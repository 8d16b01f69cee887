import type { Hash as HashText, JobId } from '@manyhands/protocol';
import type { FastifyRequest } from 'fastify';
import type { JobRecord } from '../../db/jobs/job-record.ts';
import { datasetsOf } from '../../jobs/datasets.ts';
import type { Desk } from '../../jobs/desk.ts';
import { historyOf } from '../../jobs/history.ts';
import { checkLook, fuelMapOf, sampleOf, spanOf } from '../../jobs/looks.ts';
import { Network } from '../../jobs/network.ts';
import { jobOf } from '../../jobs/start.ts';
import { Turns } from '../../jobs/turns.ts';
import { usageCsv, usageOf } from '../../jobs/usage.ts';
import { callerOf, keyed } from '../caller.ts';
import {
  DatasetsQuery,
  DatasetsReply,
  FuelMapQuery,
  FuelMapReply,
  HistoryReply,
  NetworkReply,
  SampleQuery,
  UsageQuery,
  UsageReply,
} from '../schemas/looks.ts';
import type { Server } from '../type-provider.ts';
import { ById } from './jobs.ts';

/** Looks over results made at once, and how many wait: each may read megabytes. */
const [AT_ONCE, WAITING] = [2, 16];
const BUCKETS = 512;
const ROWS = 1_000;
const DAYS = 30;

/** What the console and the page of the network look at. */
export function lookRoutes(app: Server, desk: Desk): void {
  jobLookRoutes(app, desk);
  usageRoutes(app, desk);
  networkRoutes(app, desk);
}

/** Jobs while they run, as pages plot them. */
function jobLookRoutes(app: Server, desk: Desk): void {
  const turns = new Turns(AT_ONCE, WAITING, 'too many look at results at once; try again soon');
  const seen = async (request: FastifyRequest, id: string): Promise<JobRecord> => {
    const asks = request.headers.authorization === undefined ? null : await callerOf(desk, request);
    const job = await jobOf(desk, id as JobId);
    checkLook(job, asks?.id ?? null);
    return job;
  };
  app.get(
    '/v1/jobs/:id/history',
    { schema: { summary: 'A job’s progress over time', params: ById, response: { 200: HistoryReply } } },
    async (request) => {
      const job = await jobOf(desk, request.params.id as JobId);
      return { points: await historyOf(desk, job), estimate: job.estimate };
    },
  );
  app.get(
    '/v1/jobs/:id/fuel-map',
    {
      config: { rateLimit: { max: 240 } },
      schema: {
        ...keyed,
        summary: 'How much fuel items took, by where they are; without a key where results are public',
        params: ById,
        querystring: FuelMapQuery,
        response: { 200: FuelMapReply },
      },
    },
    async (request) => {
      const job = await seen(request, request.params.id);
      const { buckets, ...asked } = request.query;
      const span = { ...spanOf(job, numbers(asked)), buckets: Number(buckets ?? BUCKETS) };
      const map = await turns.take(() => fuelMapOf(desk.db, job, span));
      return { ...map, buckets: [...map.buckets], slowest: [...map.slowest] };
    },
  );
  app.get(
    '/v1/jobs/:id/sample',
    {
      config: { rateLimit: { max: 240 } },
      schema: {
        ...keyed,
        summary:
          'Some final rows, evenly, as NDJSON; x-items says of how many, x-whole whether these are all',
        params: ById,
        querystring: SampleQuery,
      },
    },
    async (request, reply) => {
      const job = await seen(request, request.params.id);
      const { rows, ...asked } = request.query;
      const span = { ...spanOf(job, numbers(asked)), rows: Number(rows ?? ROWS) };
      const { text, seen: items, isWhole } = await turns.take(() => sampleOf(desk.db, job, span));
      return reply
        .headers({ 'content-type': 'application/x-ndjson', 'x-items': items, 'x-whole': Number(isWhole) })
        .send(text);
    },
  );
}

/** What an account used and stored. */
function usageRoutes(app: Server, desk: Desk): void {
  app.get(
    '/v1/usage',
    {
      config: { rateLimit: { max: 120 } },
      schema: {
        ...keyed,
        summary: 'What this account’s jobs used and were charged, by day, job and channel',
        querystring: UsageQuery,
        response: { 200: UsageReply },
      },
    },
    async (request) => {
      const { id } = await callerOf(desk, request);
      return usageOf(desk.db, id, Number(request.query.days ?? DAYS));
    },
  );
  app.get(
    '/v1/usage.csv',
    {
      config: { rateLimit: { max: 60 } },
      schema: { ...keyed, summary: 'The same by day and job, as CSV', querystring: UsageQuery },
    },
    async (request, reply) => {
      const { id } = await callerOf(desk, request);
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .send(await usageCsv(desk.db, id, Number(request.query.days ?? DAYS)));
    },
  );
  app.get(
    '/v1/datasets',
    {
      config: { rateLimit: { max: 120 } },
      schema: {
        ...keyed,
        summary: 'Stored bytes that this account sent or that its jobs use',
        querystring: DatasetsQuery,
        response: { 200: DatasetsReply },
      },
    },
    async (request) => {
      const { id } = await callerOf(desk, request);
      return datasetsOf(desk, id, (request.query.before ?? null) as HashText | null);
    },
  );
}

/** The whole network, for everybody. */
function networkRoutes(app: Server, desk: Desk): void {
  const network = new Network(desk);
  app.get(
    '/v1/network',
    { schema: { summary: 'What the network does, checks and pays', response: { 200: NetworkReply } } },
    () => network.figures(),
  );
}

const numbers = ({ from, to }: { readonly from?: string; readonly to?: string }) => ({
  ...(from === undefined ? {} : { from: Number(from) }),
  ...(to === undefined ? {} : { to: Number(to) }),
});
