/** What a TypeScript developer would take instead, beside dispatch in the same run: so that the ratios hold. */
import { type ChildProcess, fork } from 'node:child_process';
import { startPostgres } from '@manyhands/coordinator/testing';
import { dispatch } from '../dispatch/dispatch.ts';
import { Ends } from '../dispatch/network.ts';
import { usageOf, usageOfTree } from '../dispatch/usage.ts';
import type { Figures } from '../dispatch/window.ts';
import { rounded } from '../statistics.ts';
import { installRedis, redisMissing, startRedis } from './redis.ts';

export interface PeersOptions {
  readonly jobs: number;
  readonly sessions: number;
  readonly seconds: number;
  readonly quick: boolean;
}

interface Server {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

interface Peer {
  readonly name: string;
  /** Whether a completed job survives a power cut. */
  readonly durable: boolean;
  readonly child: string;
  missing(): string | null;
  start(): Promise<Server>;
}

const PEERS: readonly Peer[] = [
  {
    name: 'BullMQ on Redis, fsync every second',
    durable: false,
    child: 'bullmq.js',
    missing: redisMissing,
    start: () => startRedis('everysec'),
  },
  {
    name: 'BullMQ on Redis, fsync always',
    durable: true,
    child: 'bullmq.js',
    missing: redisMissing,
    start: () => startRedis('always'),
  },
  {
    name: 'pg-boss on PostgreSQL',
    durable: true,
    child: 'pg-boss.js',
    missing: () => null,
    start: () => startPostgres({ durable: true }),
  },
];

export interface PeerFigures {
  readonly name: string;
  readonly durable: boolean;
  readonly jobsPerSecond: number;
  /** Of the Node process that adds and processes, and of its server. */
  readonly cpuUsPerJob: { readonly client: number; readonly server: number; readonly whole: number };
}

async function measurePeer(peer: Peer, jobs: number): Promise<PeerFigures> {
  const ends = new Ends();
  try {
    const server = await peer.start();
    ends.add(() => server.stop());
    const child = fork(new URL(peer.child, import.meta.url), [server.url]);
    ends.add(() => ended(child));
    await said(child, 'ready');
    await round(child, Math.ceil(jobs / 10));
    const used = () => ({
      client: usageOf([child.pid as number]).cpuMs,
      server: usageOfTree(server.pid).cpuMs,
    });
    const [before, began] = [used(), performance.now()];
    await round(child, jobs);
    const seconds = (performance.now() - began) / 1000;
    const after = used();
    const perJob = (who: 'client' | 'server'): number => (1000 * (after[who] - before[who])) / jobs;
    const [client, store] = [perJob('client'), perJob('server')];
    return {
      name: peer.name,
      durable: peer.durable,
      jobsPerSecond: Math.round(jobs / seconds),
      cpuUsPerJob: {
        client: rounded(client, 1),
        server: rounded(store, 1),
        whole: rounded(client + store, 1),
      },
    };
  } finally {
    await ends.run();
  }
}

async function round(child: ChildProcess, jobs: number): Promise<void> {
  const done = said(child, 'done');
  child.send(jobs);
  await done;
}

function said(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const gone = (): void => reject(new Error('the peer ended'));
    child.once('exit', gone);
    child.once('message', (message) => {
      child.off('exit', gone);
      if (message === word) resolve();
      else reject(new Error(String(message)));
    });
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGKILL');
  await over;
}

type Say = (line: string) => void;

/** A unit here is a job there, although it has sixteen items, is audited, booked and held until it is trusted. */
export async function peers(options: PeersOptions, say: Say) {
  if (!options.quick) installRedis();
  const missing = [...new Set(PEERS.flatMap((peer) => peer.missing() ?? []))];
  for (const line of missing) say(line);
  const measured: PeerFigures[] = [];
  for (const peer of PEERS.filter((each) => each.missing() === null)) {
    const figures = await measurePeer(peer, options.jobs);
    const { client, server } = figures.cpuUsPerJob;
    say(`${peer.name}: ${figures.jobsPerSecond} jobs/s; µs of CPU a job: client ${client}, server ${server}`);
    measured.push(figures);
  }
  const { sessions, seconds, quick } = options;
  const only = quick ? (['postgres'] as const) : (['postgres', 'single'] as const);
  const { postgres } = await dispatch({ sessions, seconds, quick, profile: false, only }, say);
  const against = measured.map((peer) => ({
    ...peer,
    many: ratios(postgres.many, peer),
    single: ratios(postgres.single, peer),
  }));
  for (const { name, many, single } of against) {
    if (many) say(`dispatch against ${name}: ${many.rate} times the rate, ${many.cpu} of the CPU a job`);
    if (single) say(`  with one unit a message: ${single.rate} times the rate, ${single.cpu} of the CPU`);
  }
  return {
    jobs: options.jobs,
    missing,
    peers: against,
    dispatch: { many: postgres.many, single: postgres.single },
  };
}

/** Dispatch over the peer, everything counted that takes part: also the load that stands for all contributors. */
function ratios(figures: Figures | null, peer: PeerFigures) {
  if (figures === null) return null;
  const { coordinator, postgres, referee, load } = figures.cpuUsPerUnit;
  return {
    rate: rounded(figures.acceptedUnitsPerSecond / peer.jobsPerSecond, 2),
    cpu: rounded((coordinator + postgres + referee + load) / peer.cpuUsPerJob.whole, 2),
  };
}
