/** Settlement while everything fails: crashes at any await, blocks taken back, dear gas, a chain that is away, two coordinators. */
import type { Payee } from '@manyhands/protocol';
import { expect, it } from 'vitest';
import type { Db, Sql } from '../db/db.ts';
import { pgliteForm } from '../db/testing/forms.ts';
import { MemoryChain } from './memory-chain.ts';
import type { SettlementPorts } from './ports.ts';
import { settleEpoch, settleStep } from './settle.ts';
import { memoryArchive, pay } from './testing/books.ts';
import { channelOf } from './testing/signer.ts';
import { acceptVoucher } from './vouchers.ts';

/** MANYHANDS_STORMS=1000 for more of them; a seed that failed is named by its test. */
const STORMS = Number(process.env.MANYHANDS_STORMS ?? 5);
const STEPS = 60;
const UNIT = 1_000_000n;
const GWEI = 10n ** 9n;
const OPERATOR = `0x${'0f'.repeat(20)}` as Payee;
const RESEARCHER = `0x${'aa'.repeat(20)}`;
const CONFIRMATIONS = 2;
const form = pgliteForm();

const payeeOf = (n: number): Payee => `0x${(n + 100).toString(16).padStart(40, '0')}` as Payee;

class Crash extends Error {}

/** Numbers from 0 to below `below`, the same for the same seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Whatever is asked for, the process may end before it is done or right after. */
function perilous<T extends object>(target: T, perhaps: () => void): T {
  return new Proxy(target, {
    get(of, name) {
      const member = Reflect.get(of, name, of);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]) => {
        perhaps();
        const given = name === 'transaction' ? [within(args[0] as Act, perhaps)] : args;
        const result = await member.apply(of, given);
        perhaps();
        return result;
      };
    },
  });
}

type Act = (sql: Sql) => Promise<unknown>;
const within =
  (act: Act, perhaps: () => void): Act =>
  (sql) =>
    act(perilous(sql, perhaps));

class Storm {
  readonly random: (below: number) => number;
  readonly chain = new MemoryChain(OPERATOR);
  readonly earned = new Map<Payee, bigint>();
  readonly #channels = [1, 2, 3].map((n) => channelOf(RESEARCHER, n));
  readonly #owed = [0n, 0n, 0n];
  readonly #db: Db;
  readonly #archive = memoryArchive();
  #leaves = new Map<number, { account: string; cumulative: bigint }>();
  #failure: unknown = null;

