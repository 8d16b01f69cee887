/** One storm: several coordinators, a crowd of every kind, and everything that can fail fails at random moments. */
import { type CoordinatorId, DEFAULT_POLICY, type Policy } from '@manyhands/protocol';
import { Dispatcher } from '../../dispatch/dispatcher.ts';
import type { JobTerms } from '../../dispatch/journal.ts';
import { MemoryJournal } from '../../dispatch/memory-journal.ts';
import { priceAt } from '../../domain/pay.ts';
import { reservePerItem } from '../../domain/reserve.ts';
import { Crowd } from '../crowd.ts';
import { Events, settle } from '../events.ts';
import { productionPolicy } from '../policies.ts';
import { portsOf } from '../ports.ts';
import { generator } from '../random.ts';
import { DEFAULTS, type Settings } from '../settings.ts';
import type { Strategy } from '../strategies.ts';
import { termsOf } from '../terms.ts';
import { faultyJournal, type Weather } from './faulty.ts';
import { Witness } from './witness.ts';

const CALM_AFTER_MS = 15_000;
const PATIENCE_MS = 300_000;
const SILENT_MS = 4_000;
const TICK_MS = 100;
/** Liars whose every lie is found where anybody but a fellow looks. */
const COARSE: readonly Strategy[] = [
  'always',
  'flapping',
  'prefix-group',
  'whitewash',
  'false-dispute',
  'lazy',
];
const FINE: readonly Strategy[] = ['item', 'sleeper', 'leaver', 'colluding-auditor', 'copycat'];

/** Of the policies of a storm, most are audits. */
const KINDS = ['audit', 'audit', 'audit', 'audit', 'quorum', 'own-credibility', 'trusted'] as const;

/** What a seed means: seeds of the first vintage had audits and quorums, and nothing was resumed. */
export type Vintage = 1 | 2;

export interface StormResult {
  readonly seed: number;
  /** Rules that were broken, in words; empty when all held. */
  readonly broken: readonly string[];
  readonly what: string;
  readonly events: number;
  readonly crashes: number;
}

interface Process {
  readonly id: CoordinatorId;
  readonly dispatcher: Dispatcher;
  alive: boolean;
}

class Storm {
  readonly events = new Events();
  readonly random: () => number;
  readonly settings: Settings;
  readonly terms: JobTerms;
  readonly witness: Witness;
  readonly weather: Weather = { down: false, refused: 0, lostReply: 0 };
  readonly #memory: MemoryJournal;
  readonly #vintage: Vintage;
  readonly #processes: Process[] = [];
  readonly #crowd: Crowd;
  #born = 0;
  crashes = 0;
  steps = 0;

