import { KnownError } from '@manyhands/protocol';
import { KIND, mapModule } from '../binary/module.ts';
import { EXPORTS } from '../runtime/build.ts';
import { type Label, labelOf } from './label.ts';
import { checkStart, wasiFactsOf } from './wasi.ts';

const I32 = 0x7f;
const I64 = 0x7e;

/** The functions of the bytes ABI. `dataset` is needed only where a job has datasets. */
const ABI: readonly {
  name: string;
  parameters: readonly number[];
  results: readonly number[];
  required: boolean;
}[] = [
  { name: EXPORTS.alloc, parameters: [I32], results: [I32], required: true },
  { name: EXPORTS.run, parameters: [I32, I32], results: [I64], required: true },
  { name: EXPORTS.dataset, parameters: [I32, I32, I32], results: [], required: false },
];

/**
 * Labels a kernel and checks that it speaks the bytes ABI or is a WASI command. Throws what {@link labelOf} throws, and
 * KERNEL_SIGNATURE naming the export that is missing or has other types. `source`: what it was compiled from, for the label.
 */
export function inspect(bytes: Uint8Array, source?: string): Label {
  const label = labelOf(bytes, source);
  const module = mapModule(bytes);
  if (!module.exports.some(({ name, kind }) => name === EXPORTS.memory && kind === KIND.memory))
    throw new KnownError('KERNEL_SIGNATURE', 'the kernel exports no memory; export it as “memory”');
  if (label.abi === 'wasi') {
    checkStart(module);
    wasiFactsOf(module);
    return label;
  }
  for (const { name, parameters, results, required } of ABI) {
    const found = module.exports.find((entry) => entry.name === name && entry.kind === KIND.function);
    if (found === undefined && !required) continue;
    const type = found && module.types[module.functions[found.index]];
    if (type === undefined || !same(type.parameters, parameters) || !same(type.results, results))
      throw new KnownError(
        'KERNEL_SIGNATURE',
        `the kernel must export ${signature(name, parameters, results)}`,
      );
  }
  return label;
}

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((type, i) => type === b[i]);
const typeName = (type: number): string => (type === I32 ? 'i32' : 'i64');

function signature(name: string, parameters: readonly number[], results: readonly number[]): string {
  return `${name}(${parameters.map(typeName).join(', ')})${results.length > 0 ? ` -> ${results.map(typeName).join(', ')}` : ''}`;
}
