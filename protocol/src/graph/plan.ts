/** How rows of other stages become a kernel's items, compiled from a stage's declaration and the kernels' columns. */
import { encodeRow } from '../row-codec.ts';
import {
  ARRAY_KINDS,
  type Column,
  isArray,
  isScalar,
  type KernelSchema,
  type ScalarType,
  type Value,
} from '../schema.ts';
import {
  type FailedRows,
  refuseStage,
  type StageDeclaration,
  type Stages,
  upstreamsOf,
} from './declaration.ts';

/** The columns of a stage's kernel. */
export type StageColumns = Pick<KernelSchema, 'inputs' | 'outputs'>;

/** What a value is taken from: a column of an upstream's row, by place, or what is known of the row itself. */
export type CellSource =
  | { readonly kind: 'output' | 'input'; readonly upstream: number; readonly column: number }
  | { readonly kind: 'index' | 'status' | 'fuel'; readonly upstream: number };

/** One parameter of a kernel, and where it comes from. */
export interface Cell {
  readonly param: Column;
  readonly source: CellSource;
  /** A value of the source as the parameter, or in groups its array's elements, have it. */
  readonly convert: (value: Value) => Value;
}

export interface StagePlan {
  readonly upstreams: readonly StageColumns[];
  readonly names: readonly string[];
  readonly cells: readonly Cell[];
  readonly params: readonly Column[];
  /** Rows of an item; Infinity for `all`. Null: each row is one. */
  readonly group: number | null;
  readonly failed: FailedRows;
  /** Whether inputs of an upstream are needed, by its place. */
  readonly needsInputs: readonly boolean[];
}

const REFERENCE = /^(?:([a-z][a-z0-9-]*):)?(?:(output|input)\.(.+)|(index|status|fuel))$/s;

/** Throws GRAPH_INVALID naming stage and field unless each parameter has a source that it can hold. */
export function planStage(
  stages: Stages,
  name: string,
  columnsOf: (stage: string) => StageColumns,
): StagePlan {
  const stage = stages[name];
  const names = upstreamsOf(stage);
  const upstreams = names.map(columnsOf);
  const params = columnsOf(name).inputs;
  const given = stage.columns ?? {};
  for (const param of Object.keys(given))
    if (params.every((column) => column.name !== param))
      refuseStage(
        name,
        `columns.${param}`,
        `the kernel takes ${params.map((column) => column.name).join(', ')}`,
      );
  const cells = params.map((param) => cellOf({ stage, name, names, upstreams }, param));
  const needsInputs = names.map((_, i) =>
    cells.some(({ source }) => source.kind === 'input' && source.upstream === i),
  );
  const group =
    stage.group === undefined ? null : stage.group === 'all' ? Number.POSITIVE_INFINITY : stage.group;
  return { upstreams, names, cells, params, group, failed: stage.failed ?? 'skip', needsInputs };
}

interface Context {
  readonly stage: StageDeclaration;
  readonly name: string;
  readonly names: readonly string[];
  readonly upstreams: readonly StageColumns[];
}

function cellOf(context: Context, param: Column): Cell {
  const text = context.stage.columns?.[param.name];
  const source = text === undefined ? sameName(context, param) : referred(context, param, text);
  const refuse = (why: string): never => refuseStage(context.name, `columns.${param.name}`, why);
  const from = columnOf(context, source);
  checkPresence(context, { param, source, from }, refuse);
  if (context.stage.group !== undefined)
    return { param, source, convert: elementConversion(param, from, refuse) };
  const convert = conversion(from.type, param.type);
  if (convert === null)
    return refuse(`${from.name} (${from.type}) does not go into ${param.name} (${param.type}) without loss`);
  return { param, source, convert };
}

/** The output of the parameter's own name, of the first upstream that has one. */
function sameName({ name, names, upstreams }: Context, param: Column): CellSource {
  for (let upstream = 0; upstream < upstreams.length; upstream++) {
    const column = upstreams[upstream].outputs.findIndex((output) => output.name === param.name);
    if (column >= 0) return { kind: 'output', upstream, column };
  }
  return refuseStage(
    name,
    `columns.${param.name}`,
    `no output of ${names.join(', ')} is called so; name one, as “output.${upstreams[0].outputs[0]?.name ?? 'x'}”`,
  );
}

