import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Db, Param, Sql } from '../db/db.ts';
import { readArguments } from './arguments.ts';
import { Gated } from './gate.ts';
import { type OpenGround, openGround } from './grounds.ts';
import { runSteps } from './sequences.ts';
import { shrink } from './shrink.ts';
import { type Step, stepsOf } from './steps.ts';

// Cores are shared, and a test that is given up goes on in the database of the next.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** More with `npm run fuzz:ledger -- --sequences 100000`; docs/SIMULATION.md says which faults, made by hand, are found. */
const SEEDS = [1, 2];
const SHAPE = { lanes: 12, steps: 16 };

describe('sequences of what happens to money', () => {
  let ground: OpenGround;
  beforeAll(async () => {
    ground = await openGround('pglite');
  }, 60_000);
  afterAll(() => ground.close());

  it.each(SEEDS)(
    '[LS1] [LS2] [LS3] [VF2] [CM2] [LG1] [LG2] [LG3] [VO1] [VO2] [ST1] [ST2] [ST7] ledger, leaves and hub agree to the unit (seed %i)',
    async (seed) => {
      const { broken } = await runSteps(ground, stepsOf(seed, SHAPE));
      expect(
        broken,
        `npm run fuzz:ledger -- --on pglite --seed ${seed} --sequences 12 --lanes 12 --steps 16`,
      ).toEqual([]);
    },
  );

  it('a lost unit of money is found, and shown in the fewest steps', async () => {
    const thief = { ...ground, db: stealing(ground.db) };
    const fails = async (steps: readonly Step[]): Promise<boolean> =>
      (await runSteps(thief, steps)).broken.some((each) => /^LG[13]/.test(each));
    const steps = stepsOf(5, { lanes: 2, steps: 8 });
    expect(await fails(steps)).toBe(true);
    const least = await shrink(steps, fails, 30);
    expect(least.length).toBeLessThan(12);
    expect(await fails(least)).toBe(true);
  });
});

/** A database that keeps a millionth of a token unit of each fold for itself. */
function stealing(db: Db): Db {
  const on = (sql: Sql): Sql => ({
    query: (text, params = []) =>
      sql.query(text, text.trimStart().startsWith('insert into entry') ? params.map(lessOne) : params),
    script: (text) => sql.script(text),
  });
  return { ...on(db), transaction: (act) => db.transaction((sql) => act(on(sql))), close: () => db.close() };
}

const lessOne = (param: Param): Param =>
  Array.isArray(param) && typeof param[0] === 'bigint' ? [param[0] - 1n, ...param.slice(1)] : param;

describe('work that waits before each step', () => {
  it('goes on as far as it is let, and never after its process died', async () => {
    const did: number[] = [];
    const port = { add: async (n: number) => did.push(n) };
    const work = new Gated(async (gated) => {
      const { add } = gated(port);
      for (let n = 0; n < 5; n++) await add(n);
    });
    expect(await work.advance(2)).toBe(true);
    expect(did).toEqual([0, 1]);
    work.crash();
    expect(await work.advance(2)).toBe(false);
    expect(did).toEqual([0, 1]);
  });

  it('says what it ended with', async () => {
    const work = new Gated(async (gated) =>
      gated({ fail: async () => Promise.reject(new Error('no')) }).fail(),
    );
    expect(await work.advance(9)).toBe(false);
    expect(work.error).toEqual(new Error('no'));
  });
});

it('refuses what it cannot run, in words', () => {
  expect(readArguments(['--seed', '7', '--on', 'anvil'])).toMatchObject({ seed: 7, on: 'anvil', lanes: 32 });
  expect(() => readArguments(['--sequences', 'many'])).toThrow('--sequences is a whole number');
  expect(() => readArguments(['--on', 'paper'])).toThrow('--on is one of memory, postgres, pglite, anvil');
});
