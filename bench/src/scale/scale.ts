/** How cost grows: with the sessions that are connected, and with the items of a job. */
import { readFileSync } from 'node:fs';
import {
  Ends,
  fuelOfItems,
  type Network,
  openNetwork,
  openPurse,
  openResearcher,
  quoteJob,
  type Researcher,
  type RunningJob,
  startJob,
  usages,
} from '../dispatch/network.ts';
import { figuresOf, measure, pause, warmUp } from '../dispatch/window.ts';
import { rounded } from '../statistics.ts';

export interface ScaleOptions {
  readonly sessions: readonly number[];
  readonly items: readonly number[];
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** Of the job that the sessions work on. */
  readonly jobItems: number;
}

export const FULL = { sessions: [100, 1_000, 10_000], items: [1e4, 1e5, 1e6, 1e7, 1e8, 1e9] };
export const QUICK = { sessions: [5, 10], items: [1e3, 1e4] };

/** Files that a process has open besides its sockets. */
const OTHER_FILES = 500;
/** A job ten times as large as one that took this long to start is not tried. */
const PATIENCE_MS = 15_000;
const FIRST_UNIT_MS = 30_000;
/** Connected while jobs of all sizes are started. */
const FIRST_SESSIONS = 1;
/** Until answers under way have come and are committed. */
const SETTLE_MS = 1_000;
const MEGA = 1e6;

export interface SessionsRow {
  readonly sessions: number;
  readonly acceptedUnitsPerSecond: number;
  readonly unitsPerCoordinatorCore: number;
  readonly cpuUsPerUnit: number;
  /** Resident in the coordinator while it works. */
  readonly rssMb: number;
  /** Live bytes that each session added when it greeted, garbage collected before and after. */
  readonly bytesPerSession: number;
}

export interface ItemsRow {
  readonly items: number;
  /** Inputs stored and checked, some of them tried out; null: see `reason`. */
  readonly quoteMs: number | null;
  /** From the start to the first answer. */
  readonly startMs: number | null;
  /** Processor time of the coordinator for both. */
  readonly cpuMs: number | null;
  /** What the coordinator holds more than before, after a collection of all garbage. */
  readonly liveMb: number | null;
  readonly reason: string;
}

type Say = (line: string) => void;

export async function scale(options: ScaleOptions, say: Say) {
  const ends = new Ends();
  try {
    const network = await openNetwork(ends, 'postgres', await openPurse(ends));
    const researcher = await openResearcher(network);
    const byItems = await growItems(network, researcher, { items: options.items, say });
    const job = await startJob(researcher, { items: options.jobItems });
    return { byItems, bySessions: await growSessions(network, job, { options, say }) };
  } finally {
    await ends.run();
  }
}

async function growSessions(
  network: Network,
  job: RunningJob,
  { options, say }: { readonly options: ScaleOptions; readonly say: Say },
): Promise<SessionsRow[]> {
  const rows: SessionsRow[] = [];
  const most = openFiles() - OTHER_FILES;
  say('sessions  units/s  units/core-second  µs CPU/unit  resident MB  bytes/session');
  for (const wanted of options.sessions) {
    const sessions = Math.min(wanted, most);
    if (sessions < wanted) say(`${wanted} sessions need more open files than ${most}: raise \`ulimit -n\``);
    const before = rows.at(-1);
    if (before !== undefined && sessions <= before.sessions) break;
    const row = await withSessions(network, job, { sessions, before, options });
    rows.push(row);
    say(sessionsLine(row));
  }
  return rows;
}

interface Step {
  readonly sessions: number;
  readonly before: SessionsRow | undefined;
  readonly options: ScaleOptions;
}

async function withSessions(
  network: Network,
  job: RunningJob,
  { sessions, before, options }: Step,
): Promise<SessionsRow> {
  const { load, coordinator } = network;
  const added = sessions - (before?.sessions ?? FIRST_SESSIONS);
  // What is on hold for the sessions that work already must not grow meanwhile.
  await load.rest();
  await pause(SETTLE_MS);
  const { live } = await memoryOf(network);
  await load.open(coordinator.url, added, 1);
  const bytesPerSession = Math.round(((await memoryOf(network)).live - live) / added);
  await load.work(job.fuel, null);
  await warmUp(network, sessions, 1000 * options.warmUpSeconds);
  const figures = figuresOf(await measure(network, job, options.seconds));
  return {
    sessions,
    acceptedUnitsPerSecond: figures.acceptedUnitsPerSecond,
    unitsPerCoordinatorCore: figures.unitsPerCoordinatorCore,
    cpuUsPerUnit: figures.cpuUsPerUnit.coordinator,
    rssMb: Math.round(usages(network).coordinator.rssBytes / MEGA),
    bytesPerSession,
  };
}