function referred({ name, names, upstreams }: Context, param: Column, text: string): CellSource {
  const field = `columns.${param.name}`;
  const [, stage = names[0], kind, called, own] = REFERENCE.exec(text) ?? [];
  if (kind === undefined && own === undefined)
    return refuseStage(
      name,
      field,
      `write output.x, input.x, index, status or fuel, not “${text.slice(0, 100)}”`,
    );
  const upstream = names.indexOf(stage);
  if (upstream < 0) return refuseStage(name, field, `it takes no rows of “${stage}”; “from” names them`);
  if (own !== undefined) return { kind: own as 'index' | 'status' | 'fuel', upstream };
  const columns = upstreams[upstream][kind === 'output' ? 'outputs' : 'inputs'];
  const column = columns.findIndex((each) => each.name === called);
  if (column < 0)
    return refuseStage(
      name,
      field,
      `“${stage}” has no ${kind} “${called}”, only ${columns.map((each) => each.name).join(', ')}`,
    );
  return { kind: kind as 'output' | 'input', upstream, column };
}

/** What is known of rows themselves has columns as well. */
type Source = Pick<Column, 'name' | 'optional'> & {
  readonly type: Column['type'] | 'index' | 'fuel' | 'status';
};

function columnOf({ upstreams }: Context, source: CellSource): Source {
  if (source.kind !== 'output' && source.kind !== 'input')
    return { name: source.kind, type: source.kind, optional: false };
  return upstreams[source.upstream][source.kind === 'output' ? 'outputs' : 'inputs'][source.column];
}

/** A value that may be absent needs a parameter that may be. */
function checkPresence(
  { stage }: Context,
  { param, source, from }: { readonly param: Column; readonly source: CellSource; readonly from: Source },
  refuse: (why: string) => never,
): void {
  const failing = source.kind === 'output' && (stage.failed === 'keep' || stage.failed === 'only');
  if (!from.optional && !failing) return;
  const why = failing ? `rows that failed have no ${from.name}` : `${from.name} may be absent`;
  if (stage.group !== undefined) refuse(`${why}, and an array has no place for what is absent`);
  if (!param.optional) refuse(`${why}, and ${param.name} (${param.type}) must be there`);
}

const same = (value: Value): Value => value;
const big = (value: Value): Value => BigInt(value as number | bigint);
const plain = (value: Value): Value => Number(value);

/** How values of one type become those of another, or null where some would not fit. Those of an index are checked row by row. */
function conversion(from: Source['type'], to: Column['type']): ((value: Value) => Value) | null {
  if (from === to) return same;
  if (!isScalar(to) || to === 'bool') return null;
  const into = to === 'i64' || to === 'u64' ? big : plain;
  switch (from) {
    case 'status':
      return into;
    case 'index':
      return bitsOf(to) >= 32 && to !== 'f32' ? into : null;
    case 'fuel':
      return bitsOf(to) === 64 ? into : null;
    default:
      return isScalar(from) && widens(from, to) ? into : null;
  }
}

const bitsOf = (type: ScalarType): number => Number(type.slice(1));
/** Whole numbers of so many bits are exact in a float. */
const EXACT_BITS: Partial<Record<ScalarType, number>> = { f32: 24, f64: 53 };

/** Whether a number type holds every number of another. */
function widens(from: ScalarType, to: ScalarType): boolean {
  if (from === 'bool') return false;
  const exact = EXACT_BITS[to];
  if (exact !== undefined) return from === 'f32' || (from !== 'f64' && bitsOf(from) <= exact);
  if (from === 'f32' || from === 'f64') return false;
  if (from[0] === to[0]) return bitsOf(from) <= bitsOf(to);
  return from[0] === 'u' && bitsOf(from) < bitsOf(to);
}

/** In a group a parameter is an array: of one value for each row, or of the rows' arrays end to end. */
function elementConversion(
  param: Column,
  from: Source,
  refuse: (why: string) => never,
): (value: Value) => Value {
  if (!isArray(param.type))
    return refuse(
      `a group of rows makes arrays, and ${param.name} is ${param.type}; in a kernel it is a typed array`,
    );
  if (from.type === param.type) return same;
  const { element } = ARRAY_KINDS[param.type];
  const convert = from.type === 'bool' && element === 'u8' ? plain : conversion(from.type, element);
  if (convert === null || isArray(from.type as Column['type']))
    return refuse(`${from.name} (${from.type}) does not go into a ${param.type} without loss`);
  return from.type === 'index' ? checkedIndex({ ...param, type: element }, convert) : convert;
}

/** A row's codec refuses an index that its column cannot hold; a typed array would silently wrap it. */
const checkedIndex =
  (element: Column, convert: (value: Value) => Value) =>
  (value: Value): Value => {
    const index = convert(value);
    encodeRow([element], [index]);
    return index;
  };
