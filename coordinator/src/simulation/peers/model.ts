/** The same crowd and clock as in the production's simulation, under a peer's rule: units are right or wrong as a whole. */
import { Events } from '../events.ts';
import { generator, speedOf, visitOf } from '../random.ts';
import type { Report } from '../report.ts';
import type { Settings } from '../settings.ts';
import { type Kind, SAYS, visitFor } from '../strategies.ts';
import { type Behaviour, unitAnswer } from './behaviour.ts';
import type { CheckedUnit, Rule, Voter } from './rule.ts';

const NEXT_MS = 1_000;
const SPOT = -1;

interface Contributor extends Voter, Behaviour {
  readonly kind: Kind;
  readonly slot: number;
  readonly speed: number;
  readonly visit: number;
  units: number;
}

class Model {
  readonly settings: Settings;
  readonly rule: Rule;
  readonly events = new Events();
  readonly random: () => number;
  readonly open = new Map<number, CheckedUnit & { begun: number; readonly voters: Set<number> }>();
  /** Units that want another execution, first come first served. */
  queue: number[] = [];
  readonly wrongOf = new Map<number, number>();
  readonly lied = new Set<number>();
  readonly computed = new Set<number>();
  readonly finality: number[] = [];
  readonly executed = { honest: 0, all: 0, spots: 0 };
  readonly bans = { honest: 0, liars: 0 };
  cursor = 0;
  accepted = 0;
  wrongItems = 0;
  unpaid = 0;
  identities = 0;

  constructor(settings: Settings, rule: Rule) {
    this.settings = settings;
    this.rule = rule;
    this.random = generator(settings.seed);
    const liars = Math.round(settings.contributors * settings.malicious);
    for (let slot = 0; slot < settings.contributors; slot++)
      this.events.in(this.random() * settings.unitMs, () =>
        this.arrive(slot, slot < liars ? settings.strategy : 'honest'),
      );
  }

  arrive(slot: number, kind: Kind): void {
    const { random, settings } = this;
    this.ask({
      kind,
      slot,
      number: ++this.identities,
      speed: speedOf(random),
      visit: visitFor(kind, visitOf(random, settings.lifetime)),
      units: 0,
      standing: 0,
      blacklisted: false,
    });
  }

  end({ slot, kind }: Contributor): void {
    const { malicious, strategy, returns } = this.settings;
    const drawn = this.random() < malicious ? strategy : 'honest';
    this.events.in(NEXT_MS, () => this.arrive(slot, returns === 'same' ? kind : drawn));
  }

  /** An idle contributor asks for work. */
  ask(who: Contributor): void {
    const { spotCheck } = this.rule;
    const id = spotCheck && this.random() < spotCheck.rate ? SPOT : this.#unitFor(who);
    if (id === null) {
      this.events.in(1_000, () => this.ask(who));
      return;
    }
    this.events.in(this.settings.unitMs * who.speed, () => this.#finish(who, id));
  }

  #unitFor(who: Contributor): number | null {
    const at = this.queue.findIndex((id) => !this.open.get(id)?.voters.has(who.number));
    const id = at >= 0 ? this.queue.splice(at, 1)[0] : this.#fresh(who);
    const unit = id === null ? undefined : this.open.get(id);
    if (id === null || unit === undefined) return null;
    unit.inFlight++;
    unit.voters.add(who.number);
    return id;
  }

