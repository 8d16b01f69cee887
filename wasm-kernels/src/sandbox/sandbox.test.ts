import { decodeRow, encodeRow, hashOf } from '@manyhands/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CompiledKernel, compileHere } from '../compile/compile.ts';
import { inspect } from '../inspect/inspect.ts';
import { type Build, instrument } from '../instrument/instrument.ts';
import { instantiate } from '../runtime/kernel.ts';
import { compileKernel } from './compile.ts';
import { CALIBRATION_HASH, CALIBRATION_WASM } from './generated/calibration.ts';
import { type PrepareOptions, prepareKernel, type RawKernel } from './prepare.ts';
import { RefereePool } from './referee.ts';
import { trial } from './trial.ts';

const CAP = 10_000_000_000n;
const SOURCE = `
  import { Dataset } from "manyhands";
  export function f(shared: Dataset, rounds: i32): u32 {
    let hash: u32 = shared[0];
    for (let i = 0; i < rounds; i++) hash = (hash ^ (hash >>> 15)) * 0x85ebca6b + i;
    return hash;
  }`;
const shared = Uint8Array.of(42);
const dataset = { hash: hashOf(shared), bytes: shared };

let compiled: CompiledKernel;
let build: Build;
const input = (rounds: number): Uint8Array => encodeRow(compiled.schema.inputs, [rounds]);
beforeAll(async () => {
  compiled = await compileKernel(SOURCE);
  build = instrument(compiled.wasm, { memoryPages: 16 });
}, 60_000);

const wasmOf = async (source: string): Promise<Uint8Array> => (await compileHere(source)).wasm;

describe('compileKernel', () => {
  test('gives the same bytes as outside of the sandbox', async () => {
    expect(compiled).toEqual(await compileHere(SOURCE));
  });

  test('hands over what is wrong with a source', async () => {
    await expect(compileKernel('export function f(a: i32): i32 { return b; }')).rejects.toMatchObject({
      code: 'KERNEL_COMPILE_FAILED',
      details: { diagnostics: [{ file: 'kernel.ts', line: 1, column: 41 }] },
    });
  });

  test('[SE1] is given up when it takes too long or too much memory', async () => {
    await expect(compileKernel(SOURCE, { timeoutMilliseconds: 50 })).rejects.toMatchObject({
      code: 'SANDBOX_LIMIT',
    });
    const limits = { heapMegabytes: 512, residentMegabytes: 40 };
    await expect(compileKernel(SOURCE, { limits })).rejects.toMatchObject({
      code: 'SANDBOX_LIMIT',
      message: expect.stringContaining('40 MB'),
    });
  });
});

describe('prepareKernel', () => {
  test('gives what compiling, inspecting and instrumenting here give', async () => {
    const { wasm, hash, schema } = compiled;
    const prepared = { wasm, hash, schema, label: inspect(wasm), build };
    const fromSource = { ...prepared, label: inspect(wasm, SOURCE) };
    expect(await prepareKernel({ source: SOURCE }, { memoryPages: 16 })).toEqual(fromSource);
    expect(await prepareKernel({ wasm, schema }, { memoryPages: 16 })).toEqual(prepared);
    expect((await prepareKernel({ wasm })).schema).toBeNull();
  });

  test('[SE1] refuses with the codes of each step', async () => {
    const refused = (kernel: RawKernel, options?: PrepareOptions) =>
      expect(prepareKernel(kernel, options)).rejects;
    const { wasm } = compiled;
    await refused({ source: 'export function f(a: i32): i32 { return b; }' }).toMatchObject({
      code: 'KERNEL_COMPILE_FAILED',
      details: { diagnostics: [{ line: 1, column: 41 }] },
    });
    await refused({ wasm: wasm.subarray(0, 60) }).toMatchObject({ code: 'KERNEL_INVALID' });
    await refused({ source: 'export function f(a: i32): f64 { return <f64>Date.now() + a; }' }).toMatchObject(
      {
        code: 'KERNEL_IMPORT_REFUSED',
      },
    );
    await refused({ wasm }, { memoryPages: 0 }).toMatchObject({ code: 'KERNEL_TOO_LARGE' });
    await refused({ wasm }, { timeoutMilliseconds: 10 }).toMatchObject({ code: 'SANDBOX_LIMIT' });
  });
});

