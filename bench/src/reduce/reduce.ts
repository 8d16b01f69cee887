/** Whether a job that keeps a fold stays as small in the coordinator and its database however many items it has. */
import { openDb } from '@manyhands/coordinator/testing';
import type { Keep } from '@manyhands/protocol';
import type { Job } from '@manyhands/sdk';
import {
  Ends,
  fuelOfItems,
  type Network,
  openNetwork,
  openPurse,
  openResearcher,
  post,
  type Researcher,
  usages,
} from '../dispatch/network.ts';
import { pause } from '../dispatch/window.ts';
import { rounded } from '../statistics.ts';

export interface ReduceOptions {
  /** Of the job that keeps a fold, and of the same job with all its rows. */
  readonly items: number;
  readonly rowItems: number;
  readonly sessions: number;
  /** Items final at which the first look is taken; then at twice as many, and so on. */
  readonly firstLook: number;
}

export const FULL: ReduceOptions = { items: 1e8, rowItems: 1e7, sessions: 32, firstLook: 1e6 };
export const QUICK: ReduceOptions = { items: 40_000, rowItems: 20_000, sessions: 4, firstLook: 10_000 };

const KEEP: Keep = { reduce: 'sum(result),min(result),max(result),hist(result,50)' };
const SEATS = 2;
const UNIT_ITEMS = 1_000;
const LOOK_MS = 100;
const MEGA = 1e6;

/** How large coordinator and database are when so many items are final. */
export interface Size {
  readonly final: number;
  /** Of them in the fold; null where all rows are kept. */
  readonly folded: number | null;
  readonly seconds: number;
  /** Resident in the coordinator, and live in it once all garbage is collected. */
  readonly rssMb: number;
  readonly liveMb: number;
  /** The files of all tables, room that is free again included; then what is stored of answers, and of what happened to them. */
  readonly databaseMb: number;
  readonly answersMb: number;
  readonly eventsMb: number;
}

export interface ReduceRun {
  readonly sizes: readonly Size[];
  readonly certifiedSeconds: number;
  /** Processor time of the coordinator for each item, in nanoseconds. */
  readonly cpuNsPerItem: number;
}

type Say = (line: string) => void;

export async function reduce(options: ReduceOptions, say: Say) {
  say('keeps       final      folded   seconds  resident MB  live MB  database MB  answers MB  events MB');
  const folded = await run(options, { items: options.items, keep: KEEP }, say);
  const rows = await run(options, { items: options.rowItems, keep: undefined }, say);
  return { folded, rows };
}

interface Wanted {
  readonly items: number;
  readonly keep: Keep | undefined;
}

async function run(options: ReduceOptions, wanted: Wanted, say: Say): Promise<ReduceRun> {
  const ends = new Ends();
  try {
    const network = await openNetwork(ends, 'postgres', await openPurse(ends));
    const researcher = await openResearcher(network);
    await network.load.open(network.coordinator.url, options.sessions, SEATS);
    const job = await quote(researcher, wanted);
    const began = performance.now();
    const cpu = usages(network).coordinator.cpuMs;
    await job.start();
    await network.load.work(await fuelOfItems(researcher), null);
    const sizes = await watch(network, job, { options, began, say, keeps: wanted.keep ? 'fold' : 'rows' });
    await job.certified();
    const certifiedSeconds = rounded((performance.now() - began) / 1000, 1);
    if (wanted.keep) await check(job, wanted.items);
    const cpuNsPerItem = Math.round(((usages(network).coordinator.cpuMs - cpu) * 1e6) / wanted.items);
    return { sizes, certifiedSeconds, cpuNsPerItem };
  } finally {
    await ends.run();
  }
}

/** Volunteer science over a range, four bytes an item: free, so that nothing but the work is stored. */
async function quote(researcher: Researcher, { items, keep }: Wanted): Promise<Job> {
  const { job } = await post(researcher, '/v1/jobs', {
    kernel: researcher.kernel,
    title: 'bench',
    inputs: { range: { from: 0, to: items } },
    unitItems: UNIT_ITEMS,
    fuelCap: '2000',
    keep,
  });
  return researcher.client.job(job as string);
}

interface Watching {
  readonly options: ReduceOptions;
  readonly began: number;
  readonly keeps: string;
  readonly say: Say;
}

/** Looks each time twice as many items are final, and where all are. */
async function watch(
  network: Network,
  job: Job,
  { options, began, keeps, say }: Watching,
): Promise<readonly Size[]> {
  const sizes: Size[] = [];
  let next = options.firstLook;
  for (;;) {
    const progress = await job.progress();
    const isOver =
      progress.final === progress.items && (progress.folded ?? progress.items) === progress.items;
    if (isOver || progress.final >= next) {
      const { final, folded } = progress;
      const size = {
        final,
        folded,
        seconds: rounded((performance.now() - began) / 1000, 1),
        ...(await sizeOf(network)),
      };
      sizes.push(size);
      say(lineOf(keeps, size));
      while (next <= final) next *= 2;
    }
    if (isOver) return sizes;
    const { refusals, refusal } = await network.load.mark();
    if (refusals > 0) throw new Error(`${refusals} refusals, the first: ${refusal}`);
    await pause(LOOK_MS);
  }
}

async function sizeOf(network: Network) {
  const inspector = await network.coordinator.inspect();
  const rssMb = Math.round(usages(network).coordinator.rssBytes / MEGA);
  const { heapUsed, external } = await inspector.memory();
  inspector.close();
  return { rssMb, liveMb: rounded((heapUsed + external) / MEGA, 1), ...(await databaseSize(network)) };
}

async function databaseSize({ databaseUrl }: Network) {
  const db = await openDb({ kind: 'postgres', url: databaseUrl as string });
  try {
    const [{ whole, answers, events }] = await db.query<Record<'whole' | 'answers' | 'events', number>>(
      `select pg_database_size(current_database()) as whole, sum(length(answers)) as answers,
         sum(length(events)) as events from segment`,
    );
    const mb = (bytes: number): number => rounded(bytes / MEGA, 1);
    return { databaseMb: mb(whole), answersMb: mb(answers), eventsMb: mb(events) };
  } finally {
    await db.close();
  }
}

/** The kernel gives 3 x + 1: what the items sum to is known. */
async function check(job: Job, items: number): Promise<void> {
  const fold = await job.fold();
  const sum = (3n * BigInt(items) * BigInt(items - 1)) / 2n + BigInt(items);
  const found = fold.kind === 'reduced' ? fold.values['sum(result)'] : null;
  if (fold.items !== items || found === null || BigInt(found) !== sum)
    throw new Error(`the fold of ${fold.items} of ${items} items is ${found}, not ${sum}`);
}

const lineOf = (keeps: string, size: Size): string =>
  [
    keeps,
    String(size.final).padStart(11),
    String(size.folded ?? '').padStart(10),
    String(size.seconds).padStart(8),
    String(size.rssMb).padStart(11),
    String(size.liveMb).padStart(7),
    String(size.databaseMb).padStart(11),
    String(size.answersMb).padStart(10),
    String(size.eventsMb).padStart(9),
  ].join('  ');
