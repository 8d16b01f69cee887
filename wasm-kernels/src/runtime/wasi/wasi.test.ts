import { utf8 } from '@manyhands/protocol';
import { describe, expect, test } from 'vitest';
import { KernelAbort } from '../abort.ts';
import { ERRNO } from './constants.ts';
import { wasiImports } from './imports.ts';
import { Item, ProgramExit, type Surroundings } from './item.ts';
import { WASI_FUNCTIONS, type WasiFunction, wasiSignature } from './signatures.ts';

const PAGES = 2;
const MEMORY_BYTES = PAGES * 65_536;
const FUEL = 1n << 50n;
const ROOT = 3;
const EVERYTHING = (1n << 29n) - 1n;

/** A program's view of an item, called from here instead of from a module. */
class Program {
  readonly memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
  readonly fuel = { value: FUEL };
  readonly flag = new WebAssembly.Global({ value: 'i32', mutable: true }, 0);
  readonly high = new WebAssembly.Global({ value: 'i32', mutable: true }, 0);
  readonly item: Item;
  readonly #imports: WebAssembly.ModuleImports;

  constructor(given: Partial<Surroundings> = {}, openFloats: 8 | null = null) {
    const { memory, fuel, flag, high } = this;
    this.item = new Item(
      { exports: {}, memory, fuel, flag, high, openFloats },
      {
        input: new Uint8Array(),
        args: [utf8('program')],
        environment: [],
        stdin: new Uint8Array(),
        files: new Map(),
        limits: { stdout: 1000, stderr: null },
        ...given,
      },
    );
    this.#imports = wasiImports(() => this.item);
  }

