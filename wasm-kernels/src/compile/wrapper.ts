import { type Column, type ColumnType, isArray, type KernelSchema } from '@manyhands/protocol';

/** Where the kernel's function and its results come from, besides what the schema says. */
export interface WrapperShape {
  readonly schema: KernelSchema;
  /** Import path of the kernel's entry file as seen from the wrapper. */
  readonly kernelPath: string;
  /** Which parameters, in order, are datasets; the others are input columns. */
  readonly parameters: readonly ('dataset' | 'input')[];
  /** `value`: one column; `class`: a column per field; `optional class`: the same, or null. */
  readonly result: 'value' | 'class' | 'optional class';
}

/**
 * The generated AssemblyScript around a kernel: decodes a row, calls the function, encodes its result.
 * Exports `memory`, `alloc`, `dataset` and `run`, and nothing else.
 */
export function wrapperSource(shape: WrapperShape): string {
  const { schema } = shape;
  return [
    `import { ${schema.name} as kernel } from "${shape.kernelPath}";`,
    'import * as row from "manyhands/row";',
    ...schema.datasets.map((_, slot) => `let dataset${slot}: Uint8Array = new Uint8Array(0);`),
    'export function alloc(len: i32): i32 { return <i32>__new(<usize>len, idof<ArrayBuffer>()); }',
    'export function dataset(slot: i32, ptr: i32, len: i32): void {',
    '  const bytes = Uint8Array.wrap(changetype<ArrayBuffer>(<usize>ptr), 0, len);',
    ...schema.datasets.map((_, slot) => `  if (slot == ${slot}) { dataset${slot} = bytes; return; }`),
    '  throw new Error("no such dataset");',
    '}',
    'export function run(ptr: i32, len: i32): i64 {',
    '  row.openRow(ptr, len);',
    ...schema.inputs.map((column, i) => `  const input${i}: ${inputType(column)} = ${read(column)};`),
    '  row.closeRow();',
    `  const result = kernel(${callArguments(shape.parameters)});`,
    '  row.startRow();',
    ...resultLines(shape),
    '  return row.finishRow();',
    '}',
    '',
  ].join('\n');
}

function callArguments(parameters: WrapperShape['parameters']): string {
  const next = { dataset: 0, input: 0 };
  return parameters.map((kind) => `${kind}${next[kind]++}`).join(', ');
}

/** A column type's name in AssemblyScript. */
export const assemblyType = (type: ColumnType): string => type.replace(/^Big/, '');
const inputType = ({ type, optional }: Column): string => `${assemblyType(type)}${optional ? ' | null' : ''}`;

function read(column: Column): string {
  const value = readPresent(column);
  return column.optional ? `row.readPresent() ? ${value} : null` : value;
}

function readPresent({ type }: Column): string {
  if (type === 'bool') return 'row.readBool()';
  if (type === 'string') return 'row.readString()';
  return isArray(type) ? `row.readArray<${assemblyType(type)}>()` : `row.readScalar<${type}>()`;
}

function resultLines({ schema, result }: WrapperShape): string[] {
  const columns = schema.outputs;
  if (result === 'value') return [write(columns[0], 'result')];
  const fields = columns.map((column) => write(column, `result.${column.name}`));
  if (result === 'class') return fields;
  return ['if (result) {', ...fields, '} else {', ...columns.map(() => 'row.writePresent(false);'), '}'];
}

function write(column: Column, value: string): string {
  if (!column.optional) return writePresent(column, value);
  // A number cannot be null in AssemblyScript: it is absent only where its whole class is.
  if (!isReference(column)) return `row.writePresent(true); ${writePresent(column, value)}`;
  const pointer = `pointer_${column.name}`;
  const present = writePresent(column, `changetype<${assemblyType(column.type)}>(${pointer})`);
  return `const ${pointer} = changetype<usize>(${value}); row.writePresent(${pointer} != 0); if (${pointer}) { ${present} }`;
}

const isReference = ({ type }: Column): boolean => type === 'string' || isArray(type);

function writePresent({ type }: Column, value: string): string {
  if (type === 'bool') return `row.writeBool(${value});`;
  if (type === 'string') return `row.writeString(${value});`;
  return isArray(type)
    ? `row.writeArray<${assemblyType(type)}>(${value});`
    : `row.writeScalar<${type}>(${value});`;
}
