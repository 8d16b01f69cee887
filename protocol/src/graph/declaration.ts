/**
 * A graph of jobs as it is declared: stages by name, each a job whose inputs are a table or range of its own, or rows of
 * other stages. What can be wrong with one without knowing its kernels is said here; plan.ts says the rest.
 */
import type { Category } from '../categories.ts';
import { KnownError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { Policy } from '../policy.ts';

/** What becomes of rows that trapped or ran out of fuel: left out, the stage's end, rows like others, or the only ones taken. */
export const FAILED_ROWS = ['skip', 'stop', 'keep', 'only'] as const;
export type FailedRows = (typeof FAILED_ROWS)[number];

/** Whether a stage begins with the first rows that are final, or once the stages before it are certified. */
export const STAGE_WHEN = ['final', 'certified'] as const;
export type StageWhen = (typeof STAGE_WHEN)[number];

/** A range as it is declared: one axis for each input column. */
export interface DeclaredRange {
  readonly range: readonly { readonly from: string; readonly to: string; readonly step?: string }[];
}

/** One stage. Hashes are 64 hex digits, money is token units as decimal text. */
export interface StageDeclaration {
  readonly kernel: string;
  /** A stored table, or a range; instead of `from`. */
  readonly source?: string | DeclaredRange;
  /** The stage whose rows it takes, or several whose rows of the same index belong together. */
  readonly from?: string | readonly string[];
  /**
   * Where the kernel's parameters come from, by name: `output.x`, `input.x`, `index`, `status` or `fuel`, with `stage:` before it
   * where it is not of the first stage. A parameter that is not named takes the output of its own name.
   */
  readonly columns?: Readonly<Record<string, string>>;
  /** So many rows, or `all`, make one item, whose parameters are arrays; without it each row does. */
  readonly group?: number | 'all';
  /** `skip` if absent. */
  readonly failed?: FailedRows;
  /** `final` if absent. */
  readonly when?: StageWhen;
  readonly title?: string;
  readonly datasets?: Readonly<Record<string, string>>;
  readonly policy?: Policy;
  readonly targetBound?: number;
  readonly fuelCap?: string;
  readonly unitItems?: number;
  readonly memoryPages?: number;
  readonly priority?: number;
  readonly category?: Category;
  /** Both or none; a graph with them has a channel. */
  readonly price?: { readonly perCoreHour: string };
  readonly budget?: string;
}

export type Stages = Readonly<Record<string, StageDeclaration>>;

export interface GraphDeclaration {
  readonly title: string;
  readonly stages: Stages;
}

/** What a stage may be called: file names and references are made of it. */
export const STAGE_NAME = /^[a-z][a-z0-9-]{0,39}$/;

/** Refuses a graph with GRAPH_INVALID, naming stage and field. */
export function refuseStage(stage: string, field: string, why: string): never {
  throw new KnownError('GRAPH_INVALID', `stage “${stage}”, ${field}: ${why}`, { details: { stage, field } });
}

/** The stages whose rows a stage takes, in order; none for one with a source. */
export const upstreamsOf = ({ from }: Pick<StageDeclaration, 'from'>): readonly string[] =>
  from === undefined ? [] : typeof from === 'string' ? [from] : from;

/**
 * Names of all stages, each behind those that it takes rows from; of several that could be next, as they were declared.
 * Throws GRAPH_INVALID.
 */
export function checkGraph(stages: Stages): string[] {
  const names = Object.keys(stages);
  if (names.length === 0 || names.length > LIMITS.stagesPerGraph)
    throw new KnownError(
      'GRAPH_INVALID',
      `a graph has 1 to ${LIMITS.stagesPerGraph} stages, not ${names.length}`,
      { details: { field: 'stages' } },
    );
  for (const name of names) checkStage(stages, name);
  return inOrder(stages, names);
}

function checkStage(stages: Stages, name: string): void {
  const stage = stages[name];
  if (!STAGE_NAME.test(name))
    refuseStage(name, 'name', 'a stage is called by 1 to 40 lower-case letters, digits and hyphens');
  if ((stage.source === undefined) === (stage.from === undefined))
    refuseStage(
      name,
      'source',
      'it needs either a source of its own or “from”, the stages whose rows it takes',
    );
  if ((stage.price === undefined) !== (stage.budget === undefined))
    refuseStage(name, 'budget', 'a paid stage has a price and a budget, a free one neither');
  if (stage.from !== undefined) checkUpstreams(stages, name);
  else checkSource(stage, name);
}

/** What is said only of rows of other stages. */
const OF_ROWS = ['columns', 'group', 'failed', 'when'] as const;

function checkSource(stage: StageDeclaration, name: string): void {
  for (const field of OF_ROWS)
    if (stage[field] !== undefined)
      refuseStage(
        name,
        field,
        'this says how rows of another stage are taken; the stage has a source of its own',
      );
}

function checkUpstreams(stages: Stages, name: string): void {
  const upstreams = upstreamsOf(stages[name]);
  if (upstreams.length === 0 || upstreams.length > LIMITS.upstreamsPerStage)
    refuseStage(name, 'from', `1 to ${LIMITS.upstreamsPerStage} stages can be named`);
  for (const upstream of upstreams) {
    if (!Object.hasOwn(stages, upstream)) refuseStage(name, 'from', `no stage is called “${upstream}”`);
    if (upstreams.indexOf(upstream) !== upstreams.lastIndexOf(upstream))
      refuseStage(name, 'from', `“${upstream}” is named twice`);
  }
  const { group } = stages[name];
  if (typeof group === 'number' && (!Number.isInteger(group) || group < 1 || group > LIMITS.itemsPerJob))
    refuseStage(name, 'group', `“all” or a whole number from 1 to ${LIMITS.itemsPerJob}`);
}

function inOrder(stages: Stages, names: readonly string[]): string[] {
  const order: string[] = [];
  while (order.length < names.length) {
    const next = names.find(
      (name) => !order.includes(name) && upstreamsOf(stages[name]).every((each) => order.includes(each)),
    );
    if (next === undefined) {
      const left = names.filter((name) => !order.includes(name));
      refuseStage(left[0], 'from', `the stages ${left.join(', ')} wait for one another in a circle`);
    }
    order.push(next);
  }
  return order;
}

/** All stages that take rows of a stage, directly or through others. */
export function descendantsOf(stages: Stages, name: string): string[] {
  const found = new Set<string>([name]);
  for (const each of checkGraph(stages))
    if (upstreamsOf(stages[each]).some((upstream) => found.has(upstream))) found.add(each);
  found.delete(name);
  return [...found];
}
