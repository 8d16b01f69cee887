import { readFileSync } from 'node:fs';
import { ARRAYS, type KernelSchema, KnownError, SCALARS } from '@manyhands/protocol';

const TYPES: readonly unknown[] = [...SCALARS, ...ARRAYS, 'string'];

/** A module's columns out of a file. Throws REQUEST_INVALID naming what is not as it should be. */
export function readSchema(path: string): KernelSchema {
  const schema = parsed(path);
  const fault = faultIn(schema);
  if (fault === null) return schema as KernelSchema;
  throw new KnownError(
    'REQUEST_INVALID',
    `the schema ${path} does not say what a kernel’s columns are: ${fault}; “manyhands build” writes one, to compare`,
  );
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new KnownError('REQUEST_INVALID', `${path} is not JSON`, { cause });
  }
}

function faultIn(schema: unknown): string | null {
  const { name, inputs, outputs, datasets } = (schema ?? {}) as Record<string, unknown>;
  if (typeof name !== 'string') return '“name” is not text';
  if (!isListOfNamed(datasets)) return '“datasets” is no list of names';
  for (const [list, columns] of Object.entries({ inputs, outputs })) {
    if (!isListOfNamed(columns)) return `“${list}” is no list of columns with names`;
    const wrong = columns.find(({ type }) => !TYPES.includes(type));
    if (wrong !== undefined) return `“${wrong.name}” in “${list}” has the type ${JSON.stringify(wrong.type)}`;
  }
  return null;
}

const isListOfNamed = (list: unknown): list is { name: string; type?: unknown }[] =>
  Array.isArray(list) && list.every((each) => typeof (each as { name?: unknown } | null)?.name === 'string');
