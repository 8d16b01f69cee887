/** The load process: forked by a bench, told by messages what to do. */
import { setTimeout } from 'node:timers/promises';
import { quantile } from '../statistics.ts';
import { Answers, type Assigned, checkFrames } from './frames.ts';
import type { Marked, Order, Report } from './load-messages.ts';
import { type Load, LoadSession } from './load-session.ts';

/** Greetings under way at once: each costs a signature here and its recovery there. */
const GREETINGS = 32;
/**
 * What this process was late with is made up for as far as this, and else left out: contributors do not hold back for each other
 * and then come all at once.
 */
const CATCH_UP_MS = 25;
const PACE_MS = 2;
/** What was sent without a pace must be dealt with by then. */
const DRAIN_MS = 30_000;
/** Sessions with the same address: fewer than a coordinator lets in. */
const PER_ADDRESS = 200;
/** Waits kept for the quantiles. */
const WAITS = 200_000;

class LoadProcess implements Load {
  answers = new Answers(0n);
  readonly #sessions: LoadSession[] = [];
  #opened = 0;
  #seats = 1;
  #perSecond: number | null = null;
  /** Assignments that wait to be answered while the pace is held. */
  #kept: [LoadSession, Assigned][] = [];
  #paceTimer: NodeJS.Timeout | null = null;
  /** Answers that no assignment followed yet. */
  #unfollowed = 0;
  #count = newCount();

  async open(url: string, count: number, seats: number): Promise<void> {
    this.#seats = seats;
    let left = count;
    const openSome = async (): Promise<void> => {
      while (left-- > 0) {
        const address = addressOf(this.#opened++);
        this.#sessions.push(await LoadSession.open(url, this, { seats, address }));
      }
    };
    await Promise.all(Array.from({ length: Math.min(GREETINGS, count) }, openSome));
  }

  async work(fuel: bigint, perSecond: number | null): Promise<void> {
    checkFrames(fuel);
    this.answers = new Answers(fuel);
    this.#perSecond = perSecond;
    if (this.#paceTimer) clearInterval(this.#paceTimer);
    this.#paceTimer = null;
    for (const session of this.#sessions) session.want(this.#seats);
    if (perSecond !== null) return this.#holdPace(perSecond);
    for (const [session, assigned] of this.#kept.splice(0)) this.#send(session, assigned);
  }

  rest(): void {
    for (const session of this.#sessions) session.rest();
    this.#unfollowed = 0;
  }

  mark(): Marked {
    const { waits, ...rest } = this.#count;
    this.#count = newCount();
    const at = (share: number): number | null => (waits.length === 0 ? null : quantile(waits, share));
    return { ...rest, waitP50Ms: at(0.5), waitP95Ms: at(0.95), waitP99Ms: at(0.99) };
  }

  take(session: LoadSession, assigned: Assigned): void {
    if (this.#perSecond === null) this.#send(session, assigned);
    else this.#kept.push([session, assigned]);
  }

  waited(milliseconds: number): void {
    this.#unfollowed--;
    if (this.#count.waits.length < WAITS) this.#count.waits.push(milliseconds);
  }

  credited(items: number): void {
    this.#count.credits++;
    this.#count.creditedItems += items;
  }

  cancelled(): void {
    this.#count.cancelled++;
  }

  refused(why: string): void {
    this.#count.refusals++;
    this.#count.refusal ||= why;
  }

  #send(session: LoadSession, assigned: Assigned): void {
    this.#count.answers++;
    this.#unfollowed++;
    session.answer(assigned);
  }

  /** Begins once what was sent without a pace is dealt with: who waits behind that says nothing of the pace. */
  async #holdPace(perSecond: number): Promise<void> {
    const latest = performance.now() + DRAIN_MS;
    while (this.#unfollowed > 0 && performance.now() < latest) await setTimeout(PACE_MS);
    let last = performance.now();
    let due = 0;
    const most = Math.max(1, (CATCH_UP_MS / 1000) * perSecond);
    this.#paceTimer = setInterval(() => {
      const now = performance.now();
      due = Math.min(due + ((now - last) / 1000) * perSecond, most);
      last = now;
      const sent = this.#kept.splice(0, Math.floor(due));
      due -= sent.length;
      for (const [session, assigned] of sent) this.#send(session, assigned);
    }, PACE_MS);
  }
}

/** A loopback address for the n-th session: few enough have the same. */
const addressOf = (n: number): string => `127.0.0.${2 + (Math.floor(n / PER_ADDRESS) % 250)}`;

const newCount = () => ({
  answers: 0,
  credits: 0,
  creditedItems: 0,
  cancelled: 0,
  refusals: 0,
  refusal: '',
  waits: [] as number[],
});

const load = new LoadProcess();
const reply = (report: Report): void => {
  process.send?.(report);
};

async function follow(order: Order): Promise<Report> {
  switch (order.kind) {
    case 'open':
      await load.open(order.url, order.sessions, order.seats);
      return { kind: 'done' };
    case 'work':
      await load.work(order.fuel, order.perSecond);
      return { kind: 'done' };
    case 'rest':
      load.rest();
      return { kind: 'done' };
    case 'mark':
      return { kind: 'marked', ...load.mark() };
  }
}

process.on('message', (order: Order) => {
  follow(order).then(reply, (error: Error) => reply({ kind: 'failed', why: error.message }));
});
process.on('disconnect', () => process.exit(0));
