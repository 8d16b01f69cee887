import { writeFile } from 'node:fs/promises';
import { instrument } from '@manyhands/wasm-kernels';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { prepareLocal, readKernel } from '../kernel-input.ts';
import { wholeNumber } from '../options.ts';
import type { Screen } from '../screen.ts';

const MOST_PAGES = 32_768;

interface Options {
  readonly export?: string;
  readonly out?: string;
  readonly memory?: number;
  readonly smallMemory?: number;
  readonly lazyNan?: boolean;
  readonly absentNan?: boolean;
  readonly hooked?: boolean;
  readonly json?: boolean;
}

export const instrumentCommand = (finish: (code: number) => void): Command =>
  new Command('instrument')
    .description('rewrite a kernel into the build that contributors run')
    .argument('<kernel>', 'AssemblyScript source (.ts or a folder) or a module (.wasm)')
    .option('--export <name>', 'which exported function is the kernel, where a source exports several')
    .option('--out <file>', 'where the build goes (<name>.build.wasm)')
    .option('--memory <pages>', 'memory in pages of 64 KiB', wholeNumber(1, MOST_PAGES))
    .option('--small-memory <pages>', 'try each item with so little memory first', wholeNumber(1, MOST_PAGES))
    .option(
      '--lazy-nan',
      'look for NaNs where they could be seen instead of replacing them where they are stored',
    )
    .option('--absent-nan', 'only look whether a computed NaN was stored, and then run the item again')
    .option('--hooked', 'call the host after each slice of fuel: for pausing and stopping inside an item')
    .option('--json', 'write one JSON object instead of text')
    .action(acting<Options>(finish, run));

async function run(screen: Screen, options: Options, [path]: string[]): Promise<ExitCode> {
  const kernel = readKernel(path, options);
  const { wasm, hash: kernelHash } = await prepareLocal(kernel);
  const { bytes, hash } = instrument(wasm, {
    memoryPages: options.memory,
    smallPages: options.smallMemory,
    nan: options.absentNan ? 'absent' : options.lazyNan ? 'lazy' : 'strict',
    hooked: options.hooked,
  });
  const out = options.out ?? `${kernel.name}.build.wasm`;
  await writeFile(out, bytes);
  const growth = bytes.length / wasm.length;
  screen.line(`${out}  ${bytes.length} bytes, ${growth.toFixed(2)} × the kernel`);
  screen.line(`kernel ${kernelHash}`);
  screen.line(`build  ${hash}`);
  screen.result({ out, kernel: kernelHash, build: hash, size: bytes.length, growth });
  return EXIT.ok;
}
