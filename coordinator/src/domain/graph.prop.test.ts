/**
 * Graphs under every interleaving: rows become final, are refuted and computed again; two keepers decide from what they saw at any
 * time before and take their steps in any order, or die in between.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type GraphStanding, nextSteps, type StageStanding, type StageStep } from './graph.ts';

interface Item {
  readonly input: string;
  /** What is final of it; null while nothing is. */
  output: string | null;
}

interface Job {
  state: 'quoted' | 'running' | 'certified' | 'cancelled';
  open: boolean;
  readonly items: Item[];
}

interface Stage {
  readonly name: string;
  readonly from: readonly string[];
  readonly group: number;
  readonly waits: boolean;
  /** Rows that are no truth count as failed, and are left out. */
  readonly skips: boolean;
  attempt: number;
  job: Job | null;
  rows: number;
  isWhole: boolean;
  isChecked: boolean;
}

const right = (stage: string, input: string): string => `${stage}(${input})`;

/** The model of what SQL statements guard: each step does nothing where its stage is not as it was seen. */
class World {
  readonly stages: Stage[];
  isCertified = false;
  /** Somebody lied: only then a stage may begin again. */
  #lied = false;

  constructor(shapes: readonly Shape[]) {
    this.stages = shapes.map(({ from, group, waits, skips, items }, i) => {
      const names = [...new Set(from.filter((place) => place < i).map((place) => `s${place}`))];
      const isSource = names.length === 0;
      const rows = Array.from({ length: items }, (_, row) => ({ input: String(row), output: null }));
      return {
        name: `s${i}`,
        // Stages of different numbers of rows do not belong together: only one upstream, or the same twice.
        from: names.slice(0, 1),
        group: skips ? 1 : group,
        waits,
        skips,
        attempt: 1,
        job: isSource ? { state: 'quoted', open: false, items: rows } : null,
        rows: 0,
        isWhole: isSource,
        isChecked: isSource,
      };
    });
  }

  named(name: string): Stage {
    return this.stages.find((stage) => stage.name === name) as Stage;
  }

  look(): GraphStanding {
    return {
      state: this.isCertified ? 'certified' : 'running',
      paused: false,
      stages: this.stages.map((stage) => ({
        ...stage,
        job: stage.job && {
          state: stage.job.state,
          paused: false,
          open: stage.job.open,
          items: stage.job.items.length,
          final: stage.job.items.filter(({ output }) => output !== null).length,
        },
        isHindered: false,
        isStopped: false,
      })),
    };
  }

  /** Final rows from a place on, without a gap. */
  prefix({ items }: Job, from: number): string[] {
    const rows: string[] = [];
    for (let at = from; at < items.length && items[at].output !== null; at++)
      rows.push(items[at].output as string);
    return rows;
  }

  take(seen: StageStanding & { readonly attempt?: number }, step: StageStep): void {
    const stage = this.named(seen.name);
    const isAsSeen = stage.attempt === seen.attempt && stage.rows === seen.rows;
    if (step.kind === 'start' && stage.job?.state === 'quoted') stage.job.state = 'running';
    if (step.kind === 'feed' && isAsSeen && !stage.isWhole) this.feed(stage, seen.rows);
    if (step.kind === 'compare' && isAsSeen && stage.isWhole) this.compare(stage);
    if (step.kind === 'close' && stage.isChecked && stage.job) stage.job.open = false;
    if (step.kind === 'cancel' || step.kind === 'stop') throw new Error(`nothing asks for ${step.kind}`);
  }

  feed(stage: Stage, from: number): void {
    const upstream = this.named(stage.from[0]).job;
    if (upstream === null) return;
    const rows = this.prefix(upstream, from);
    const isLast = !upstream.open && from + rows.length === upstream.items.length;
    const taken = isLast ? rows.length : rows.length - (rows.length % stage.group);
    for (const input of itemsOf(stage, rows.slice(0, taken))) {
      stage.job ??= { state: 'quoted', open: true, items: [] };
      stage.job.items.push({ input, output: null });
    }
    stage.rows = from + taken;
    stage.isWhole = isLast;
  }

