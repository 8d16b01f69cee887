import {
  type GraphDeclaration,
  type Hash,
  isKnownError,
  KnownError,
  LEDGER_UNITS_PER_TOKEN_UNIT,
  LIMITS,
  planStage,
  type StageColumns,
  type StageDeclaration,
  type StagePlan,
  upstreamsOf,
} from '@manyhands/protocol';
import type { GraphRecord } from '../db/graphs/graph-record.ts';
import type { Desk } from '../jobs/desk.ts';
import { kernelOf } from '../jobs/kernels.ts';
import type { JobRequest } from '../jobs/quote.ts';

/** What the jobs of a graph have in common. */
export type GraphTerms = Pick<GraphRecord, 'id' | 'owner' | 'declaration' | 'channel'>;

export type StageTerms = Omit<JobRequest, 'inputs'>;

/** What a stage's job is asked for, but for its inputs. `budget`: ledger units. */
export function termsOf(
  graph: GraphTerms,
  name: string,
  { budget, key }: { readonly budget: bigint | null; readonly key: string },
): StageTerms {
  const { title, stages } = graph.declaration;
  const stage = stages[name];
  return {
    kernel: stage.kernel as Hash,
    title: stage.title ?? `${title.slice(0, LIMITS.titleLength - name.length - 2)}: ${name}`,
    open: stage.from !== undefined,
    priority: stage.priority,
    category: stage.category,
    datasets: (stage.datasets ?? {}) as Record<string, Hash>,
    policy: stage.policy,
    targetBound: stage.targetBound,
    fuelCap: stage.fuelCap === undefined ? undefined : BigInt(stage.fuelCap),
    unitItems: stage.unitItems,
    memoryPages: stage.memoryPages,
    pay: payOf(graph, stage, budget),
    idempotencyKey: key,
    owner: graph.owner,
  };
}

function payOf(
  { channel }: GraphTerms,
  { price }: StageDeclaration,
  budget: bigint | null,
): StageTerms['pay'] {
  if (price === undefined || budget === null || channel === null) return null;
  return { perCoreHour: BigInt(price.perCoreHour), budget: budget / LEDGER_UNITS_PER_TOKEN_UNIT, channel };
}

/** How stages take rows, by name; none for those with a source. Throws GRAPH_INVALID or KERNEL_UNKNOWN, naming the stage. */
export async function plansOf(
  desk: Desk,
  { stages }: GraphDeclaration,
  names: readonly string[] = Object.keys(stages),
): Promise<ReadonlyMap<string, StagePlan>> {
  const columns = new Map<string, StageColumns>();
  const wanted = new Set(names.flatMap((name) => [name, ...upstreamsOf(stages[name])]));
  for (const name of wanted)
    columns.set(name, (await namingStage(name, () => kernelOf(desk, stages[name].kernel as Hash))).schema);
  const columnsOf = (name: string): StageColumns => columns.get(name) as StageColumns;
  const fed = names.filter((name) => stages[name].from !== undefined);
  return new Map(fed.map((name) => [name, planStage(stages, name, columnsOf)]));
}

/** What `act` gives; what it refuses is said of the stage. */
export async function namingStage<T>(stage: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!isKnownError(error)) throw error;
    throw new KnownError(error.code, `stage “${stage}”: ${error.message}`, {
      cause: error,
      details: { ...(error.details as object), stage },
    });
  }
}
