import { type Hash as HashText, type JobId, KnownError, type Policy } from '@manyhands/protocol';
import { type Static, Type } from '@sinclair/typebox';
import { findCertificate } from '../../db/jobs/find-certificate.ts';
import { listInputs, type StoredPart } from '../../db/jobs/find-inputs.ts';
import type { JobRecord } from '../../db/jobs/job-record.ts';
import { listAccountJobs } from '../../db/jobs/list-account-jobs.ts';
import { listJobs } from '../../db/jobs/list-jobs.ts';
import { appendInputs } from '../../jobs/append.ts';
import { callItem } from '../../jobs/call.ts';
import { Callers } from '../../jobs/callers.ts';
import { billOf } from '../../jobs/coverage.ts';
import type { Desk, Researcher } from '../../jobs/desk.ts';
import type { AskedInputs } from '../../jobs/inputs.ts';
import { progressOf, stateOf } from '../../jobs/progress.ts';
import { publishJob } from '../../jobs/public-unit.ts';
import { type JobRequest, quoteJob } from '../../jobs/quote.ts';
import { refuseForeign } from '../../jobs/spending.ts';
import {
  cancelJob,
  checkFree,
  closeJob,
  extendJob,
  jobOf,
  ownJob,
  pauseJob,
  resumeJob,
  startJob,
} from '../../jobs/start.ts';
import { callerOf, keyed } from '../caller.ts';
import { JobIdText } from '../schemas/common.ts';
import {
  AppendBody,
  CallBody,
  CallReply,
  type InputsBody,
  PartReply,
  PartsQuery,
  PartsReply,
} from '../schemas/inputs.ts';
import { ExtendBody, JobBody, JobsReply, ProgressReply, QuoteReply } from '../schemas/jobs.ts';
import { JobsQuery } from '../schemas/looks.ts';
import { BillReply } from '../schemas/payments.ts';
import type { Server } from '../type-provider.ts';

export const ById = Type.Object({ id: JobIdText });
const LISTED = 100;
const PARTS_LISTED = 1_000;
const CALL_WAIT_MS = 5_000;

export function jobRoutes(app: Server, desk: Desk): void {
  const callers = new Callers(desk);
  app.post(
    '/v1/jobs',
    {
      config: { rateLimit: { max: 60 } },
      schema: { ...keyed, summary: 'Quote a job', body: JobBody, response: { 200: QuoteReply } },
    },
    async (request) => {
      const researcher = await callerOf(desk, request);
      const job = await quoteJob(desk, researcher, requestOf(request.body));
      const { id, estimate, drawCommitment, inputRoot } = job;
      return { job: id, state: stateOf(job), estimate, drawCommitment, inputRoot };
    },
  );
  app.get(
    '/v1/jobs',
    {
      schema: {
        ...keyed,
        summary: 'The latest jobs; with mine=1 this account’s, quotes too, page by page',
        querystring: JobsQuery,
        response: { 200: JobsReply },
      },
    },
    async (request) => {
      const { mine, limit = String(LISTED), before = null } = request.query;
      if (mine !== '1')
        return { jobs: await progressOf(desk, await listJobs(desk.db, Number(limit))), next: null };
      const { id } = await callerOf(desk, request);
      const page = { before: before as JobId | null, limit: Number(limit) + 1 };
      const found = await listAccountJobs(desk.db, id, page);
      const jobs = found.slice(0, Number(limit));
      const next = found.length > jobs.length ? jobs[jobs.length - 1].id : null;
      return { jobs: await progressOf(desk, jobs), next };
    },
  );
  app.get(
    '/v1/jobs/:id',
    { schema: { summary: 'Where a job stands', params: ById, response: { 200: ProgressReply } } },
    async (request) => standing(desk, await jobOf(desk, request.params.id as JobId)),
  );
  for (const [verb, act] of [
    ['start', (desk: Desk, job: JobRecord, { key }: Researcher) => startJob(desk, job, key)],
    ['pause', pauseJob],
    [
      'resume',
      async (desk: Desk, job: JobRecord, researcher: Researcher) => {
        await refuseForeign(desk.db, researcher, job);
        await resumeJob(desk, job);
      },
    ],
    ['close', closeJob],
    ['publish', publishJob],
    ['cancel', cancelJob],
  ] as const)
    app.post(
      `/v1/jobs/:id/${verb}`,
      { schema: { ...keyed, summary: `${verb} a job`, params: ById, response: { 200: ProgressReply } } },
      async (request) => {
        const researcher = await callerOf(desk, request);
        const job = await ownJob(desk, researcher, request.params.id as JobId);
        if (act !== publishJob) checkFree(job);
        await act(desk, job, researcher);
        return standing(desk, await jobOf(desk, job.id));
      },
    );
  app.post(
    '/v1/jobs/:id/extend',
    {
      schema: {
        ...keyed,
        summary: 'Raise the budget of a paid job',
        params: ById,
        body: ExtendBody,
        response: { 200: ProgressReply },
      },
    },
    async (request) => {
      const researcher = await callerOf(desk, request);
      const job = await ownJob(desk, researcher, request.params.id as JobId);
      checkFree(job);
      await refuseForeign(desk.db, researcher, job);
      await extendJob(desk, job, BigInt(request.body.budget));
      return standing(desk, await jobOf(desk, job.id));
    },
  );
  app.post(
    '/v1/jobs/:id/inputs',
    {
      config: { rateLimit: { max: 600 } },
      schema: {
        ...keyed,
        summary: 'Append inputs to an open job',
        params: ById,
        body: AppendBody,
        response: { 200: PartReply },
      },
    },
    async (request) => {
      const researcher = await callerOf(desk, request);
      const job = await ownJob(desk, researcher, request.params.id as JobId);
      checkFree(job);
      await refuseForeign(desk.db, researcher, job);
      const { inputs, idempotencyKey } = request.body;
      return partReply(await appendInputs(desk, job, { inputs: askedInputs(inputs), idempotencyKey }));
    },
  );
  app.get(
    '/v1/jobs/:id/inputs',
    {
      schema: {
        summary: 'What a job’s items are made of, part by part',
        params: ById,
        querystring: PartsQuery,
        response: { 200: PartsReply },
      },
    },
    async (request) => {
      const job = await jobOf(desk, request.params.id as JobId);
      const parts = await listInputs(desk.db, job.id, Number(request.query.from ?? 0), PARTS_LISTED);
      return { parts: parts.map(partReply) };
    },
  );
  app.post(
    '/v1/jobs/:id/call',
    {
      schema: {
        ...keyed,
        summary: 'Have one item computed at once',
        params: ById,
        body: CallBody,
        response: { 200: CallReply },
      },
    },
    async (request) => {
      const job = await callers.jobOf(request.headers.authorization, request.params.id as JobId);
      checkFree(job);
      const { input, waitMs = CALL_WAIT_MS, idempotencyKey = null } = request.body;
      return {
        provisional: true as const,
        row: await callItem(desk, job, { input, waitMs, idempotencyKey }),
      };
    },
  );
  app.get(
    '/v1/jobs/:id/bill',
    {
      schema: { ...keyed, summary: 'What a job’s channel owes', params: ById, response: { 200: BillReply } },
    },
    async (request) =>
      billOf(desk.db, await ownJob(desk, await callerOf(desk, request), request.params.id as JobId)),
  );
  app.get(
    '/v1/jobs/:id/certificate',
    { schema: { summary: 'The signed certificate', params: ById } },
    async (request) => {
      const job = await jobOf(desk, request.params.id as JobId);
      const certificate = await findCertificate(desk.db, job.id);
      if (certificate === null)
        throw new KnownError(
          'JOB_NOT_CERTIFIED',
          `the job is ${job.state}; its certificate is signed once all items are final`,
        );
      return certificate;
    },
  );
}

