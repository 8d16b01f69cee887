import type { Column, KernelSchema } from '@manyhands/protocol';
import { KnownError } from '@manyhands/protocol';

/** Columns that a program can take. Each is text or bytes, which are the same in an encoded row. */
export const WASI_INPUTS = ['args', 'env', 'stdin'] as const;
/** Columns that a program can give. */
export const WASI_OUTPUTS = ['stdout', 'stderr', 'exitCode'] as const;
export type WasiInput = (typeof WASI_INPUTS)[number];
export type WasiOutput = (typeof WASI_OUTPUTS)[number];

/** How a row becomes a program's arguments, environment and standard input, and its outputs a row again. */
export interface WasiFacts {
  readonly inputs: readonly WasiInput[];
  readonly outputs: readonly WasiOutput[];
  /** Columns of type string; the others are Uint8Array, `exitCode` always i32. Text that is not UTF-8 is a trap. */
  readonly text: readonly (WasiInput | WasiOutput)[];
  /** Names of the datasets' files in the root directory, in the order of the schema. */
  readonly files: readonly string[];
}

const DOCS: Readonly<Record<WasiInput | WasiOutput, string>> = {
  args: 'arguments, one a line',
  env: 'environment, one NAME=value a line',
  stdin: 'standard input',
  stdout: 'standard output',
  stderr: 'standard error',
  exitCode: 'exit code',
};

/** What a module gets that does not say anything: arguments and text in, text and exit code out. */
export const DEFAULT_WASI: WasiFacts = {
  inputs: ['args', 'stdin'],
  outputs: ['stdout', 'exitCode'],
  text: ['args', 'stdin', 'stdout'],
  files: [],
};

/** The schema of a program. */
export function wasiSchema(facts: WasiFacts): KernelSchema {
  const column = (name: WasiInput | WasiOutput): Column => {
    const type = facts.text.includes(name) ? 'string' : 'Uint8Array';
    return { name, type: name === 'exitCode' ? 'i32' : type, optional: false, doc: DOCS[name] };
  };
  return {
    name: 'program',
    doc: 'a WASI command',
    inputs: facts.inputs.map(column),
    outputs: facts.outputs.map(column),
    datasets: facts.files.map((name) => ({ name, doc: `the file /${name}` })),
  };
}

/** Throws KERNEL_SIGNATURE where a program cannot have these columns or datasets. */
export function wasiFacts(schema: KernelSchema): WasiFacts {
  const inputs = schema.inputs.map((column) => checked(column, WASI_INPUTS));
  const outputs = schema.outputs.map((column) => checked(column, WASI_OUTPUTS));
  const files = schema.datasets.map(({ name }) => name);
  for (const names of [inputs, outputs, files])
    if (new Set<string>(names).size < names.length)
      refuseColumns('two columns or datasets have the same name');
  for (const name of files) if (!isFileName(name)) refuseColumns(`“${name}” is no name for a file`);
  const text = [...schema.inputs, ...schema.outputs].filter(({ type }) => type === 'string');
  return { inputs, outputs, text: text.map(({ name }) => name as WasiInput | WasiOutput), files };
}

const isFileName = (name: string): boolean =>
  /^[^/\0]{1,255}$/.test(name) && name !== '.' && name !== '..' && !LONE_SURROGATE.test(name);
const LONE_SURROGATE = /\p{Surrogate}/u;

function checked<Name extends string>({ name, type, optional }: Column, names: readonly Name[]): Name {
  const types = name === 'exitCode' ? ['i32'] : ['string', 'Uint8Array'];
  const found = names.find((each) => each === name);
  if (found === undefined) return refuseColumns(`“${name}” is not one of ${names.join(', ')}`);
  if (optional || !types.includes(type))
    return refuseColumns(`“${name}” is ${optional ? 'optional' : type}, not ${types.join(' or ')}`);
  return found;
}

function refuseColumns(why: string): never {
  throw new KnownError('KERNEL_SIGNATURE', `a WASI program cannot have these columns: ${why}`);
}
