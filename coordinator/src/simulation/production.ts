/** The production dispatcher, unchanged, under a simulated clock, network and crowd. */
import {
  type CoordinatorFrame,
  type CoordinatorId,
  DEFAULT_COLLUDING_PPM,
  DEFAULT_CONFIDENCE_PPM,
  errorBound,
  finalPpmOf,
} from '@manyhands/protocol';
import { Dispatcher } from '../dispatch/dispatcher.ts';
import type { CommitBatch, JobTerms, Journal } from '../dispatch/journal.ts';
import { MemoryJournal } from '../dispatch/memory-journal.ts';
import type { Link, Ports } from '../dispatch/ports.ts';
import { mayWork } from '../domain/policy-trusted.ts';
import { Crowd } from './crowd.ts';
import { Events, settle } from './events.ts';
import { itemsOf } from './items.ts';
import { Observer } from './observer.ts';
import { portsOf } from './ports.ts';
import { generator } from './random.ts';
import type { Report } from './report.ts';
import type { Settings } from './settings.ts';
import { termsOf } from './terms.ts';

/** Simulated milliseconds after which a job that does not end is given up. */
const PATIENCE_MS = 24 * 3_600_000;

class Production {
  readonly settings: Settings;
  readonly events = new Events();
  readonly random: () => number;
  readonly observer = new Observer();
  readonly crowd: Crowd;
  readonly banned: string[] = [];
  readonly #terms: JobTerms;
  readonly #dispatchers: Dispatcher[] = [];
  referee = 0;
  /** Items that the referee of one coordinator had and that waited for it, at most. */
  refereePeak = 0;
  #refereeFreeAt = 0;
  sentToStrangers = 0;
  complete = false;
  #due = false;

  constructor(settings: Settings) {
    this.settings = settings;
    this.random = generator(settings.seed);
    this.#terms = termsOf(settings);
    const memory = new MemoryJournal(() => this.events.now, { keepAnswers: false });
    memory.addJob(this.#terms);
    const journal = this.#observed(memory);
    for (let i = 0; i < settings.coordinators; i++) {
      const dispatcher = new Dispatcher(this.#ports(`c${i}`, journal), {
        refereeQueue: settings.refereeQueue,
      });
      this.#dispatchers.push(dispatcher);
      this.#tick(dispatcher);
    }
    this.crowd = new Crowd({
      events: this.events,
      settings,
      random: this.random,
      dispatcherFor: (slot) => {
        this.#due = true;
        return this.#dispatchers[slot % this.#dispatchers.length];
      },
      ...(settings.policy.kind === 'trusted' && { watch: { sent: this.#sent, returned: () => {} } }),
    });
  }

  readonly #sent = ({ device }: Link, frame: CoordinatorFrame): void => {
    if (frame.kind === 'assign' && !mayWork(this.settings.policy, device, null))
      this.sentToStrangers += itemsOf(frame).length;
  };

  #observed(memory: MemoryJournal): Journal {
    return new Proxy(memory, {
      get: (target, name) => {
        const method = Reflect.get(target, name);
        if (name !== 'commit') return typeof method === 'function' ? method.bind(target) : method;
        return async (me: CoordinatorId, batch: CommitBatch) => {
          const receipt = await target.commit(me, batch);
          this.observer.committed(batch, receipt, this.events.now);
          return receipt;
        };
      },
    });
  }

  #ports(me: string, journal: Journal): Ports {
    return portsOf({
      me: me as CoordinatorId,
      journal,
      clock: () => this.events.now,
      random: this.random,
      refereed: (items) => this.#refereed(items),
      report: (event) => {
        if (event.kind === 'banned') this.banned.push(event.device);
        if (event.kind === 'jobComplete') this.complete = this.isComplete();
        if (event.kind === 'trouble') throw new Error(event.what, { cause: event.cause });
      },
    });
  }

  #refereed(items: number): void | Promise<void> {
    this.referee += items;
    const ms = items * this.settings.refereeMs;
    if (ms === 0) return;
    this.#refereeFreeAt = Math.max(this.#refereeFreeAt, this.events.now) + ms;
    return new Promise((done) => {
      this.events.in(this.#refereeFreeAt - this.events.now, () => {
        this.#due = true;
        done();
      });
    });
  }

  isComplete(): boolean {
    const { final } = this.observer.tally();
    return final === this.#terms.itemCount;
  }

  #tick(dispatcher: Dispatcher): void {
    void dispatcher.tick();
    this.refereePeak = Math.max(this.refereePeak, dispatcher.refereeLoad.items);
    this.#due = true;
    this.events.in(this.settings.tickMs, () => this.#tick(dispatcher));
  }

  async run(): Promise<void> {
    while (!this.complete && this.events.now < PATIENCE_MS && this.events.step()) {
      if (!this.#due) continue;
      this.#due = false;
      await settle();
    }
  }
}

/** Runs one job to its end and says what it cost and what went wrong. */
export async function simulate(settings: Settings): Promise<Report> {
  const started = performance.now();
  const run = new Production(settings);
  await run.run();
  const { observer, crowd, referee, banned, events } = run;
  const items = settings.units * settings.itemsPerUnit;
  const tally = observer.tally();
  const caught = observer.caught();
  const honest = (counts: Map<string, number>): number =>
    [...counts].reduce((sum, [device, count]) => sum + (crowd.isHonest(device) ? count : 0), 0);
  const paid = honest(observer.paid);
  const finality = observer.finality.sort((a, b) => a - b);
  return {
    finished: run.complete,
    executionsPerItem: (crowd.executed.honest + crowd.executed.liars + referee) / items,
    honestExecutionsPerItem: (crowd.executed.honest + referee) / items,
    wrongProvisionalShare: observer.wrongAccepted / items,
    wrongEverFinalShare: observer.wrongEverFinal / items,
    wrongFinalItems: tally.wrongFinal,
    wrongFinalShare: tally.wrongFinal / items,
    refereeShare: referee / items,
    refereePeak: run.refereePeak,
    honestBans: banned.filter((device) => crowd.isHonest(device)).length,
    liarBans: banned.filter((device) => !crowd.isHonest(device)).length,
    wastedShare: (crowd.executed.honest - paid) / items,
    unpaidHonestShare: Math.max(0, honest(observer.delivered) - paid) / items,
    finalitySeconds: {
      mean: finality.reduce((sum, ms) => sum + ms, 0) / Math.max(1, finality.length) / 1000,
      p99: (finality[Math.floor(finality.length * 0.99)] ?? 0) / 1000,
    },
    deviceAudits: tally.deviceAudits,
    refereeAudits: tally.refereeAudits,
    draws: observer.draws,
    caught: caught.reduce((sum, { devices }) => sum + devices, 0),
    certifiedBound: errorBound({
      policy: settings.policy,
      items,
      ...observer.drawsOfFinal(finalPpmOf(settings.policy)),
      caught,
      deviceAudits: tally.deviceAudits,
      refereeAudits: tally.refereeAudits,
      confidencePpm: DEFAULT_CONFIDENCE_PPM,
      colludingPpm: DEFAULT_COLLUDING_PPM,
    }),
    identities: crowd.identities,
    sentToStrangers: run.sentToStrangers,
    simulatedSeconds: events.now / 1000,
    seconds: (performance.now() - started) / 1000,
  };
}
