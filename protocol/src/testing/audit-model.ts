/** A model of audits as the bound assumes them, thousands of times faster than dispatch: who lies how, and what is proved. */
import { type Caught, DEFAULT_CONFIDENCE_PPM, errorBound, itemEvidence, type Stratum } from '../bound.ts';
import type { AuditPolicy } from '../policy.ts';

/** What a liar knows when it answers. */
export interface Liar {
  /** Items of its units that passed audits, under this name. */
  readonly passed: number;
  /** Units it will still do under this name, this one included. */
  readonly unitsLeft: number;
  /** Over all liars: what escaped in −ln(chance), and how many were caught. Not even real accomplices know as much. */
  readonly escaped: number;
  readonly caught: number;
}

export interface Model {
  readonly policy: AuditPolicy;
  readonly units: number;
  readonly unitItems: number;
  /** Seats, and how many of them are liars'. Whoever is banned comes back under a new name at once. */
  readonly seats: number;
  readonly liars: number;
  /** Units under one name, on average. */
  readonly lifetime: number;
  /** Share of a liar's audits that an accomplice makes. */
  readonly colluding: number;
  /** What the certificate assumes of it, in millionths. */
  readonly colludingPpm: number;
  /** How many items of a unit are wrong. */
  readonly lie: (liar: Liar, random: () => number) => number;
}

export interface Outcome {
  /** Share of accepted items that are wrong. */
  readonly wrong: number;
  readonly bound: number;
  /**
   * What so many draws, of which so many found a liar, prove at all: the exact Poisson limit for numbers known
   * beforehand, of all draws or of the late ones alone, whichever is less.
   */
  readonly provable: number;
  readonly audits: number;
  readonly caught: number;
  readonly executions: number;
}

interface Done {
  readonly wrong: number;
  readonly ratePpm: number;
  /** Wrong items that an accomplice vouched for: they are not looked at again. */
  vouched: number;
  drawn: number;
  /** Audits that passed under this name after it. */
  later: number;
  looked: boolean;
}

interface Name {
  readonly lies: boolean;
  passed: number;
  unitsLeft: number;
  /** Its accepted units in this job. */
  units: Done[];
}

/** Plays one job with random numbers from `random`. */
export const play = (model: Model, random: () => number): Outcome => new Play(model, random).run();

class Play {
  readonly #model: Model;
  readonly #random: () => number;
  readonly #names: Name[];
  readonly #retired: Name[] = [];
  readonly #price: (ratePpm: number) => number;
  #open: number;
  /** By the rate at the answer. */
  readonly #found = new Map<number, { answerPpm: number; devices: number; late: number }>();
  #caught = 0;
  #draws = 0;
  #lateDraws = 0;
  #escaped = 0;
  #executions = 0;

  constructor(model: Model, random: () => number) {
    this.#model = model;
    this.#random = random;
    this.#open = model.units;
    const honest = 1 - model.colludingPpm / 1e6;
    this.#price = (ratePpm) => itemEvidence((ratePpm / 1e6) * honest);
    this.#names = Array.from({ length: model.seats }, (_, seat) => this.#fresh(seat));
  }

