import type { Label } from '@manyhands/wasm-kernels';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { prepareLocal, readKernel } from '../kernel-input.ts';
import type { Screen } from '../screen.ts';
import { columnLines } from './build.ts';

interface Options {
  readonly export?: string;
  readonly json?: boolean;
}

export const labelCommand = (finish: (code: number) => void): Command =>
  new Command('label')
    .description('say what a kernel is and needs, or why it may not run')
    .argument('<kernel>', 'AssemblyScript source (.ts or a folder) or a module (.wasm)')
    .option('--export <name>', 'which exported function is the kernel, where a source exports several')
    .option('--json', 'write one JSON object instead of text')
    .action(acting<Options>(finish, label));

async function label(screen: Screen, options: Options, [path]: string[]): Promise<ExitCode> {
  const { label, schema } = await prepareLocal(readKernel(path, options));
  for (const line of labelLines(label)) screen.line(line);
  if (schema !== null) for (const line of columnLines(schema)) screen.line(line);
  screen.result({ label, schema });
  return EXIT.ok;
}

/** Every fact of a label in a line. */
function labelLines(label: Label): string[] {
  return Object.entries(label).map(([name, value]) => `${words(name).padEnd(16)} ${shown(value)}`);
}

/** `memoryPages` → `memory pages`. */
const words = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(shown).join(', ');
  if (value === null || value === undefined) return '–';
  if (typeof value !== 'object') return String(value);
  if ('name' in value && 'kind' in value) return `${value.name} (${value.kind})`;
  return Object.entries(value)
    .map(([name, each]) => `${words(name)} ${shown(each)}`)
    .join(', ');
}
