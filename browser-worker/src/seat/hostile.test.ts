import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeRow, ITEM_STATUS, pack, unpackResults } from '@manyhands/protocol';
import { type PreparedKernel, prepareKernel } from '@manyhands/wasm-kernels';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Contributor, startContributor } from '../server/index.ts';
import { ScriptedCoordinator } from '../testing/scripted-coordinator.ts';
import type { ScriptedSession } from '../testing/session.ts';

/** Every second item leaves something far above what was allocated, the one after it reads and removes it. */
const KEEPS_STATE = `
const HIDDEN: usize = 60_000_000;
export function f(x: i32): i32 {
  const before = load<i32>(HIDDEN);
  store<i32>(HIDDEN, before ? 0 : x);
  return x + before;
}`;

const RECURSES = `
function g(n: i32): i32 { return n == 0 ? 0 : 1 + g(n - 1) * n; }
export function f(n: i32): i32 { return g(n); }`;

const CAP = 10_000_000n;

describe('[KR2] a hostile kernel does not make an honest device look like a liar', () => {
  let dir: string;
  let coordinator: ScriptedCoordinator;
  let contributor: Contributor;
  let session: ScriptedSession;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'hostile-'));
    coordinator = await new ScriptedCoordinator().listen();
    contributor = await startContributor({
      coordinator: coordinator.url,
      keyFile: join(dir, 'device.json'),
      threads: 1,
    });
    session = await coordinator.nextSession();
    await session.greet();
  });
  afterAll(async () => {
    await contributor.stop();
    await coordinator.close();
    await rm(dir, { recursive: true });
  });

  async function answersOf({ hash: kernel, schema, build }: PreparedKernel, values: readonly number[]) {
    coordinator.publish(build.bytes, build.hash);
    const { lengths, bytes: inputs } = pack(values.map((x) => encodeRow(schema?.inputs ?? [], [x])));
    const names = { job: 'f'.repeat(32), title: 'Hostile', researcher: 'Eve', kernel };
    const assignment = values.join();
    session.assign({
      ...names,
      assignment,
      build: build.hash,
      hooked: build.hash,
      datasets: [],
      fuelCap: CAP,
      lengths,
      inputs,
    });
    const answer = await session.next('answer');
    expect(answer.assignment).toBe(assignment);
    return unpackResults(answer);
  }

  const bytesOf = (x: number): Uint8Array => new Uint8Array(Int32Array.of(x).buffer);

  it('by keeping state from item to item and clearing it again', async () => {
    const kernel = await prepareKernel({ source: KEEPS_STATE });
    for (const values of [[1, 2, 3], [4], [5, 6]]) {
      const results = await answersOf(kernel, values);
      expect(results.map(({ output }) => output)).toEqual(values.map(bytesOf));
      expect(new Set(results.map(({ fuel }) => fuel)).size).toBe(1);
    }
  });

  it('by recursing as deep as the stack of one device goes and another does not', async () => {
    const kernel = await prepareKernel({ source: RECURSES });
    const [deep, fine] = await answersOf(kernel, [5000, 500]);
    expect(deep).toEqual({ status: ITEM_STATUS.trap, fuel: CAP, output: new Uint8Array() });
    expect(fine.status).toBe(ITEM_STATUS.ok);
  });
});
