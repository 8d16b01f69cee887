/** What two keepers do to one graph, on both databases. */
import type { AccountId, CoordinatorId, GraphId, JobId } from '@manyhands/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '../db.ts';
import { lockChannelJobs } from '../jobs/lock-channel-jobs.ts';
import { ANNA, BERT, hash, JOB, jobTerms } from '../testing/batches.ts';
import { pgliteForm, postgresForm } from '../testing/forms.ts';
import { insertJob } from '../testing/journal.ts';
import { addGraph, findGraphByKey } from './add-graph.ts';
import { claimGraphs } from './claim-graphs.ts';
import { moveStage } from './feed-stage.ts';
import { listStages } from './list-stages.ts';
import { checkStage, noteStage, restartStage, stopStage } from './settle-stage.ts';
import { endGraph, pauseGraph, putAwayGraph } from './steer-graph.ts';

const GRAPH = '9'.repeat(32) as GraphId;
const FED = '2'.repeat(32) as JobId;
const ACCOUNT = 'acc' as AccountId;
const KEY = { graph: GRAPH, name: 'sum', attempt: 1 };
const reason = { code: 'ROWS_CHANGED', sentence: 'they changed' } as const;

describe.each([pgliteForm, postgresForm])('%o', (form) => {
  const { name, fresh } = form();
  let db: Db;

  const declared = (stages: Record<string, object>) => ({ title: 't', stages }) as never;
  beforeEach(async () => {
    db = await fresh();
    await insertJob(db, jobTerms(), null);
    await insertJob(db, jobTerms({ id: FED }), null);
    const added = await addGraph(db, {
      id: GRAPH,
      account: ACCOUNT,
      key: null,
      title: 't',
      owner: 'ann',
      declaration: declared({
        count: { kernel: hash('1'), source: hash('3') },
        sum: { kernel: hash('1'), from: 'count' },
      }),
      channel: null,
      channelId: 'c',
      idempotencyKey: 'once',
      stages: [
        { name: 'count', job: JOB, budget: 700n },
        { name: 'sum', job: null, budget: 300n },
      ],
    });
    expect(added).toBe(true);
  });
  const stage = async (wanted = 'sum') => (await listStages(db, GRAPH)).find((each) => each.name === wanted);
  const to = (rows: number, more: object = {}) => ({ rows, skipped: 0, whole: false, job: FED, ...more });

  it(`${name}: a graph is stored once under an idempotency key`, async () => {
    const again = {
      ...{
        account: ACCOUNT,
        key: null,
        title: 't',
        owner: 'ann',
        channel: null,
        channelId: null,
        stages: [],
      },
      declaration: declared({}),
    };
    expect(await addGraph(db, { ...again, id: '8'.repeat(32) as GraphId, idempotencyKey: 'once' })).toBe(
      false,
    );
    expect(await addGraph(db, { ...again, id: '8'.repeat(32) as GraphId, idempotencyKey: null })).toBe(true);
    expect(await findGraphByKey(db, ACCOUNT, 'once')).toMatchObject({ id: GRAPH });
    expect(await stage('count')).toMatchObject({
      whole: true,
      checked: true,
      standing: { state: 'running', items: 100 },
    });
    expect(await stage()).toMatchObject({ job: null, standing: null, rows: 0, attempt: 1, restarts: [] });
  });

  it(`[CH2] ${name}: of two keepers that saw the same, one moves a stage on`, async () => {
    const moves = await Promise.all([1, 2].map(() => moveStage(db, KEY, { rows: 0, job: null }, to(10))));
    expect(moves.sort()).toEqual([false, true]);
    expect(await moveStage(db, KEY, { rows: 0, job: FED }, to(20))).toBe(false);
    expect(await moveStage(db, { ...KEY, attempt: 2 }, { rows: 10, job: FED }, to(20))).toBe(false);
    expect(await moveStage(db, KEY, { rows: 10, job: FED }, to(20, { whole: true }))).toBe(true);
    expect(await moveStage(db, KEY, { rows: 20, job: FED }, to(30)), 'it has them all').toBe(false);
  });

  it(`[CH5] ${name}: nothing moves in a graph that has ended`, async () => {
    expect(await pauseGraph(db, GRAPH, true)).toBe(true);
    expect(await endGraph(db, GRAPH, 'cancelled')).toBe(true);
    expect([await endGraph(db, GRAPH, 'stopped'), await pauseGraph(db, GRAPH, false)]).toEqual([
      false,
      false,
    ]);
    expect(await moveStage(db, KEY, { rows: 0, job: null }, to(10))).toBe(false);
  });

  it(`[CH3] ${name}: a stage begins again once, with what is left of its budget, and never once it was compared`, async () => {
    await moveStage(db, KEY, { rows: 0, job: null }, to(10, { skipped: 3, whole: true }));
    await noteStage(db, KEY, reason, true);
    await db.query(
      `insert into slice (job, first, count, state, rate, spent) values ($1, 0, 10, 'settled', 1, 120)`,
      [FED],
    );
    const jobs = await Promise.all([1, 2].map(() => restartStage(db, KEY, reason)));
    expect(jobs.filter((job) => job !== null)).toEqual([FED]);
    expect(await stage()).toMatchObject({
      ...{
        attempt: 2,
        job: null,
        rows: 0,
        skipped: 0,
        whole: false,
        hindered: false,
        reason: null,
        budget: 180n,
      },
      restarts: [{ job: FED, reason }],
    });
    const second = { ...KEY, attempt: 2 };
    await moveStage(db, second, { rows: 0, job: null }, to(10, { whole: true }));
    await checkStage(db, second);
    expect(await restartStage(db, second, reason)).toBeNull();
    expect(await stage()).toMatchObject({ attempt: 2, job: FED, checked: true });
  });

  it(`[CH2] ${name}: one coordinator tends a graph at a time, and any takes over`, async () => {
    expect(await claimGraphs(db, ANNA, 5)).toEqual([GRAPH]);
    expect(await claimGraphs(db, BERT, 5)).toEqual([]);
    expect(await claimGraphs(db, ANNA, 5), 'its own it has again').toEqual([GRAPH]);
    await db.query(`update graph set kept_until = now() - interval '1 second'`);
    expect(await claimGraphs(db, BERT, 5)).toEqual([GRAPH]);
    await putAwayGraph(db, GRAPH);
    await endGraph(db, GRAPH, 'cancelled');
    expect(await claimGraphs(db, BERT, 5), 'a job of it may still run').toEqual([GRAPH]);
    await putAwayGraph(db, GRAPH);
    expect(await claimGraphs(db, BERT as CoordinatorId, 5)).toEqual([]);
  });

  it(`[CH6] ${name}: stages that are yet to begin keep their budgets from others of their channel`, async () => {
    const open = async (starting: JobId | null = null) =>
      (await lockChannelJobs(db, 'c', ACCOUNT, starting)).open;
    expect(await open(), 'the source runs').toBe(300n);
    await db.query(`update job set state = 'quoted', channel = 'c', budget = 700`);
    expect([await open(), await open(JOB)]).toEqual([1000n, 300n]);
    await stopStage(db, KEY, reason);
    expect(await open()).toBe(700n);
    await endGraph(db, GRAPH, 'stopped');
    expect(await open()).toBe(0n);
  });
});