async function growItems(
  network: Network,
  researcher: Researcher,
  { items: sizes, say }: { readonly items: readonly number[]; readonly say: Say },
): Promise<ItemsRow[]> {
  const rows: ItemsRow[] = [];
  await network.load.open(network.coordinator.url, FIRST_SESSIONS, 1);
  // The first job starts what all need, such as the referee's processes.
  await startOf(network, researcher, sizes[0]);
  say('items        quote ms  start ms   CPU ms   live MB');
  for (const items of sizes) {
    const row = await itemsRow(network, researcher, { items, before: rows.at(-1) });
    rows.push(row);
    say(itemsLine(row));
  }
  return rows;
}

async function itemsRow(
  network: Network,
  researcher: Researcher,
  { items, before }: { readonly items: number; readonly before: ItemsRow | undefined },
): Promise<ItemsRow> {
  const without = (reason: string): ItemsRow => ({
    items,
    quoteMs: null,
    startMs: null,
    cpuMs: null,
    liveMb: null,
    reason,
  });
  if (before !== undefined && before.reason !== '') return without(before.reason);
  if ((before?.quoteMs ?? 0) > PATIENCE_MS) return without('not tried: ten times as long as the one before');
  try {
    return { items, ...(await startOf(network, researcher, items)), reason: '' };
  } catch (error) {
    return without((error as Error).message);
  }
}

/** Starts a job of so many items and ends it again once its first answer is in. */
async function startOf(network: Network, researcher: Researcher, items: number) {
  const { load } = network;
  const fuel = await fuelOfItems(researcher);
  const memory = (await memoryOf(network)).live;
  const [cpu, asked] = [cpuOf(network), performance.now()];
  const job = await quoteJob(researcher, { items });
  const quoted = performance.now();
  await load.mark();
  // Far slower than it could, so that little of the job is done before it ends.
  await load.work(fuel, 20);
  await job.start();
  const last = performance.now() + FIRST_UNIT_MS;
  while ((await load.mark()).answers === 0 && performance.now() < last) await pause(10);
  const begun = performance.now();
  const cpuMs = cpuOf(network) - cpu;
  const liveMb = rounded(((await memoryOf(network)).live - memory) / MEGA, 1);
  await load.rest();
  await job.cancel();
  return { quoteMs: Math.round(quoted - asked), startMs: Math.round(begun - quoted), cpuMs, liveMb };
}

const cpuOf = (network: Network): number => usages(network).coordinator.cpuMs;

/** What is in use once all garbage is collected. Bytes. */
async function memoryOf({ coordinator }: Network): Promise<{ live: number }> {
  const inspector = await coordinator.inspect();
  try {
    const { heapUsed, external } = await inspector.memory();
    return { live: heapUsed + external };
  } finally {
    inspector.close();
  }
}

/** Files that processes started from here may have open: Node takes all it is allowed. */
function openFiles(): number {
  const [, hard] = /^Max open files\s+\S+\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
  return hard === 'unlimited' ? Number.POSITIVE_INFINITY : Number(hard);
}

const sessionsLine = (row: SessionsRow): string =>
  [
    String(row.sessions).padStart(8),
    String(row.acceptedUnitsPerSecond).padStart(7),
    String(row.unitsPerCoordinatorCore).padStart(17),
    String(row.cpuUsPerUnit).padStart(11),
    String(row.rssMb).padStart(11),
    String(row.bytesPerSession).padStart(13),
  ].join('  ');

const itemsLine = ({ items, quoteMs, startMs, cpuMs, liveMb, reason }: ItemsRow): string =>
  reason === ''
    ? [String(items).padEnd(10), ...[quoteMs, startMs, cpuMs, liveMb].map((n) => String(n).padStart(8))].join(
        '  ',
      )
    : `${String(items).padEnd(10)}  ${reason}`;
