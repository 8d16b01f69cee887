import { concatBytes, KnownError, LIMITS, u32Bytes } from '@manyhands/protocol';
import type { Abi, Machine } from './abi.ts';
import { abortOver, KernelAbort } from './abort.ts';
import { type Print, SILENT } from './printing.ts';
import type { WasiFacts, WasiInput, WasiOutput } from './wasi/facts.ts';
import { wasiImports } from './wasi/imports.ts';
import { Item, ProgramExit, type Surroundings } from './wasi/item.ts';
import { WASI_MODULE } from './wasi/signatures.ts';

const EMPTY = new Uint8Array();
const LINE_FEED = 10;
/** Of what a program complained about before it trapped, so many bytes appear in the message. */
const COMPLAINT_BYTES = 500;

/**
 * WASI commands: each item runs `_start` on restored memory with its own arguments, files, clock and random numbers.
 * Whatever the exit code, it is a normal answer; a trap is a trap.
 */
export class WasiAbi implements Abi {
  readonly imports: WebAssembly.Imports = {
    env: { abort: abortOver(() => this.#memory), ...SILENT },
    [WASI_MODULE]: wasiImports(() => this.#item),
  };
  readonly #facts: WasiFacts;
  #files: ReadonlyMap<string, Uint8Array> = new Map();
  readonly #print: Print | undefined;
  #item: Item | null = null;
  #memory: WebAssembly.Memory | undefined;

  constructor(facts: WasiFacts, print?: Print) {
    this.#facts = facts;
    this.#print = print;
  }

  load({ memory }: Machine, datasets: readonly Uint8Array[]): void {
    this.#memory = memory;
    const { files } = this.#facts;
    if (datasets.length !== files.length)
      throw new KnownError(
        'KERNEL_INVALID',
        `the program reads ${files.length} datasets, not ${datasets.length}`,
      );
    this.#files = new Map(files.map((name, i) => [name, datasets[i]]));
  }

  run(machine: Machine, input: Uint8Array, fuelCap: bigint): Uint8Array {
    const item = new Item(machine, this.#surroundings(input));
    this.#item = item;
    machine.fuel.value = fuelCap;
    machine.begun?.();
    try {
      return this.#output(item, start(machine, item));
    } finally {
      if (this.#print !== undefined) this.#tell(item, this.#print);
      this.#item = null;
    }
  }

  /** What went to standard error and output, where it is not part of the answer anyway. */
  #tell({ stdout, stderr }: Item, print: Print): void {
    for (const [name, { bytes }] of [
      ['stdout', stdout],
      ['stderr', stderr],
    ] as const)
      if (!this.#facts.outputs.includes(name))
        for (const line of lines(bytes)) print(new TextDecoder().decode(line));
  }

  #surroundings(input: Uint8Array): Surroundings {
    const columns = decode(this.#facts.inputs, input);
    const limit = (name: WasiOutput): number | null =>
      this.#facts.outputs.includes(name) ? LIMITS.outputBytes : null;
    return {
      input,
      args: [PROGRAM, ...lines(columns.args)],
      environment: lines(columns.env),
      stdin: columns.stdin,
      files: this.#files,
      limits: { stdout: limit('stdout'), stderr: limit('stderr') },
    };
  }

  #output({ stdout, stderr }: Item, exitCode: number): Uint8Array {
    const parts = this.#facts.outputs.map((name) => {
      if (name === 'exitCode') return u32Bytes(exitCode >>> 0);
      const { bytes } = name === 'stdout' ? stdout : stderr;
      if (this.#facts.text.includes(name) && !isText(bytes))
        throw new KernelAbort(`the program's ${name} is not UTF-8; let its column be a Uint8Array`);
      return concatBytes(u32Bytes(bytes.length), bytes);
    });
    const row = concatBytes(...parts);
    if (row.length > LIMITS.outputBytes)
      throw new KernelAbort(`the output has ${row.length} bytes, more than ${LIMITS.outputBytes}`);
    return row;
  }
}

/** What a program is told that it is called. */
const PROGRAM = new TextEncoder().encode('program');

/** Gives the exit code. */
function start(machine: Machine, item: Item): number {
  try {
    (machine.exports._start as () => void)();
    return 0;
  } catch (error) {
    if (error instanceof ProgramExit) return error.code;
    if (error instanceof WebAssembly.RuntimeError) throw withComplaint(error, item);
    throw error;
  }
}

/** A panic says why on standard error, and then traps. */
function withComplaint(trap: Error, { stderr }: Item): Error {
  const said = new TextDecoder().decode(stderr.bytes.slice(-COMPLAINT_BYTES)).trim();
  return said === '' ? trap : new KernelAbort(`${trap.message}: ${said}`);
}

/** Columns of a row, all of which are a length and bytes. The row comes from strangers: what is malformed is a trap. */
function decode(inputs: readonly WasiInput[], row: Uint8Array): Record<WasiInput, Uint8Array> {
  const columns: Record<WasiInput, Uint8Array> = { args: EMPTY, env: EMPTY, stdin: EMPTY };
  const view = new DataView(row.buffer, row.byteOffset, row.length);
  let at = 0;
  for (const name of inputs) {
    if (at + 4 > row.length) throw new KernelAbort('the input row ends early');
    const end = at + 4 + view.getUint32(at, true);
    if (end > row.length) throw new KernelAbort('the input row ends early');
    columns[name] = row.subarray(at + 4, end);
    at = end;
  }
  if (at !== row.length) throw new KernelAbort('the input row has bytes too many');
  return columns;
}

/** Lines without their ends; what follows the last line feed is a line unless it is empty. */
function lines(text: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = [];
  let from = 0;
  for (let at = text.indexOf(LINE_FEED); at >= 0; at = text.indexOf(LINE_FEED, from)) {
    found.push(text.subarray(from, at));
    from = at + 1;
  }
  return from < text.length ? [...found, text.subarray(from)] : found;
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

function isText(bytes: Uint8Array): boolean {
  try {
    UTF_8.decode(bytes);
    return true;
  } catch {
    return false;
  }
}