  #fresh(who: Contributor): number | null {
    if (this.cursor >= this.settings.units) return null;
    const id = this.cursor++;
    const unit = { id, votes: [], inFlight: 0, quorum: 1, begun: this.events.now, voters: new Set<number>() };
    this.rule.begin(unit, who, this.random);
    this.open.set(id, unit);
    for (let i = 1; i < unit.quorum; i++) this.queue.push(id);
    return id;
  }

  #finish(who: Contributor, id: number): void {
    this.executed.all++;
    if (who.kind === 'honest') this.executed.honest++;
    who.units++;
    const { value, wrong } = unitAnswer(this, who, id);
    if (id === SPOT) this.#spotted(who, value);
    else this.#answered(who, id, value, wrong);
    if (who.blacklisted || who.units >= who.visit) this.end(who);
    else this.ask(who);
  }

  #spotted(who: Contributor, value: number): void {
    this.executed.spots++;
    if (value === SAYS.truth) this.rule.spotCheck?.passed(who);
    else {
      this.rule.spotCheck?.failed(who);
      this.bans[who.kind === 'honest' ? 'honest' : 'liars']++;
      this.#dropVotes(who);
    }
  }

  /** What a blacklisted voter said of undecided units does not count. */
  #dropVotes(who: Contributor): void {
    for (const unit of this.open.values()) {
      const kept = unit.votes.filter((vote) => vote.by !== who);
      if (kept.length === unit.votes.length) continue;
      unit.votes = kept;
      this.queue.push(unit.id);
    }
  }

  #answered(who: Contributor, id: number, value: number, wrong: number): void {
    const unit = this.open.get(id);
    if (unit === undefined) {
      // Decided meanwhile: nobody pays for it.
      if (who.kind === 'honest') this.unpaid++;
      return;
    }
    unit.inFlight--;
    unit.votes.push({ by: who, value });
    if (wrong > 0) this.wrongOf.set(id, wrong);
    const decision = this.rule.decide(unit);
    if (decision.kind === 'more') {
      const queued = this.queue.filter((other) => other === id).length;
      for (let i = unit.inFlight + queued; i < decision.wanted; i++) this.queue.unshift(id);
      return;
    }
    this.open.delete(id);
    this.queue = this.queue.filter((other) => other !== id);
    this.accepted++;
    this.finality.push(this.events.now - unit.begun);
    if (decision.value !== SAYS.truth) this.wrongItems += this.wrongOf.get(id) ?? 0;
    for (const vote of unit.votes) {
      const wasRight = vote.value === decision.value;
      this.rule.judge(vote.by, wasRight);
      if (!wasRight && (vote.by as Contributor).kind === 'honest') this.unpaid++;
    }
  }
}

/** Runs one job under a peer's rule. Shares are of items, as in the production's report. */
export function simulatePeer(settings: Settings, rule: Rule): Report {
  const started = performance.now();
  const model = new Model(settings, rule);
  while (model.accepted < settings.units && model.events.step());
  const { units, itemsPerUnit } = settings;
  const finality = model.finality.sort((a, b) => a - b);
  const wrong = model.wrongItems;
  return {
    finished: model.accepted === units,
    executionsPerItem: model.executed.all / units,
    honestExecutionsPerItem: model.executed.honest / units,
    wrongProvisionalShare: wrong / (units * itemsPerUnit),
    wrongEverFinalShare: wrong / (units * itemsPerUnit),
    wrongFinalItems: wrong,
    wrongFinalShare: wrong / (units * itemsPerUnit),
    // The known answers of spot checks have to come from somewhere, but from where is not said.
    refereeShare: 0,
    refereePeak: 0,
    honestBans: model.bans.honest,
    liarBans: model.bans.liars,
    wastedShare: model.unpaid / units,
    unpaidHonestShare: model.unpaid / units,
    finalitySeconds: {
      mean: finality.reduce((sum, ms) => sum + ms, 0) / Math.max(1, finality.length) / 1000,
      p99: (finality[Math.floor(finality.length * 0.99)] ?? 0) / 1000,
    },
    deviceAudits: model.executed.spots,
    refereeAudits: 0,
    draws: model.executed.spots,
    caught: model.bans.liars,
    certifiedBound: null,
    identities: model.identities,
    sentToStrangers: 0,
    simulatedSeconds: model.events.now / 1000,
    seconds: (performance.now() - started) / 1000,
  };
}
