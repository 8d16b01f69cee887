import type { Fuel, Machine } from '../abi.ts';
import { KernelAbort } from '../abort.ts';
import { Clock } from './clock.ts';
import { APPEND } from './constants.ts';
import { Descriptors, type Open } from './descriptors.ts';
import { Directory, Disk } from './disk.ts';
import { File } from './file.ts';
import { ProgramMemory } from './memory.ts';
import { Random } from './random.ts';

/** What a program is given. */
export interface Surroundings {
  /** The encoded row: what random numbers come from. */
  readonly input: Uint8Array;
  readonly args: readonly Uint8Array[];
  readonly environment: readonly Uint8Array[];
  readonly stdin: Uint8Array;
  /** By name, in the root directory. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Bytes that each of these may have, or null for one that is not part of the output. */
  readonly limits: { readonly stdout: number | null; readonly stderr: number | null };
}

/** Of an output that nobody asked for, so much is kept for messages. */
const KEPT_BYTES = 65_536;

/** Everything a program can see and change during one item. */
export class Item {
  readonly memory: ProgramMemory;
  readonly clock = new Clock();
  readonly disk = new Disk(this.clock);
  readonly random: Random;
  readonly args: readonly Uint8Array[];
  readonly environment: readonly Uint8Array[];
  readonly descriptors: Descriptors;
  readonly stdout: File;
  readonly stderr: File;
  readonly #fuel: Fuel;
  #spent = 0;

  constructor(machine: Machine, given: Surroundings) {
    this.memory = new ProgramMemory(machine);
    this.#fuel = machine.fuel;
    this.random = new Random(given.input);
    this.args = given.args;
    this.environment = given.environment;
    const stdin = this.#file({ bytes: given.stdin });
    this.stdout = this.#output(given.limits.stdout);
    this.stderr = this.#output(given.limits.stderr);
    const { root } = this.disk;
    for (const [name, bytes] of given.files) root.set(name, this.#file({ bytes }));
    this.descriptors = new Descriptors([
      opened(stdin, { reads: true }),
      opened(this.stdout, { writes: true, flags: APPEND }),
      opened(this.stderr, { writes: true, flags: APPEND }),
      { ...opened(root, { reads: true, writes: true }), preopened: Uint8Array.of(0x2f) },
    ]);
  }

  /** Notes work that the call under way does, in fuel; parts of one are dropped at the end of the call. */
  spend(fuel: number): void {
    this.#spent += fuel;
  }

  /** Takes the fuel of the call that ended. Whether any is left is for the module to look at, where it always does. */
  pay(): void {
    this.#fuel.value = this.#fuel.value - BigInt(Math.floor(this.#spent));
    this.#spent = 0;
  }

  #file(keeping: ConstructorParameters<typeof File>[2]): File {
    return new File(this.disk.inode(), this.clock.stamp, keeping);
  }

  #output(limit: number | null): File {
    return this.#file(limit === null ? { keep: KEPT_BYTES } : { limit });
  }
}

function opened(entry: File | Directory, given: Partial<Open>): Open {
  if (!(entry instanceof Directory)) entry.open();
  return { entry, reads: false, writes: false, position: 0, flags: 0, ...given };
}

/** Thrown through the program by `proc_exit`. */
export class ProgramExit extends KernelAbort {
  readonly code: number;

  constructor(code: number) {
    super(`the program ended with exit code ${code}`);
    this.code = code;
  }
}
