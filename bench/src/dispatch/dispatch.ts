/** How fast one coordinator takes answers, durably, with audits and ledger entries; and what each takes of the machine. */
import { loadavg } from 'node:os';
import { DEFAULT_POLICY, type Policy } from '@manyhands/protocol';
import { rounded } from '../statistics.ts';
import { type Calls, timeCalls } from './calls.ts';
import { loadCeiling } from './ceiling.ts';
import {
  type Database,
  Ends,
  type Network,
  openNetwork,
  openPurse,
  openResearcher,
  type Purse,
  type RunningJob,
  startJob,
} from './network.ts';
import { type Hot, hottest } from './profile.ts';
import { peakRssOf } from './usage.ts';
import { type Figures, figuresOf, measure, pause, warmUp } from './window.ts';

export interface DispatchOptions {
  readonly sessions: number;
  /** Of each measured window. */
  readonly seconds: number;
  readonly quick: boolean;
  /** Says where the coordinator's time goes; costs some of it. */
  readonly profile: boolean;
  readonly only: readonly Part[];
}

export const PARTS = ['postgres', 'single', 'audits', 'pglite', 'ceiling'] as const;
export type Part = (typeof PARTS)[number];

/** What tells a coordinator how many units an assignment may have. */
const UNITS_PER_ASSIGNMENT = 'MANYHANDS_UNITS_PER_ASSIGNMENT';
const SEATS = 2;
/** Many times the usual audits: what they cost is in the difference. */
const OFTEN_AUDITED: Policy = { ...DEFAULT_POLICY, newcomerPpm: 120_000, veteranPpm: 120_000 };
/** So many that no rate ends the job during a run. */
const ITEMS = 1_000_000_000;

/** What a coordinator is to take; how late it is with answers is measured at half of it. */
const AIM_UNITS_PER_SECOND = 50_000;

type Say = (line: string) => void;

/** Latency at half the rate that is aimed at, or that was measured where that is less. */
interface Latency {
  readonly messagesPerSecond: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  /** How late the coordinator's event loop was meanwhile. */
  readonly loopP99Ms: number;
  readonly loopMaxMs: number;
  /** What the coordinator says of the last seconds: until an answer is taken up, and until the next assignment is sent. */
  readonly insideP99Ms: { readonly taken: number | null; readonly next: number | null };
}

interface Run {
  readonly figures: Figures;
  readonly latency: Latency | null;
  readonly memory: Memory | null;
  readonly calls: Calls | null;
  /** The coordinator's, over all of the run. */
  readonly peakRssBytes: number;
  readonly profile: { readonly functions: readonly Hot[]; readonly files: readonly Hot[] } | null;
}

interface Memory {
  readonly sessions: number;
  /** What a connected and working session adds to the resident memory. */
  readonly bytesPerSession: number;
  readonly rssBytes: number;
}

interface Wish {
  readonly database: Database;
  readonly policy?: Policy;
  readonly settings?: Readonly<Record<string, string>>;
  /** Also latency, memory and profile. */
  readonly thorough: boolean;
}

async function run(options: DispatchOptions, purse: Purse, wish: Wish): Promise<Run> {
  const ends = new Ends();
  try {
    const network = await openNetwork(ends, wish.database, purse, wish.settings);
    const memory = await openSessions(network, options.sessions);
    const researcher = await openResearcher(network);
    const calls = wish.thorough ? await timeCalls(network, researcher, options.quick ? 10 : 200) : null;
    const job = await startJob(researcher, { items: ITEMS, policy: wish.policy });
    const profiling = wish.thorough && options.profile ? await network.coordinator.inspect() : null;
    await network.load.work(job.fuel, null);
    await warmUp(network, options.sessions, 1000 * (options.quick ? 1 : 5));
    const figures = figuresOf(await measure(network, job, options.seconds));
    // By itself: a profile slows down what it measures.
    await profiling?.startProfile();
    if (profiling) await pause(1000 * options.seconds);
    const profile = profiling && hottest(await profiling.stopProfile(), 40);
    profiling?.close();
    const latency = wish.thorough ? await latencyAtHalf(network, job, figures, options.seconds) : null;
    const peakRssBytes = peakRssOf(network.coordinator.pid);
    return { figures, latency, memory, calls, profile, peakRssBytes };
  } finally {
    await ends.run();
  }
}

