import {
  ARRAYS,
  type Column,
  type ColumnType,
  type KernelFiles,
  KnownError,
  SCALARS,
} from '@manyhands/protocol';
import type {
  Class,
  DeclaredElement,
  File,
  FunctionPrototype,
  ParameterNode,
  PropertyPrototype,
  Function as Resolved,
  Type,
} from 'assemblyscript';
import { type CompilerRange, placeOf } from '../compile/diagnostics.ts';
import { isOfLibrary } from '../compile/standard.ts';
import type { WrapperShape } from '../compile/wrapper.ts';
import { type Documentation, documentationOf } from './docs.ts';
import { type ParsedKernel, throwErrors } from './program.ts';

/** Values of AssemblyScript's ambient enums `ElementKind` and `CommonFlags`, which cannot be imported. */
const ELEMENT = { functionPrototype: 4, propertyPrototype: 10 } as const;
const FLAG = { private: 512, protected: 1024, generic: 65536 } as const;
const DATASET = '~lib/manyhands/Dataset';
const RESULT_COLUMN = 'result';

/** What the exported function of a kernel takes and gives. */
export type KernelShape = Omit<WrapperShape, 'kernelPath'>;

/**
 * Derives schema and wrapper shape from the types of the entry file's exported function, the chosen one where it exports
 * several; throws KERNEL_SIGNATURE.
 */
export function deriveShape(
  kernel: ParsedKernel,
  { entry, export: chosen }: Pick<KernelFiles, 'entry' | 'export'>,
): KernelShape {
  const file = kernel.program.filesByName.get(entry.replace(/\.ts$/, '')) as File;
  const [name, prototype] = exportedFunction(file, chosen);
  const resolved = kernel.program.resolver.resolveFunction(prototype, null);
  throwErrors(kernel.program);
  if (resolved === null)
    throw refuse(prototype.identifierNode.range, 'the types of the function cannot be resolved', '');
  const docs = docsAt(kernel, prototype.declaration.range);
  const inputs: Column[] = [];
  const datasets: { name: string; doc: string }[] = [];
  const parameters = parameterNodes(prototype).map((parameter, i) => {
    const name = parameter.name.text;
    const doc = docs.parameters.get(name) ?? '';
    if (isDataset(kernel, file, parameter)) {
      datasets.push({ name, doc });
      return 'dataset' as const;
    }
    inputs.push({
      name,
      doc,
      ...columnType(resolved.signature.parameterTypes[i], parameter.range, `parameter ${name}`),
    });
    return 'input' as const;
  });
  const { outputs, result } = resultColumns(kernel, resolved, prototype);
  return { schema: { name, doc: docs.text, inputs, outputs, datasets }, parameters, result };
}

function refuse(range: CompilerRange, problem: string, hint: string): KnownError {
  const place = placeOf(range);
  return new KnownError(
    'KERNEL_SIGNATURE',
    `${place.file}:${place.line}: ${problem}${hint ? ` (${hint})` : ''}`,
    {
      details: { diagnostics: [{ ...place, message: problem, ...(hint ? { hint } : {}) }] },
    },
  );
}

const EXAMPLE = 'for example `export function align(read: string): i32`';

/** The function that is the kernel, and the name under which it is exported. */
function exportedFunction(file: File, chosen: string | undefined): [string, FunctionPrototype] {
  const functions = [...(file.exports ?? new Map<string, DeclaredElement>())].filter(
    (entry): entry is [string, FunctionPrototype] => (entry[1].kind as number) === ELEMENT.functionPrototype,
  );
  const named = chosen === undefined ? functions : functions.filter(([name]) => name === chosen);
  if (named.length !== 1) throw refuseExports(file, functions, chosen);
  const [[name, prototype]] = named;
  if (prototype.is(FLAG.generic as never))
    throw refuse(prototype.identifierNode.range, 'a kernel cannot be generic', 'write the types out');
  return [name, prototype];
}

const SHOWN_EXPORTS = 20;

function refuseExports(
  file: File,
  functions: readonly [string, FunctionPrototype][],
  chosen: string | undefined,
): KnownError {
  const top = { start: 0, source: file.source };
  if (functions.length === 0)
    return refuse(top, 'a kernel exports one function, and this file exports none', EXAMPLE);
  const names = functions.map(([name]) => name);
  const listed = names.slice(0, SHOWN_EXPORTS).join(', ') + (names.length > SHOWN_EXPORTS ? ', …' : '');
  if (chosen !== undefined) return refuse(top, `no function is exported as ${chosen}`, `there are ${listed}`);
  return refuse(
    functions[1][1].identifierNode.range,
    `a kernel is one function, and this file exports ${listed}`,
    'choose one (--export NAME), or drop the `export` of the others',
  );
}