  call(name: WasiFunction, ...given: (number | bigint)[]): number {
    return (this.#imports[name] as (...given: (number | bigint)[]) => number)(...given);
  }

  put(at: number, text: string): readonly [number, number] {
    const bytes = utf8(text);
    new Uint8Array(this.memory.buffer).set(bytes, at);
    return [at, bytes.length];
  }

  text(at: number, length: number): string {
    return new TextDecoder().decode(new Uint8Array(this.memory.buffer, at, length));
  }

  u32(at: number): number {
    return new DataView(this.memory.buffer).getUint32(at, true);
  }

  u64(at: number): bigint {
    return new DataView(this.memory.buffer).getBigUint64(at, true);
  }

  /** Puts I/O vectors at 0: pointers and lengths. */
  vectors(...numbers: number[]): readonly [number, number] {
    new Uint32Array(this.memory.buffer).set(numbers, 0);
    return [0, numbers.length / 2];
  }

  /** Opens a path below the root; gives the errno or the descriptor. */
  open(path: string, how = 0, rights = EVERYTHING): { errno: number; fd: number } {
    const errno = this.call('path_open', ROOT, 0, ...this.put(2000, path), how, rights, 0n, 0, 1000);
    return { errno, fd: this.u32(1000) };
  }

  write(fd: number, text: string): number {
    const [at, length] = this.put(3000, text);
    return this.call('fd_write', fd, ...this.vectors(at, length), 1000);
  }

  read(fd: number, length: number): string {
    expect(this.call('fd_read', fd, ...this.vectors(3000, length), 1000)).toBe(ERRNO.success);
    return this.text(3000, this.u32(1000));
  }
}

const CREATE = 1;

test('there is a function for every import that preview-1 has', () => {
  const imports = wasiImports(() => null);
  expect(Object.keys(imports)).toEqual(WASI_FUNCTIONS);
  expect(WASI_FUNCTIONS).toHaveLength(46);
  for (const name of WASI_FUNCTIONS) expect(wasiSignature(name)?.parameters).toBeDefined();
  expect(wasiSignature('toString')).toBeUndefined();
});

describe('[KR2] a program sees nothing but its item', () => {
  test('the clock begins in 2000 and moves by a millisecond with each look, and by what is slept', () => {
    const program = new Program();
    const look = (id: number): bigint => {
      expect(program.call('clock_time_get', id, 0n, 8)).toBe(ERRNO.success);
      return program.u64(8);
    };
    expect(look(0)).toBe(946_684_800_000_000_000n);
    expect(look(0)).toBe(946_684_800_001_000_000n);
    expect(look(1)).toBe(2_000_000n);
    // A subscription to the monotonic clock: user 7, relative, 5 seconds.
    const view = new DataView(program.memory.buffer);
    view.setBigUint64(100, 7n, true);
    view.setUint32(116, 1, true);
    view.setBigUint64(124, 5_000_000_000n, true);
    expect(program.call('poll_oneoff', 100, 200, 1, 300)).toBe(ERRNO.success);
    expect([program.u32(300), program.u64(200)]).toEqual([1, 7n]);
    expect(look(1)).toBe(5_003_000_000n);
    expect(program.call('clock_time_get', 9, 0n, 8)).toBe(ERRNO.inval);
  });

  test('sleeping for ever does not end time', () => {
    const program = new Program();
    const view = new DataView(program.memory.buffer);
    view.setBigUint64(124, (1n << 64n) - 1n, true);
    for (let i = 0; i < 3; i++) expect(program.call('poll_oneoff', 100, 200, 1, 300)).toBe(ERRNO.success);
    expect(program.call('clock_time_get', 0, 0n, 8)).toBe(ERRNO.success);
    expect(program.u64(8)).toBeLessThan(1n << 63n);
  });

  test('random numbers come from the input: the same for the same, others for another', () => {
    const random = (input: Uint8Array): string => {
      const program = new Program({ input });
      expect(program.call('random_get', 0, 999)).toBe(ERRNO.success);
      expect(program.u32(999)).toBe(0);
      return program.text(0, 999);
    };
    expect(random(utf8('a'))).toBe(random(utf8('a')));
    expect(random(utf8('a'))).not.toBe(random(utf8('b')));
  });

  test('random bits are set half of the time', () => {
    const program = new Program();
    program.call('random_get', 0, MEMORY_BYTES);
    const bits = Array<number>(32).fill(0);
    for (const word of new Uint32Array(program.memory.buffer))
      for (let i = 0; i < 32; i++) bits[i] += (word >>> i) & 1;
    const words = MEMORY_BYTES / 4;
    for (const count of bits) expect(Math.abs(count - words / 2)).toBeLessThan(5 * Math.sqrt(words / 4));
  });
});

describe('files', () => {
  test('a dataset is a file that can be read and not written', () => {
    const program = new Program({ files: new Map([['genome.txt', utf8('ACGT')]]) });
    expect(program.open('genome.txt').errno).toBe(ERRNO.acces);
    const { fd } = program.open('genome.txt', 0, 2n);
    expect(program.read(fd, 3)).toBe('ACG');
    expect(program.read(fd, 3)).toBe('T');
    expect(program.read(fd, 3)).toBe('');
    expect(program.write(fd, 'x')).toBe(ERRNO.badf);
  });

  test('paths never leave the directory that they start from', () => {
    const program = new Program();
    expect(program.call('path_create_directory', ROOT, ...program.put(2000, 'inner'))).toBe(ERRNO.success);
    const { fd } = program.open('inner', 0, 0n);
    for (const path of ['..', '../x', 'a/../..', '/x', '/'])
      expect(
        program.call('path_open', ROOT, 0, ...program.put(2000, path), CREATE, 2n, 0n, 0, 1000),
      ).not.toBe(0);
    expect(program.call('path_open', fd, 0, ...program.put(2000, '../x'), CREATE, 2n, 0n, 0, 1000)).toBe(
      ERRNO.notcapable,
    );
  });

  test('what no path can be is refused: too long, no text, empty', () => {
    const program = new Program();
    expect(program.open('x'.repeat(256), CREATE).errno).toBe(ERRNO.nametoolong);
    expect(program.open('x/'.repeat(2049), CREATE).errno).toBe(ERRNO.nametoolong);
    expect(program.open('').errno).toBe(ERRNO.noent);
    expect(program.open('a\0b', CREATE).errno).toBe(ERRNO.inval);
    new Uint8Array(program.memory.buffer)[2000] = 0xff;
    expect(program.call('path_open', ROOT, 0, 2000, 1, CREATE, 2n, 0n, 0, 1000)).toBe(ERRNO.ilseq);
  });

  test('a listing goes on from any of its cookies, also when what it showed is removed meanwhile', () => {
    const program = new Program();
    for (const name of ['a', 'b', 'c', 'd']) expect(program.open(name, CREATE).errno).toBe(ERRNO.success);
    const names: string[] = [];
    let cookie = 0n;
    for (;;) {
      // Room for one entry and a half: the half is cut off and read again.
      expect(program.call('fd_readdir', ROOT, 4000, 37, cookie, 1000)).toBe(ERRNO.success);
      if (program.u32(1000) < 25) break;
      cookie = program.u64(4000);
      const name = program.text(4024, program.u32(4016));
      names.push(name);
      if (!name.startsWith('.'))
        expect(program.call('path_unlink_file', ROOT, ...program.put(2000, name))).toBe(ERRNO.success);
    }
    expect(names).toEqual(['.', '..', 'a', 'b', 'c', 'd']);
  });

  test('scratch files have 64 MiB together, files 4096, descriptors 1024', () => {
    const program = new Program();
    const { fd } = program.open('large', CREATE);
    expect(program.call('fd_filestat_set_size', fd, 64n << 20n)).toBe(ERRNO.success);
    const other = program.open('other', CREATE);
    expect(program.write(other.fd, 'x')).toBe(ERRNO.nospc);
    expect(program.call('fd_pwrite', other.fd, ...program.vectors(0, 1), 1n << 62n, 1000)).toBe(ERRNO.fbig);
    expect(program.call('fd_allocate', other.fd, 1n << 51n, 1n << 51n)).toBe(ERRNO.nospc);
    // Its bytes are free again when it is neither named nor open.
    expect(program.call('path_unlink_file', ROOT, ...program.put(2000, 'large'))).toBe(ERRNO.success);
    expect(program.write(other.fd, 'x')).toBe(ERRNO.nospc);
    expect(program.call('fd_close', fd)).toBe(ERRNO.success);
    expect(program.write(other.fd, 'x')).toBe(ERRNO.success);
    let made = 1;
    let opened = other.fd + 1;
    for (let i = 0; i < 5000; i++) {
      const { errno, fd } = program.open(`${i}`, CREATE);
      if (errno === ERRNO.nospc) break;
      made++;
      if (errno === ERRNO.success) opened = fd + 1;
      else expect(errno).toBe(ERRNO.mfile);
    }
    expect([made, opened]).toEqual([4096, 1024]);
  });

  test('a renumbered descriptor keeps its place in the file', () => {
    const program = new Program({ stdin: utf8('hello') });
    expect(program.read(0, 2)).toBe('he');
    const { fd } = program.open('x', CREATE);
    expect(program.call('fd_renumber', 0, fd)).toBe(ERRNO.success);
    expect(program.read(fd, 9)).toBe('llo');
    expect(program.call('fd_read', 0, ...program.vectors(3000, 1), 1000)).toBe(ERRNO.badf);
    expect(program.call('fd_renumber', fd, 77)).toBe(ERRNO.badf);
  });
});

describe('the end and the output', () => {
  test('proc_exit ends the program with its code', () => {
    expect(() => new Program().call('proc_exit', 3)).toThrow(ProgramExit);
  });

  test('more output than may be is a trap and not cut short; what nobody asked for is dropped silently', () => {
    const program = new Program();
    expect(program.write(1, 'x'.repeat(1000))).toBe(ERRNO.success);
    expect(() => program.write(1, 'x')).toThrow(KernelAbort);
    for (let i = 0; i < 100; i++) expect(program.write(2, 'y'.repeat(1000))).toBe(ERRNO.success);
    expect(program.item.stderr.size).toBe(65_536);
  });

  test('there are no sockets, links and signals', () => {
    const program = new Program();
    expect(program.call('sock_send', 1, 0, 0, 0, 0)).toBe(ERRNO.notsock);
    expect(program.call('sock_send', 99, 0, 0, 0, 0)).toBe(ERRNO.badf);
    expect(program.call('path_symlink', 0, 0, ROOT, 0, 0)).toBe(ERRNO.notsup);
    expect(program.call('proc_raise', 6)).toBe(ERRNO.nosys);
  });
});

test('each call is paid for, and what it copies by the eight bytes', () => {
  const program = new Program();
  const cost = (work: () => unknown): bigint => {
    const before = program.fuel.value;
    work();
    return before - program.fuel.value;
  };
  const call = cost(() => program.call('sched_yield'));
  expect(call).toBeGreaterThan(0n);
  const { fd } = program.open('x', CREATE);
  const none = cost(() => program.write(fd, ''));
  expect(cost(() => program.write(fd, 'x'.repeat(800)))).toBe(none + 100n);
  expect(cost(() => program.call('fd_close', 55))).toBe(call);
});

test('the host’s writes are known to the reset, and with lazy NaNs what it reads is looked at', () => {
  const program = new Program({ stdin: utf8('hello') }, 8);
  program.read(0, 5);
  expect(program.high.value).toBe(3005);
  expect(program.flag.value).toBe(0);
  const { fd } = program.open('x', CREATE);
  new DataView(program.memory.buffer).setFloat64(4096, Number.NaN, true);
  expect(program.call('fd_write', fd, ...program.vectors(5000, 8), 1000)).toBe(ERRNO.success);
  expect(program.flag.value).toBe(0);
  // One byte of it is enough.
  expect(program.call('fd_write', fd, ...program.vectors(4103, 1), 1000)).toBe(ERRNO.success);
  expect(program.flag.value).toBe(1);
});
