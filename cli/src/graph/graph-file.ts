/** A graph as its author writes it down: JSON beside its kernels and tables (docs/GRAPHS.md). */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import {
  type Category,
  type FailedRows,
  KnownError,
  type Policy,
  refuseStage,
  type StageWhen,
} from '@manyhands/protocol';
import { type GraphInput, type Inputs, parseTokens, type StageInput } from '@manyhands/sdk';
import { stride, tableIn } from '../input-options.ts';
import { fingerprintOf } from '../job-options.ts';
import { kernelNamed } from '../kernel-input.ts';
import { policy, readDatasets } from '../options.ts';

/** A stage in the file: paths are relative to it, amounts are HAND. */
interface StageText {
  readonly kernel: string;
  readonly schema?: string;
  readonly source?: string | { readonly range: string | Readonly<Record<string, string>> };
  readonly from?: string | readonly string[];
  readonly columns?: Readonly<Record<string, string>>;
  readonly group?: number | 'all';
  readonly failed?: FailedRows;
  readonly when?: StageWhen;
  readonly title?: string;
  readonly datasets?: Readonly<Record<string, string>>;
  readonly policy?: string | Policy;
  readonly targetBound?: number;
  readonly fuelCap?: string | number;
  readonly unitItems?: number;
  readonly memoryPages?: number;
  readonly priority?: number;
  readonly category?: Category;
  readonly price?: string;
  readonly budget?: string;
}

const FIELDS: Readonly<Record<keyof StageText, true>> = {
  kernel: true,
  schema: true,
  source: true,
  from: true,
  columns: true,
  group: true,
  failed: true,
  when: true,
  title: true,
  datasets: true,
  policy: true,
  targetBound: true,
  fuelCap: true,
  unitItems: true,
  memoryPages: true,
  priority: true,
  category: true,
  price: true,
  budget: true,
};

export interface GraphFile {
  /** Of the file and of all that it names: after a change of any it is another graph, and no broken run goes on. */
  readonly fingerprint: string;
  readonly input: Pick<GraphInput, 'title' | 'stages'>;
  /** What all stages may cost, token units; 0n: it is free. */
  readonly budget: bigint;
}

/** Reads a graph with all that it names. Throws GRAPH_INVALID naming stage and field, and what reading a kernel or table throws. */
export async function readGraph(path: string): Promise<GraphFile> {
  const text = await readFile(path, 'utf8');
  const { title, stages, ...rest } = parse(path, text);
  const stray = Object.keys(rest)[0];
  if (stray !== undefined) refuse(path, `“${stray}” is nothing that a graph has, only title and stages`);
  if (typeof title !== 'string') refuse(path, 'a title is missing');
  if (stages === null || typeof stages !== 'object' || Array.isArray(stages))
    refuse(path, '“stages” is an object: stages by name');
  const folder = dirname(resolve(path));
  const read: Record<string, StageInput> = {};
  for (const [name, stage] of Object.entries(stages as Record<string, unknown>))
    read[name] = await readStage(folder, name, stage);
  const budget = Object.values(read).reduce((sum, { pay }) => sum + (pay?.budget ?? 0n), 0n);
  const tables = Object.values(stages as Record<string, StageText>).map(({ source }) =>
    typeof source === 'string' ? resolve(folder, source) : undefined,
  );
  return {
    fingerprint: fingerprintOf([text, Object.values(read).map(withoutTable)], tables),
    input: { title: title as string, stages: read },
    budget,
  };
}

/** Whose table is read only when it is sent. */
const withoutTable = ({ source: _, ...stage }: StageInput): object => stage;

function parse(path: string, text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new KnownError('GRAPH_INVALID', `${path} is not JSON: ${(cause as Error).message}`, { cause });
  }
}

function refuse(path: string, why: string): never {
  throw new KnownError('GRAPH_INVALID', `${path}: ${why}`);
}

async function readStage(folder: string, name: string, given: unknown): Promise<StageInput> {
  if (given === null || typeof given !== 'object') refuseStage(name, 'stage', 'it is no object');
  const stray = Object.keys(given as object).find((field) => !Object.hasOwn(FIELDS, field));
  if (stray !== undefined)
    refuseStage(name, stray, `there is no such field, only ${Object.keys(FIELDS).join(', ')}`);
  const {
    kernel,
    schema,
    source,
    datasets,
    policy: checking,
    fuelCap,
    price,
    budget,
    ...rest
  } = given as StageText;
  if (typeof kernel !== 'string') refuseStage(name, 'kernel', 'a file, a folder or a hash is missing');
  const at = (file: string): string => resolve(folder, file);
  return {
    ...rest,
    kernel: kernelNamed(/^[0-9a-f]{64}$/.test(kernel) ? kernel : at(kernel), {
      schema: schema && at(schema),
    }),
    source: source === undefined ? undefined : await sourceOf(name, source, at),
    datasets: await readDatasets(mapped(datasets ?? {}, at)),
    policy: typeof checking === 'string' ? naming(name, 'policy', () => policy(checking)) : checking,
    fuelCap: fuelCap === undefined ? undefined : naming(name, 'fuelCap', () => BigInt(fuelCap)),
    pay: payOf(name, price, budget),
  };
}

const mapped = (texts: Readonly<Record<string, string>>, map: (text: string) => string) =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, map(text)]));

/** A file, `{"range": "0..100"}`, or `{"range": {"x": "0..10", "y": "0..4"}}`. */
async function sourceOf(
  name: string,
  source: NonNullable<StageText['source']>,
  at: (file: string) => string,
): Promise<Inputs> {
  if (typeof source === 'string') return tableIn(at(source));
  const { range } = source;
  if (typeof range === 'string') return { kind: 'range', ...naming(name, 'source', () => stride(range)) };
  if (range === null || typeof range !== 'object') return refuseStage(name, 'source', 'a file, or a range');
  const axes = Object.entries(range).map(
    ([column, text]) => [column, naming(name, 'source', () => stride(text))] as const,
  );
  return { kind: 'grid', axes: Object.fromEntries(axes) };
}

function payOf(name: string, price: string | undefined, budget: string | undefined): StageInput['pay'] {
  if (price === undefined && budget === undefined) return undefined;
  if (price === undefined || budget === undefined)
    return refuseStage(name, 'budget', 'a paid stage has a price and a budget, in HAND');
  return {
    perCoreHour: naming(name, 'price', () => parseTokens(price)),
    budget: naming(name, 'budget', () => parseTokens(budget)),
  };
}

function naming<T>(stage: string, field: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    return refuseStage(stage, field, error instanceof Error ? error.message : String(error));
  }
}