/** A tenth first, so that what is there once is not counted for each. */
async function openSessions({ coordinator, load }: Network, sessions: number): Promise<Memory> {
  const few = Math.max(1, Math.floor(sessions / 10));
  const inspector = await coordinator.inspect();
  await load.open(coordinator.url, few, SEATS);
  const before = await inspector.memory();
  await load.open(coordinator.url, sessions - few, SEATS);
  const after = await inspector.memory();
  inspector.close();
  const live = (memory: typeof after): number => memory.heapUsed + memory.external;
  return {
    sessions,
    bytesPerSession: Math.round((live(after) - live(before)) / (sessions - few)),
    rssBytes: after.rss,
  };
}

/** Node's own histogram of how late timers are, kept in the coordinator while it is looked at. */
const WATCH_LOOP = `globalThis.loopDelay = require('perf_hooks').monitorEventLoopDelay({ resolution: 1 }); loopDelay.enable()`;
const LOOP_P99 = 'loopDelay.percentile(99) / 1e6';
const LOOP_MAX = 'loopDelay.max / 1e6';

async function latencyAtHalf(
  network: Network,
  job: RunningJob,
  figures: Figures,
  seconds: number,
): Promise<Latency> {
  const most = Math.min(figures.messagesPerSecond, AIM_UNITS_PER_SECOND / figures.unitsPerMessage);
  const messagesPerSecond = Math.max(1, Math.round(most / 2));
  await network.load.work(job.fuel, messagesPerSecond);
  await pause(1000);
  const inspector = await network.coordinator.inspect();
  await inspector.evaluate(WATCH_LOOP);
  const { marked, seconds: took } = await measure(network, job, seconds);
  const { waits } = await network.client.status();
  const loop = async (figure: string): Promise<number> =>
    rounded((await inspector.evaluate(figure)) as number, 2);
  const [loopP99Ms, loopMaxMs] = [await loop(LOOP_P99), await loop(LOOP_MAX)];
  inspector.close();
  return {
    loopP99Ms,
    loopMaxMs,
    insideP99Ms: { taken: waits.taken.p99, next: waits.next.p99 },
    messagesPerSecond: Math.round(marked.answers / took),
    p50Ms: marked.waitP50Ms && rounded(marked.waitP50Ms, 2),
    p95Ms: marked.waitP95Ms && rounded(marked.waitP95Ms, 2),
    p99Ms: marked.waitP99Ms && rounded(marked.waitP99Ms, 2),
  };
}

export async function dispatch(options: DispatchOptions, say: Say) {
  const ends = new Ends();
  const wanted = (part: Part): boolean => options.only.includes(part);
  const tell = (what: string, done: Run): Run => {
    for (const line of linesOf(what, done)) say(line);
    return done;
  };
  try {
    const purse = await openPurse(ends);
    const go = async (part: Part, what: string, wish: Wish): Promise<Run | null> =>
      wanted(part) ? tell(what, await run(options, purse, wish)) : null;
    const single = { [UNITS_PER_ASSIGNMENT]: '1' };
    const many = await go('postgres', 'PostgreSQL', { database: 'postgres', thorough: true });
    const one = await go('single', 'PostgreSQL, one unit a message', {
      database: 'postgres',
      settings: single,
      thorough: false,
    });
    const audited = await go('audits', 'PostgreSQL, audited often', {
      database: 'postgres',
      policy: OFTEN_AUDITED,
      thorough: false,
    });
    const lite = await go('pglite', 'PGlite', { database: 'pglite', thorough: false });
    const ceiling = wanted('ceiling') ? await loadCeiling(options) : null;
    if (ceiling) say(`the load itself against a bare socket: ${JSON.stringify(ceiling)}`);
    return reportOf(options, { many, one, audited, lite, ceiling });
  } finally {
    await ends.run();
  }
}

interface Runs {
  readonly many: Run | null;
  readonly one: Run | null;
  readonly audited: Run | null;
  readonly lite: Run | null;
  readonly ceiling: Awaited<ReturnType<typeof loadCeiling>> | null;
}