const partReply = ({ part, first, count, root, source }: StoredPart) => ({
  part,
  first,
  count,
  root,
  ...(source.kind === 'rows'
    ? { rows: Buffer.from(source.rows).toString('base64') }
    : source.kind === 'table'
      ? { table: source.table }
      : { range: [...source.range] }),
});

const standing = async (desk: Desk, job: JobRecord) => (await progressOf(desk, [job]))[0];

type InputsGiven = Static<typeof InputsBody>;

function askedInputs(inputs: InputsGiven): AskedInputs {
  return typeof inputs === 'string' ? { table: inputs as HashText } : { range: axesIn(inputs.range) };
}

type RangeGiven = Exclude<InputsGiven, string>['range'];

/** Axes as texts, whichever way they were written. */
export const axesIn = (range: RangeGiven): { from: string; to: string; step: string }[] =>
  (Array.isArray(range) ? range : [range]).map(({ from, to, step = 1 }) => ({
    from: String(from),
    to: String(to),
    step: String(step),
  }));

function requestOf(body: Static<typeof JobBody>): JobRequest {
  return {
    kernel: body.kernel as HashText,
    title: body.title,
    inputs: askedInputs(body.inputs),
    open: body.open,
    priority: body.priority,
    category: body.category,
    stopAfter: typeof body.onFailure === 'object' ? body.onFailure.stopAfter : undefined,
    keep: body.keep,
    datasets: (body.datasets ?? {}) as Record<string, HashText>,
    policy: body.policy as Policy | undefined,
    targetBound: body.targetBound,
    fuelCap: body.fuelCap === undefined ? undefined : BigInt(body.fuelCap),
    unitItems: body.unitItems,
    pay: payOf(body),
    memoryPages: body.memoryPages,
    idempotencyKey: body.idempotencyKey,
    owner: body.owner,
  };
}

/** A job is paid by all three of price, budget and channel, or by none. */
function payOf({ price, budget, channel }: Static<typeof JobBody>): JobRequest['pay'] {
  const given = { price: price ?? null, budget: budget ?? null, channel: channel ?? null };
  const missing = Object.entries(given).find(([, value]) => value === null);
  if (missing !== undefined && Object.values(given).every((value) => value === null)) return null;
  if (missing !== undefined)
    throw new KnownError(
      'REQUEST_INVALID',
      `body.${missing[0]} is missing: a paid job has a price, a budget and a channel`,
      {
        details: { field: `body.${missing[0]}` },
      },
    );
  const paid = given as {
    price: { perCoreHour: string };
    budget: string;
    channel: NonNullable<typeof channel>;
  };
  return {
    perCoreHour: BigInt(paid.price.perCoreHour),
    budget: BigInt(paid.budget),
    channel: paid.channel,
  };
}
