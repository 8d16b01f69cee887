/** How far fuel × rate and time disagree, as this coordinator saw it since it started. For operators' eyes only: it moves no money. */
import { ITEM_STATUS } from '@manyhands/protocol';
import { type Spread, spreadOf } from '../domain/spread.ts';
import type { OpenJob } from './state.ts';

/** Of whom a ratio is: a kernel on an engine, on one device. */
export interface TimedOn {
  readonly kernel: string;
  readonly name: string;
  /** What the device says it is, or `referee`. */
  readonly agent: string;
  readonly device: string;
}

export interface RatioRow extends Omit<TimedOn, 'device'>, Spread {
  /** Null: all of the engine's devices. */
  readonly device: string | null;
}

const MOST_ROWS = 2_000;
const LATEST = 64;
const AGENT_LETTERS = 60;

interface Seen {
  readonly on: TimedOn;
  count: number;
  /** A ring of the last ratios. */
  readonly latest: number[];
}

/** Time taken over time paid, in bounded memory: the latest ratios of each row, and the rows heard of last. */
export class TimeRatios {
  /** By kernel, engine and device; longest unheard of first. */
  readonly #seen = new Map<string, Seen>();

  /** Notes that something took `ratio` times what a reference core would by fuel × rate. */
  note(on: TimedOn, ratio: number): void {
    if (!Number.isFinite(ratio)) return;
    const agent = on.agent.slice(0, AGENT_LETTERS);
    const key = JSON.stringify([on.kernel, agent, on.device]);
    const seen = this.#seen.get(key) ?? { on: { ...on, agent }, count: 0, latest: [] };
    seen.latest[seen.count++ % LATEST] = ratio;
    this.#seen.delete(key);
    this.#seen.set(key, seen);
    if (this.#seen.size > MOST_ROWS) this.#seen.delete(this.#seen.keys().next().value as string);
  }

  /** A row for each kernel and engine, or for each of its devices. */
  rows(by: 'engine' | 'device'): RatioRow[] {
    const groups = new Map<string, Seen[]>();
    for (const seen of this.#seen.values()) {
      const { kernel, agent, device } = seen.on;
      const key = JSON.stringify([kernel, agent, by === 'device' ? device : '']);
      groups.set(key, [...(groups.get(key) ?? []), seen]);
    }
    return [...groups.values()].map((group) => {
      const [{ on }] = group;
      const count = group.reduce((sum, seen) => sum + seen.count, 0);
      const spread = spreadOf(
        group.flatMap((seen) => seen.latest),
        count,
      );
      return { ...on, device: by === 'device' ? on.device : null, ...spread };
    });
  }
}

/** Shorter work shows what the way there and back takes, not how fast the device is. Of a reference core. */
const SHOWS_SPEED_MS = 20;

/**
 * Time taken over time paid, or null where that says nothing: much too little work, or some that trapped and is paid
 * at its cap. `paid`: milliseconds of a reference core.
 */
export function ratioOf(milliseconds: number, statuses: Uint8Array, paid: number): number | null {
  if (paid < SHOWS_SPEED_MS || statuses.includes(ITEM_STATUS.trap)) return null;
  return milliseconds / paid;
}

export const timedOn = ({ terms }: OpenJob, agent: string, device: string): TimedOn => ({
  kernel: terms.kernel,
  name: terms.kernelName,
  agent,
  device,
});