  run(): Outcome {
    while (this.#open > 0) {
      const seat = Math.floor(this.#random() * this.#model.seats);
      const name = this.#names[seat];
      if (!this.#work(name) || --name.unitsLeft <= 0) this.#leave(seat);
      // At the end everybody's held work is looked at, and what is refuted is open again.
      if (this.#open === 0) for (let i = 0; i < this.#names.length; i++) this.#leave(i);
    }
    return this.#sumUp();
  }

  #fresh(seat: number): Name {
    const { liars, lifetime } = this.#model;
    const unitsLeft = 1 + Math.floor(-Math.log(1 - this.#random()) * (lifetime - 1));
    return { lies: seat < liars, passed: 0, unitsLeft, units: [] };
  }

  /** One unit by a device; false where it is found lying. */
  #work(name: Name): boolean {
    const { policy, unitItems, lie } = this.#model;
    const ratePpm = name.passed < policy.veteranAfter ? policy.newcomerPpm : policy.veteranPpm;
    const wrong = name.lies
      ? lie({ ...name, escaped: this.#escaped, caught: this.#caught }, this.#random)
      : 0;
    this.#open--;
    this.#executions += unitItems;
    const unit: Done = { wrong, ratePpm, vouched: 0, drawn: 0, later: 0, looked: false };
    name.units.push(unit);
    const before = name.passed;
    if (!this.#draw(name, unit, ratePpm)) return false;
    this.#escaped += wrong * this.#price(ratePpm);
    for (const earlier of name.units) if (earlier !== unit) earlier.later += name.passed - before;
    return name.units.every(
      (earlier) => earlier.looked || earlier.later < policy.holdAudits || this.#look(name, earlier),
    );
  }

  #look(name: Name, unit: Done): boolean {
    unit.looked = true;
    if (this.#draw(name, unit, this.#model.policy.finalPpm)) return true;
    this.#foundAt(unit.ratePpm).late++;
    return false;
  }

  /** Audits some of a unit; false, and its device gone with all it did, where it is found lying. */
  #draw(name: Name, unit: Done, ratePpm: number): boolean {
    const { unitItems, colluding } = this.#model;
    const drawn = count((unitItems * ratePpm) / 1e6, this.#random);
    unit.drawn += drawn;
    name.passed += drawn;
    this.#executions += drawn;
    this.#draws += drawn;
    if (unit.looked) this.#lateDraws += drawn;
    if (!foundOut(unit, { unitItems, drawn, colluding }, this.#random)) return true;
    this.#caught++;
    this.#foundAt(unit.ratePpm).devices++;
    this.#open += name.units.length;
    // The answer that was just given had not escaped yet.
    for (const { wrong, ratePpm: rate } of name.units) this.#escaped -= wrong * this.#price(rate);
    if (name.units.at(-1) === unit && !unit.looked) this.#escaped += unit.wrong * this.#price(unit.ratePpm);
    name.units = [];
    return false;
  }

  /** A device goes, by itself or because it was banned; its held units are looked at. */
  #leave(seat: number): void {
    const name = this.#names[seat];
    this.#names[seat] = this.#fresh(seat);
    for (const unit of [...name.units]) if (!unit.looked && !this.#look(name, unit)) return;
    if (name.units.length > 0) this.#retired.push(name);
  }

  #foundAt(answerPpm: number): { answerPpm: number; devices: number; late: number } {
    const found = this.#found.get(answerPpm) ?? { answerPpm, devices: 0, late: 0 };
    this.#found.set(answerPpm, found);
    return found;
  }

  #sumUp(): Outcome {
    const { policy, unitItems, units, colludingPpm } = this.#model;
    const accepted = this.#retired.flatMap((name) => name.units);
    const rates = new Map<number, number>();
    for (const { ratePpm } of accepted) rates.set(ratePpm, (rates.get(ratePpm) ?? 0) + unitItems);
    const strata: Stratum[] = [...rates].map(([answerPpm, items]) => ({
      answerPpm,
      ratePpm: Math.floor(1e6 * (1 - (1 - answerPpm / 1e6) * (1 - policy.finalPpm / 1e6)) + 1e-6),
      items,
    }));
    const audits = accepted.reduce((sum, unit) => sum + unit.drawn, 0);
    const items = units * unitItems;
    const caught: Caught[] = [...this.#found.values()];
    const late = caught.reduce((sum, found) => sum + found.late, 0);
    return {
      wrong: accepted.reduce((sum, unit) => sum + unit.wrong, 0) / items,
      bound: errorBound({
        ...{ policy, items, units, strata, drawn: audits, deviceAudits: audits, refereeAudits: 0 },
        ...{ colludingPpm, confidencePpm: DEFAULT_CONFIDENCE_PPM, caught },
      }),
      provable: Math.min(
        poissonLimit(this.#caught) / this.#draws,
        this.#lateDraws === 0 ? 1 : poissonLimit(late) / this.#lateDraws,
      ),
      audits,
      caught: this.#caught,
      executions: this.#executions / items,
    };
  }
}

/** Garwood's upper limit at 95 % for the mean of a Poisson count. */
export function poissonLimit(count: number): number {
  let low = count;
  let high = count + 10 + 4 * Math.sqrt(count);
  for (let i = 0; i < 60; i++) {
    const mean = (low + high) / 2;
    let term = 1;
    let sum = 1;
    for (let k = count; k > 0 && term > 1e-17; k--) {
      term *= k / mean;
      sum += term;
    }
    // ln of P(Poisson(mean) <= count), summed downwards from its last term.
    if (count * Math.log(mean) - mean - lnFactorial(count) + Math.log(sum) > Math.log(0.05)) low = mean;
    else high = mean;
  }
  return high;
}

function lnFactorial(n: number): number {
  let sum = 0;
  for (let i = 2; i <= n; i++) sum += Math.log(i);
  return sum;
}

/** The whole part of a number, and its fraction as a chance of one more. */
const count = (exact: number, random: () => number): number =>
  Math.floor(exact) + (random() < exact % 1 ? 1 : 0);

/** Draws without replacement; a wrong item that is drawn is found out unless an accomplice audits it. */
function foundOut(
  unit: Done,
  { unitItems, drawn, colluding }: { unitItems: number; drawn: number; colluding: number },
  random: () => number,
): boolean {
  let left = unitItems;
  let wrong = unit.wrong - unit.vouched;
  for (let i = 0; i < drawn && wrong > 0; i++, left--) {
    if (random() * left >= wrong) continue;
    if (random() >= colluding) return true;
    wrong--;
    unit.vouched++;
  }
  return false;
}

/** A small deterministic generator (mulberry32), so that a printed seed repeats a run. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