function reportOf(options: DispatchOptions, { many, one, audited, lite, ceiling }: Runs) {
  return {
    postgres: {
      acceptedUnitsPerSecond: many?.figures.acceptedUnitsPerSecond ?? null,
      singleUnitMessagesPerSecond: one?.figures.messagesPerSecond ?? null,
      many: many?.figures ?? null,
      single: one?.figures ?? null,
    },
    pglite: {
      acceptedUnitsPerSecond: lite?.figures.acceptedUnitsPerSecond ?? null,
      many: lite?.figures ?? null,
    },
    cpuMsPerUnit: many && many.figures.cpuUsPerUnit.coordinator / 1000,
    auditsCpu: many && audited && auditsOf(many.figures, audited.figures),
    sessions: options.sessions,
    bytesPerSession: many?.memory?.bytesPerSession ?? null,
    rssBytes: many?.memory?.rssBytes ?? null,
    peakRssBytes: many?.peakRssBytes ?? null,
    dispatchP50Ms: many?.latency?.p50Ms ?? null,
    dispatchP95Ms: many?.latency?.p95Ms ?? null,
    dispatchP99Ms: many?.latency?.p99Ms ?? null,
    dispatchAtMessagesPerSecond: many?.latency?.messagesPerSecond ?? null,
    loopP99Ms: many?.latency?.loopP99Ms ?? null,
    loopMaxMs: many?.latency?.loopMaxMs ?? null,
    insideP99Ms: many?.latency?.insideP99Ms ?? null,
    callP50Ms: many?.calls?.p50Ms ?? null,
    callP99Ms: many?.calls?.p99Ms ?? null,
    ...ceiling,
    profile: many?.profile ?? null,
    loadAverage: rounded(loadavg()[0], 1),
  };
}

/** An audit's processor time, from two runs that differ in nothing but how many there are of them. */
function auditsOf(usual: Figures, often: Figures) {
  const more = often.auditsPerUnit - usual.auditsPerUnit;
  const usPerAudit = (often.cpuUsPerUnit.coordinator - usual.cpuUsPerUnit.coordinator) / more;
  return {
    usPerAudit: rounded(usPerAudit, 1),
    share: rounded((usPerAudit * usual.auditsPerUnit) / usual.cpuUsPerUnit.coordinator),
  };
}

function linesOf(what: string, { figures, latency, memory, calls, profile }: Run): string[] {
  const { cpuUsPerUnit: cpu } = figures;
  const ranked = (title: string, hot: readonly Hot[]): string[] => [
    `  ${title}`,
    ...hot.map(({ where, share }) => `    ${(100 * share).toFixed(1).padStart(5)} %  ${where}`),
  ];
  return [
    `${what}: ${figures.acceptedUnitsPerSecond} units/s in ${figures.messagesPerSecond} messages/s, ` +
      `${figures.auditsPerUnit} audits a unit; coordinator at ${figures.coordinatorCores} cores`,
    `  µs of CPU a unit: coordinator ${cpu.coordinator}, postgres ${cpu.postgres}, referee ${cpu.referee}, load ${cpu.load}`,
    ...(memory
      ? [
          `  ${memory.sessions} sessions, ${memory.bytesPerSession} bytes each; ${(memory.rssBytes / 1e6).toFixed(0)} MB resident`,
        ]
      : []),
    ...(latency
      ? [
          `  at ${latency.messagesPerSecond} messages/s: answer to next unit p50 ${latency.p50Ms} ms, p99 ${latency.p99Ms} ms; the event loop’s delay p99 ${latency.loopP99Ms} ms, at most ${latency.loopMaxMs} ms`,
          `  of that inside the coordinator, p99: taken up after ${latency.insideP99Ms.taken} ms, next unit sent after ${latency.insideP99Ms.next} ms`,
        ]
      : []),
    ...(calls
      ? [`  ${calls.count} calls one after the other: p50 ${calls.p50Ms} ms, p99 ${calls.p99Ms} ms`]
      : []),
    ...(profile
      ? [
          ...ranked('where its time goes, by file', profile.files.slice(0, 20)),
          ...ranked('by function', profile.functions),
        ]
      : []),
  ];
}