  compare(stage: Stage): void {
    const upstream = this.named(stage.from[0]).job as Job;
    const inputs = itemsOf(stage, this.prefix(upstream, 0));
    if (JSON.stringify(inputs) === JSON.stringify(stage.job?.items.map(({ input }) => input) ?? []))
      stage.isChecked = true;
    else {
      expect(this.#lied, 'rows that never changed come in once').toBe(true);
      this.restart(stage);
    }
  }

  restart(stage: Stage): void {
    expect(stage.job?.state, 'a certified job is never given up').not.toBe('certified');
    if (stage.job) stage.job.state = 'cancelled';
    Object.assign(stage, {
      attempt: stage.attempt + 1,
      job: null,
      rows: 0,
      isWhole: false,
      isChecked: false,
    });
    for (const each of this.stages) if (each.from.includes(stage.name)) this.restart(each);
  }

  /** Contributors compute up to so many items of one job, some of them wrongly; what was wrong may be refuted instead. */
  compute(choice: number, kind: 'truth' | 'lies' | 'refutation'): void {
    const running = this.stages.filter(({ job }) => job?.state === 'running');
    if (running.length === 0) return;
    const { name, job } = running[choice % running.length];
    let left = 1 + (choice % 97);
    for (const item of job?.items ?? []) {
      const truth = right(name, item.input);
      if (kind === 'refutation' && item.output !== truth) item.output = null;
      if (kind === 'refutation' || item.output !== null || left-- <= 0) continue;
      item.output = kind === 'lies' && left % 3 === 0 ? `lie ${choice}` : truth;
      this.#lied ||= item.output !== truth;
    }
  }

  /** A job is certified only with what no check refuted. */
  certify(): void {
    for (const { name, job } of this.stages)
      if (job?.state === 'running' && !job.open)
        if (job.items.every(({ input, output }) => output === right(name, input))) job.state = 'certified';
  }
}

const itemsOf = ({ skips, group }: Stage, rows: readonly string[]): string[] =>
  grouped(skips ? rows.filter((row) => !row.startsWith('lie')) : rows, group);

const grouped = (rows: readonly string[], group: number): string[] =>
  Array.from({ length: Math.ceil(rows.length / group) }, (_, i) =>
    rows.slice(i * group, (i + 1) * group).join(','),
  );

interface Shape {
  readonly from: readonly number[];
  readonly group: number;
  readonly waits: boolean;
  readonly skips: boolean;
  readonly items: number;
}

const shapes = fc.array(
  fc.record({
    from: fc.array(fc.nat(4), { maxLength: 1 }),
    group: fc.constantFrom(1, 1, 2, 7),
    waits: fc.boolean(),
    skips: fc.boolean(),
    items: fc.integer({ min: 1, max: 300 }),
  }),
  { minLength: 1, maxLength: 5 },
);
const events = fc.array(
  fc.tuple(
    fc.constantFrom('truth', 'lies', 'refutation', 'look', 'look', 'step', 'step', 'step', 'die', 'certify'),
    fc.nat(),
  ),
  {
    minLength: 50,
    maxLength: 300,
    size: 'max',
  },
);

/** Decides from what it last saw. */
class Keeper {
  readonly #world: World;
  #seen: GraphStanding;
  #steps: ReturnType<typeof nextSteps> = [];

  constructor(world: World) {
    this.#world = world;
    this.#seen = world.look();
  }

  look(): void {
    this.#seen = structuredClone(this.#world.look());
    this.#steps = nextSteps(this.#seen);
  }

  step(): void {
    const step = this.#steps.shift();
    if (step?.kind === 'stage')
      this.#world.take(this.#seen.stages.find(({ name }) => name === step.stage) as StageStanding, step.step);
    if (step?.kind === 'certify') this.#world.isCertified = true;
  }

  die(): void {
    this.#steps = [];
  }

  get isIdle(): boolean {
    return this.#steps.length === 0;
  }
}

it('[CH2] [CH3] every graph ends with each stage computed from what was certified, whoever feeds, lies or dies', () => {
  fc.assert(
    fc.property(shapes, events, fc.boolean(), (given, history, mayLie) => {
      const world = new World(given);
      const keepers = [new Keeper(world), new Keeper(world)];
      for (const [what, choice] of history) {
        const keeper = keepers[choice % 2];
        if (what === 'certify') world.certify();
        else if (what === 'truth' || what === 'lies' || what === 'refutation')
          world.compute(choice, mayLie ? what : 'truth');
        else keeper[what]();
      }
      // From here on nobody lies, and one keeper lives.
      for (let round = 0; !world.isCertified; round++) {
        expect(round, 'it ends').toBeLessThan(2_000);
        for (let job = 0; job < world.stages.length; job++) {
          world.compute(job, 'refutation');
          for (let i = 0; i < 97; i++) world.compute(job + i * world.stages.length, 'truth');
        }
        world.certify();
        keepers[0].look();
        while (!keepers[0].isIdle) keepers[0].step();
      }
      for (const { name, from, group, job } of world.stages) {
        expect(job?.items.map(({ output }) => output)).toEqual(
          job?.items.map(({ input }) => right(name, input)),
        );
        if (from.length === 0) continue;
        const upstream = world.named(from[0]).job?.items.map(({ output }) => output as string) ?? [];
        expect(job?.items.map(({ input }) => input)).toEqual(grouped(upstream, group));
      }
    }),
    { numRuns: 150 },
  );
});