function parameterNodes(prototype: FunctionPrototype): ParameterNode[] {
  for (const parameter of prototype.functionTypeNode.parameters)
    if ((parameter.parameterKind as number) !== 0 && !hasNullDefault(parameter))
      throw refuse(
        parameter.range,
        `parameter ${parameter.name.text} is optional or a rest parameter`,
        'use `T | null` for a column that may be empty',
      );
  return prototype.functionTypeNode.parameters;
}

/** What an empty cell gives anyway: such a parameter is a column that may be empty. */
const hasNullDefault = ({ initializer, type }: ParameterNode): boolean =>
  initializer !== null && type.isNullable;

function isDataset(kernel: ParsedKernel, file: File, parameter: ParameterNode): boolean {
  const named = parameter.type as unknown as {
    name?: Parameters<typeof kernel.program.resolver.resolveTypeName>[0];
  };
  if (named.name === undefined) return false;
  return kernel.program.resolver.resolveTypeName(named.name, null, file)?.internalName === DATASET;
}

/** The column type of an AssemblyScript type; throws KERNEL_SIGNATURE naming `what` where there is none. */
function columnType(type: Type, range: CompilerRange, what: string): { type: ColumnType; optional: boolean } {
  const optional = type.isNullableReference;
  const text = type.toString().replace(/ \| null$/, '');
  const name = text === '~lib/string/String' ? 'string' : bigName(text.replace(/^~lib\/typedarray\//, ''));
  const known: readonly string[] = ['string', ...SCALARS, ...ARRAYS];
  if (!known.includes(name))
    throw refuse(range, `${what} has the type ${text}, which cannot be a column`, hintFor(text));
  return { type: name as ColumnType, optional };
}

/** AssemblyScript calls JavaScript's BigInt64Array an Int64Array. */
const bigName = (name: string): string => name.replace(/^(Int|Uint)64Array$/, 'Big$&');

function hintFor(type: string): string {
  if (/^~lib\/(static)?array/i.test(type)) return 'use a typed array such as Int32Array or Float64Array';
  if (type === 'usize' || type === 'isize') return 'its width is not fixed: use u32 or i32';
  return 'columns are numbers, bool, string and typed arrays; a returned class gives several columns';
}

function resultColumns(
  kernel: ParsedKernel,
  resolved: Resolved,
  prototype: FunctionPrototype,
): Pick<KernelShape, 'result'> & { outputs: Column[] } {
  const type = resolved.signature.returnType;
  const { range } = prototype.functionTypeNode.returnType;
  if (type.toString() === 'void')
    throw refuse(
      range,
      'a kernel returns its result',
      'a number, string, typed array, or a class of them; what a foreign function leaves in memory or in variables is returned by a function of your own that imports and calls it',
    );
  const fields = ownClass(type);
  if (fields === null)
    return {
      result: 'value',
      outputs: [{ name: RESULT_COLUMN, doc: '', ...columnType(type, range, 'the result') }],
    };
  const absent = type.isNullableReference;
  const outputs = fieldsOf(fields).map((field) => fieldColumn(kernel, field, absent));
  if (outputs.length === 0)
    throw refuse(range, `the class ${fields.name} has no fields`, 'each public field becomes a column');
  return { result: absent ? 'optional class' : 'class', outputs };
}

/** The class of a result that is not one of AssemblyScript's own, such as string or Int32Array. */
function ownClass(type: Type): Class | null {
  const found = type.classReference;
  return found === null || isOfLibrary(found.declaration.range.source.normalizedPath) ? null : found;
}

function fieldsOf(owner: Class): PropertyPrototype[] {
  const members = [...(owner.members ?? new Map<string, DeclaredElement>()).values()];
  return members.filter(
    (member): member is PropertyPrototype =>
      (member.kind as number) === ELEMENT.propertyPrototype &&
      (member as PropertyPrototype).isField &&
      !member.isAny((FLAG.private | FLAG.protected) as never),
  );
}

function fieldColumn(kernel: ParsedKernel, field: PropertyPrototype, absent: boolean): Column {
  const { range } = field.fieldDeclaration ?? field.declaration;
  const type = field.instance?.type;
  if (!type) throw refuse(range, `the type of field ${field.name} cannot be resolved`, '');
  const column = columnType(type, range, `field ${field.name}`);
  return {
    name: field.name,
    type: column.type,
    optional: column.optional || absent,
    doc: docsAt(kernel, range).text,
  };
}

function docsAt(kernel: ParsedKernel, { source, start }: CompilerRange): Documentation {
  return documentationOf(kernel.comments.get(source.normalizedPath) ?? [], source.text, start);
}