describe('a trial', () => {
  test('gives fuel, outputs, times, a rate and the builds that serve the job', async () => {
    const inputs = [input(1000), input(200_000), input(0)];
    const { items, rate, ...builds } = await trial({
      wasm: compiled.wasm,
      memoryPages: 16,
      datasets: [dataset],
      inputs,
      fuelCap: CAP,
      timingSeconds: 0.1,
    });
    expect(items.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(items[1].fuel > 100n * items[0].fuel).toBe(true);
    expect(items[1].milliseconds).toBeGreaterThan(0);
    expect(rate).toBeGreaterThan(0);
    expect(Number.isSafeInteger(rate)).toBe(true);
    expect(builds.hooked).toEqual(instrument(compiled.wasm, { memoryPages: 16, hooked: true }));
    const { nan, memory, pages, candidates } = builds.choice;
    const smallPages = memory === 'small' ? pages : undefined;
    expect(builds.build).toEqual(instrument(compiled.wasm, { memoryPages: 16, nan, smallPages }));
    expect(candidates.map((each) => [each.nan, each.pages])).toEqual([
      ['strict', 16],
      ['strict', 2],
    ]);
    for (const { ratio } of candidates) expect(ratio).toBeGreaterThan(0);
  });

  test('a kernel that clears much and computes little is served with a small memory', async () => {
    const { wasm, schema } = await compileHere(
      'export function f(n: i32): i32 { let sum = 0; for (let i = 0; i < n; i++) store<i32>(65536 + (i & 8191) * 4, sum += i); return sum; }',
    );
    const { choice, build: chosen } = await trial({
      wasm,
      inputs: [encodeRow(schema.inputs, [100_000])],
      fuelCap: CAP,
      timingSeconds: 0.01,
    });
    expect(choice.candidates).toHaveLength(2);
    expect(choice.memory).toBe('small');
    const kernel = instantiate(new WebAssembly.Module(chosen.bytes as BufferSource), { datasets: [] });
    expect(kernel.facts.smallPages).toBe(choice.pages);
  });

  test('refuses a kernel of which no sample ends well, and says why', async () => {
    const failing = await wasmOf('export function f(a: i32): i32 { throw new Error("out of sorts"); }');
    await expect(trial({ wasm: failing, inputs: [input(1)], fuelCap: CAP })).rejects.toMatchObject({
      code: 'KERNEL_TRIAL_FAILED',
      message: expect.stringContaining('out of sorts'),
    });
    await expect(
      trial({ wasm: compiled.wasm, datasets: [dataset], inputs: [input(1000)], fuelCap: 10n }),
    ).rejects.toMatchObject({
      code: 'KERNEL_TRIAL_FAILED',
      message: expect.stringContaining('fuel'),
    });
  });

  test('refuses a kernel that recurses without end or does not start', async () => {
    const deep = await wasmOf(
      'function g(n: i32): i32 { return 1 + g(n + 1) * n; } export function f(a: i32): i32 { return g(a); }',
    );
    await expect(trial({ wasm: deep, inputs: [input(1)], fuelCap: CAP })).rejects.toMatchObject({
      code: 'KERNEL_TRIAL_FAILED',
    });
    const stuck = await wasmOf(
      'let n: i32 = 1; while (true) n = n * 3 + 1; export function f(a: i32): i32 { return n; }',
    );
    await expect(trial({ wasm: stuck, inputs: [input(1)], fuelCap: CAP })).rejects.toMatchObject({
      code: 'KERNEL_TRIAL_FAILED',
    });
    await expect(
      trial({ wasm: compiled.wasm, memoryPages: 0, inputs: [input(1)], fuelCap: CAP }),
    ).rejects.toMatchObject({ code: 'KERNEL_TOO_LARGE' });
  });
});

describe('the referee', () => {
  let pool: RefereePool;
  beforeAll(() => {
    pool = new RefereePool({ processes: 2 });
  });
  afterAll(() => pool.close());
  const execution = (...rounds: number[]) => ({
    build,
    datasets: [dataset],
    inputs: rounds.map(input),
    fuelCap: CAP,
  });

  test('[KR2] gives the same results in every process, in the order of the inputs', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => pool.execute(execution(5, 500, 50))));
    for (const results of all) expect(results).toEqual(all[0]);
    expect(all[0].map(({ output }) => decodeRow(compiled.schema.outputs, output))).toEqual(
      [5, 500, 50].map((rounds) => [expected(rounds)]),
    );
  });

  test('[KR1] runs no build whose bytes do not match its hash', async () => {
    const forged = { bytes: build.bytes, hash: hashOf(compiled.wasm) };
    await expect(pool.execute({ ...execution(1), build: forged })).rejects.toMatchObject({
      code: 'BUILD_HASH_MISMATCH',
    });
  });

  test('[SE1] gives up what takes too long, and goes on with the next', async () => {
    const slow = { ...execution(2_000_000_000), fuelCap: 1n << 60n, timeoutMilliseconds: 300 };
    const next = pool.execute(execution(7));
    await expect(pool.execute(slow)).rejects.toMatchObject({ code: 'SANDBOX_LIMIT' });
    expect(await next).toEqual(await pool.execute(execution(7)));
  });

  test('refuses everything once it is closed', async () => {
    const other = new RefereePool({ processes: 1 });
    const endless = { ...execution(2_000_000_000), fuelCap: 1n << 60n };
    const [running, waiting] = [other.execute(endless), other.execute(execution(1))];
    const outcomes = Promise.allSettled([running, waiting]);
    other.close();
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(other.execute(execution(1))).rejects.toMatchObject({ code: 'DRAINING' });
  });
});

function expected(rounds: number): number {
  let hash = 42;
  for (let i = 0; i < rounds; i++) hash = (Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) + i) >>> 0;
  return hash;
}

test('the calibration kernel is the one that its hash names', () => {
  expect(hashOf(Uint8Array.from(Buffer.from(CALIBRATION_WASM, 'base64')))).toBe(CALIBRATION_HASH);
});