  constructor(seed: number, vintage: Vintage) {
    this.#vintage = vintage;
    this.random = generator(seed);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(this.random() * from.length)];
    const kind = vintage === 1 ? (this.random() < 0.2 ? 'quorum' : 'audit') : pick(KINDS);
    const strategy = pick(this.random() < 0.7 ? COARSE : FINE);
    const policy = kind === 'audit' ? auditPolicy(this.random) : null;
    const settings = {
      ...DEFAULTS,
      seed,
      strategy,
      malicious: pick([0, 0.15, 0.3]),
      contributors: 4 + Math.floor(this.random() * 5),
      units: 16 + Math.floor(this.random() * 25),
      itemsPerUnit: 1 + Math.floor(this.random() * 12),
      lifetime: 6 + this.random() * 20,
      unitMs: 1_000 + this.random() * 1_000,
      tickMs: TICK_MS,
      coordinators: 1 + Math.floor(this.random() * 3),
      drops: this.random() * 0.2,
      partial: this.random() * 0.15,
      fails: this.random() * 0.05,
      seats: 2,
      resumes: vintage > 1,
    };
    this.settings = { ...settings, policy: policy ?? otherPolicy(kind, settings) };
    this.terms = {
      ...termsOf(this.settings),
      price: { payer: 'channel:c', perCoreHour: 10_800_000_025_200n, feePpm: 50_000 },
    };
    const budget = BigInt(this.terms.itemCount) * reserveOf(this.terms);
    this.witness = new Witness(this.terms, budget);
    this.#memory = new MemoryJournal(() => this.events.now, { silentMs: SILENT_MS });
    this.#memory.addJob(this.terms, budget);
    for (let i = 0; i < this.settings.coordinators; i++) this.#start();
    this.#crowd = new Crowd({
      events: this.events,
      settings: this.settings,
      random: this.random,
      dispatcherFor: (slot) => {
        const alive = this.#processes.filter((process) => process.alive);
        return alive.length === 0 ? null : alive[slot % alive.length].dispatcher;
      },
      watch: this.witness,
    });
    this.weather.refused = this.random() * 0.05;
    this.weather.lostReply = this.random() * 0.05;
    this.#planTrouble();
    this.events.in(CALM_AFTER_MS, () => this.#calm());
  }

  #start(): void {
    const process: { -readonly [K in keyof Process]?: Process[K] } = { alive: true };
    const id = `c${++this.#born}` as CoordinatorId;
    const { events, random, weather, witness } = this;
    const journal = faultyJournal(this.#memory, {
      events,
      random,
      weather,
      witness,
      alive: () => process.alive === true,
    });
    const dispatcher = new Dispatcher(
      portsOf({ me: id, journal, clock: passing(events), random, report: () => {}, refereed: () => {} }),
    );
    Object.assign(process, { id, dispatcher });
    this.#processes.push(process as Process);
    this.#tick(process as Process);
    this.#look(process as Process);
  }

  #look(process: Process): void {
    if (!process.alive) return;
    process.dispatcher.lookForJobs();
    this.events.in(1_000, () => this.#look(process));
  }

  #tick(process: Process): void {
    if (!process.alive) return;
    // As the coordinator's own ticker does: it goes on whatever a tick ends in, and looks for jobs all the time.
    process.dispatcher.tick().catch(() => {});
    this.#goOn(process);
    this.events.in(TICK_MS, () => this.#tick(process));
  }

  #goOn(process: Process): void {
    if (process.alive && process.dispatcher.goOn()) this.events.in(1, () => this.#goOn(process));
  }

  /** Until it calms down, something breaks every few seconds. */
  #planTrouble(): void {
    this.events.in(300 + this.random() * 2_500, () => {
      if (this.events.now >= CALM_AFTER_MS) return;
      const what = this.random();
      if (what < 0.45) this.#crash();
      else if (what < 0.65) this.#outage();
      else this.#killSomebody();
      this.#planTrouble();
    });
  }

  #crash(): void {
    const alive = this.#processes.filter((process) => process.alive);
    const victim = alive[Math.floor(this.random() * alive.length)];
    if (!victim) return;
    victim.alive = false;
    this.crashes++;
    this.#crowd.lost(victim.dispatcher);
    this.events.in(this.random() * 3_000, () => this.#start());
  }

  #outage(): void {
    this.weather.down = true;
    this.events.in(this.random() * 6_000, () => {
      this.weather.down = false;
    });
  }

  #killSomebody(): void {
    const present = [...this.#crowd.present];
    const somebody = present[Math.floor(this.random() * present.length)];
    if (this.#vintage > 1 && this.random() < 0.5) somebody?.hang();
    else somebody?.die();
  }

  #calm(): void {
    this.weather.refused = 0;
    this.weather.lostReply = 0;
    this.weather.down = false;
  }

  get #settled(): boolean {
    const { slices } = this.witness;
    let items = 0;
    for (const slice of slices.values()) {
      if (!slice.settled) return false;
      items += slice.count;
    }
    return items === this.terms.itemCount && this.#memory.slices.every(({ state }) => state === 'settled');
  }

  async run(): Promise<StormResult> {
    while (this.events.now < PATIENCE_MS && this.events.step()) {
      this.steps++;
      await settle();
      this.#checkCounts();
      if (this.witness.broken.length > 3) break;
      if (this.steps % 32 === 0 && this.events.now > CALM_AFTER_MS && this.#settled) break;
    }
    const { policy, strategy, malicious } = this.settings;
    if (!this.#settled) this.witness.broke('LS4', `the job is not settled after ${this.events.now / 1000} s`);
    else
      this.witness.atTheEnd(
        policy,
        malicious > 0 && (policy.kind !== 'audit' || !COARSE.includes(strategy)),
        (device) => this.#crowd.isHonest(device),
      );
    const honest = [...this.witness.banned].filter((device) => this.#crowd.isHonest(device));
    if (honest.length > 0) this.witness.broke('VF2', `honest devices were banned: ${honest.join(', ')}`);
    return {
      seed: this.settings.seed,
      broken: this.witness.broken,
      what: `${policy.kind}, ${malicious} ${strategy}, ${this.settings.coordinators} coordinators`,
      events: this.steps,
      crashes: this.crashes,
    };
  }

  /** Items carved = final + on hold + in flight + waiting + disputed, on every coordinator, after every event. */
  #checkCounts(): void {
    for (const { alive, dispatcher } of this.#processes) {
      if (!alive) continue;
      const census = dispatcher.census(this.terms.id);
      const { carved, final, held, inFlight, waiting, disputed } = census;
      if (carved !== final + held + inFlight + waiting + disputed)
        this.witness.broke('SL1', `counts do not add up: ${JSON.stringify(census)}`);
    }
  }
}

/** What the job sets aside for an item: a budget of that much for each is enough, and never exceeded [LG2]. */
const reserveOf = ({ price, rate, fuelCap, policy }: JobTerms): bigint =>
  reservePerItem(price && priceAt(price, rate), fuelCap, policy);

/** Half of them audit everything, so that every lie must be found. */
function auditPolicy(random: () => number): Policy {
  return {
    ...DEFAULT_POLICY,
    newcomerPpm: 500_000,
    veteranPpm: 300_000,
    holdAudits: 6,
    refereePpm: random() < 0.5 ? 0 : 50_000,
  };
}

/** So much passes at each look at a clock, and so much between two events at most. */
const LOOK_MS = 0.2;
const EVENT_MS = 20;

/** Time also passes while code runs: what is done a moment at a time is left half done now and then. */
function passing(events: Events): () => number {
  let at = 0;
  return () => {
    at = Math.min(Math.max(at + LOOK_MS, events.now), events.now + EVENT_MS);
    return at;
  };
}

/** A quorum of three, credibility of which a third is checked again, or a private pool. */
function otherPolicy(kind: string, settings: Settings): Policy {
  const policy = productionPolicy(kind, settings, {});
  return policy.kind === 'credibility' ? { ...policy, spotPpm: 300_000 } : policy;
}

export const storm = (seed: number, vintage: Vintage = 2): Promise<StormResult> =>
  new Storm(seed, vintage).run();