  constructor(seed: number, db: Db) {
    this.random = randomFrom(seed);
    this.#db = db;
    for (const { signer, salt } of this.#channels) this.chain.deposit(RESEARCHER, signer, salt, 10n ** 12n);
  }

  /** `me`: which of two coordinators. A gwei of gas costs a thousandth of a token unit. */
  ports(me: string, perhaps: () => void): SettlementPorts {
    return {
      ...{ db: perilous(this.#db, perhaps), chain: perilous(this.chain, perhaps) as MemoryChain },
      ...{ archive: this.#archive, me, minedMs: 0, report: () => undefined },
      sponsoring: { coinPrice: 10n ** 6n, feePpm: 1_000_000 },
      terms: {
        gasPpm: 500_000,
        leastPaid: 10n,
        patience: 10 ** 6,
        confirmations: CONFIRMATIONS,
        exitSeconds: 60,
      },
    };
  }

  async step(): Promise<void> {
    const acts = [
      ...[
        () => this.earn(),
        () => this.earn(),
        () => this.look('a'),
        () => this.look('a'),
        () => this.look('b'),
      ],
      ...[() => this.look('a'), () => this.mine(), () => this.mine(), () => this.mine()],
      ...[() => this.reorganise(), () => this.price(), () => this.away(), () => this.time()],
    ];
    await acts[this.random(acts.length)]();
    await this.checkNothingFell();
  }

  private async earn(): Promise<void> {
    const at = this.random(this.#channels.length);
    const payee = payeeOf(this.random(12));
    const amount = BigInt(this.random(5_000)) * UNIT + BigInt(this.random(1_000_000));
    await pay(this.#db, this.#channels[at].id, payee, amount, 7n);
    this.earned.set(payee, (this.earned.get(payee) ?? 0n) + amount);
    this.#owed[at] += amount + 7n;
    if (this.random(3) > 0 && this.chain.failure === null) await this.vouch();
  }

  /** Researchers sign for all that they owe. */
  async vouch(): Promise<void> {
    for (const [at, channel] of this.#channels.entries()) {
      const owed = (this.#owed[at] + UNIT - 1n) / UNIT;
      await acceptVoucher(this.#db, this.chain, channel.voucher(this.chain, owed)).catch((error) => {
        if (error.code !== 'VOUCHER_STALE' && error.code !== 'CHANNEL_UNKNOWN') throw error;
      });
    }
  }

  /** A look that may end anywhere. */
  private async look(me: string): Promise<void> {
    let calls = this.random(3) === 0 ? this.random(30) : Number.POSITIVE_INFINITY;
    const perhaps = () => {
      if (calls-- <= 0) throw new Crash();
    };
    await settleStep(this.ports(me, perhaps), this.random(2) === 0).catch((error) => {
      if (!(error instanceof Crash) && error !== this.#failure) throw error;
    });
  }

  private async mine(): Promise<void> {
    this.chain.mine();
    if (this.random(3) > 0) this.chain.activate();
  }

  private async reorganise(): Promise<void> {
    // Seldom deeper than what is taken for good.
    const depth = this.random(8) === 0 ? 6 : 1 + this.random(CONFIRMATIONS);
    this.chain.reorganise(depth, this.random(2) === 0 ? 'kept' : 'forgotten');
  }

  private async price(): Promise<void> {
    this.chain.gasPrice = GWEI * BigInt([1, 1, 2, 7, 60, 5_000][this.random(6)]);
  }

  private async away(): Promise<void> {
    this.#failure = this.random(2) === 0 ? new Error('away') : null;
    this.chain.failure = this.#failure as Error | null;
  }

  /** A transaction was sent long ago, or the coordinator that leads fell silent. */
  private async time(): Promise<void> {
    await this.#db.query(
      this.random(2) === 0
        ? `update outgoing set at = at - interval '1 minute'`
        : `update settling set until = until - interval '1 minute'`,
    );
  }

  /** [ST2] and no place changes hands; nobody ever has more than was earned. */
  private async checkNothingFell(): Promise<void> {
    const rows = await this.#db.query<{ index: number; account: string; cumulative: bigint }>(
      'select index, account, coalesce(cumulative, 0) as cumulative from leaf',
    );
    const leaves = new Map(rows.map((row) => [row.index, row]));
    for (const [index, before] of this.#leaves) {
      expect(leaves.get(index)?.account).toBe(before.account);
      expect(leaves.get(index)?.cumulative).toBeGreaterThanOrEqual(before.cumulative);
    }
    this.#leaves = leaves;
    const failure = this.chain.failure;
    this.chain.failure = null;
    for (const [payee, earned] of this.earned)
      expect((await this.chain.balanceOf(payee)) * UNIT).toBeLessThanOrEqual(earned);
    this.chain.failure = failure;
  }

  /** Everything is well again, and one coordinator settles until nothing is left. */
  async calm(): Promise<void> {
    [this.chain.failure, this.chain.gasPrice, this.chain.mines, this.chain.delays] = [
      null,
      GWEI,
      true,
      false,
    ];
    await this.vouch();
    await this.#db.query(`update settling set until = now() - interval '1 minute'`);
    const blocks = setInterval(() => this.chain.mine(), 5);
    const ports = this.ports('c', () => undefined);
    const terms = { ...ports.terms, gasPpm: 10 ** 9, leastPaid: 0n } as SettlementPorts['terms'];
    const free = { ...ports, terms, sponsoring: { coinPrice: 0n, feePpm: 0 } };
    try {
      for (let i = 0; i < 4; i++) {
        await this.#db.query(`update outgoing set at = at - interval '1 minute'`);
        await settleEpoch(free);
      }
    } finally {
      clearInterval(blocks);
    }
  }

  async check(): Promise<void> {
    const { chain } = this;
    for (const [payee, earned] of this.earned) expect(await chain.balanceOf(payee)).toBe(earned / UNIT);
    const { earned, paid } = await chain.book();
    expect(earned - paid, '[ST7]').toBeLessThan(BigInt(this.earned.size + 1 + this.#channels.length));
    expect(earned).toBe(this.#owed.reduce((sum, owed) => sum + (owed + UNIT - 1n) / UNIT, 0n));
    expect(await this.#db.query(`select tx from outgoing where purpose <> 'past'`)).toEqual([]);
    expect(await this.#db.query(`select id from epoch where state = 'planned'`)).toEqual([]);
  }
}

it.each(Array.from({ length: STORMS }, (_, seed) => ({ seed })))(
  '[ST6] storm $seed: whatever fails, everybody is paid what was earned, once',
  async ({ seed }) => {
    const storm = new Storm(seed, await form.fresh());
    storm.chain.mines = false;
    storm.chain.delays = true;
    for (let i = 0; i < STEPS; i++) await storm.step();
    await storm.calm();
    await storm.check();
  },
  60_000,
);
