/** One steady window of a running network: what was accepted in it, and what that took of each process. */
import { rounded } from '../statistics.ts';
import type { Marked } from './load-messages.ts';
import { type Network, type RunningJob, UNIT_ITEMS, usages } from './network.ts';

export interface Window {
  readonly seconds: number;
  /** Units whose answers are stored, as the job's progress has them. */
  readonly units: number;
  readonly answers: number;
  readonly audits: number;
  readonly refereeAudits: number;
  readonly marked: Marked;
  /** Milliseconds of processor time. */
  readonly cpuMs: Readonly<Record<'coordinator' | 'load' | 'postgres' | 'referee', number>>;
}

export const pause = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));

/** So many answers in, a device is past its probation and given as many units at once as it ever will be. */
const ANSWERS_TO_KNOW = 12;
const MOST_MS_PER_SESSION = 10;

/** Lets things run until all sessions are known for what they can do, or that has taken too long. */
export async function warmUp({ load }: Network, sessions: number, leastMs: number): Promise<void> {
  const began = performance.now();
  await load.mark();
  for (let answers = 0; ; answers += (await load.mark()).answers) {
    const ms = performance.now() - began;
    const isKnown = answers >= ANSWERS_TO_KNOW * sessions || ms >= leastMs + MOST_MS_PER_SESSION * sessions;
    if (ms >= leastMs && isKnown) return;
    await pause(250);
  }
}

/** Lets things run for a while and looks what came of it. Throws where sessions were refused or the job ran out. */
export async function measure(network: Network, { job }: RunningJob, seconds: number): Promise<Window> {
  const look = async () => {
    const progress = await job.progress();
    const at = performance.now();
    return { progress, at, usage: usages(network), marked: await network.load.mark() };
  };
  const before = await look();
  await pause(1000 * seconds);
  const after = await look();
  const { marked } = after;
  if (marked.refusals > 0) throw new Error(`${marked.refusals} refusals, the first: ${marked.refusal}`);
  if (after.progress.state !== 'running') throw new Error('the job ended before the measurement did');
  const accepted = ({ progress }: typeof after): number => progress.held + progress.final;
  const cpuMs = Object.fromEntries(
    Object.entries(after.usage).map(([who, { cpuMs }]) => [
      who,
      cpuMs - before.usage[who as keyof typeof before.usage].cpuMs,
    ]),
  ) as Window['cpuMs'];
  return {
    seconds: (after.at - before.at) / 1000,
    units: (accepted(after) - accepted(before)) / UNIT_ITEMS,
    answers: marked.answers,
    audits: after.progress.audits - before.progress.audits,
    refereeAudits: after.progress.refereeAudits - before.progress.refereeAudits,
    marked,
    cpuMs,
  };
}

/** What a window says, in figures that can be compared between runs. */
export function figuresOf(window: Window) {
  const { seconds, units, answers, audits, refereeAudits, marked, cpuMs } = window;
  const perUnit = (ms: number): number => rounded((1000 * ms) / units, 1);
  return {
    acceptedUnitsPerSecond: Math.round(units / seconds),
    messagesPerSecond: Math.round(answers / seconds),
    unitsPerMessage: rounded(units / answers, 1),
    /** Of the answers: others were faster. */
    cancelledShare: rounded(marked.cancelled / answers, 4),
    auditsPerUnit: rounded(audits / units, 2),
    refereeAuditsPerUnit: rounded(refereeAudits / units, 3),
    /** Processor time in microseconds for each unit. */
    cpuUsPerUnit: {
      coordinator: perUnit(cpuMs.coordinator),
      postgres: perUnit(cpuMs.postgres),
      referee: perUnit(cpuMs.referee),
      load: perUnit(cpuMs.load),
    },
    /** Units per second of the coordinator's own processor time: what a core of it would do. */
    unitsPerCoordinatorCore: Math.round((1000 * units) / cpuMs.coordinator),
    /** Cores that the coordinator had on average: below 1 it waited for others, or others for it. */
    coordinatorCores: rounded(cpuMs.coordinator / 1000 / seconds, 2),
  };
}
export type Figures = ReturnType<typeof figuresOf>;
