/**
 * The hub on a real EVM beside its model, action by action; and the same deeds in several orders. `MANYHANDS_ORDER_RUNS` says how
 * many sequences of each kind, 20 unless given.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type AnvilChain, startAnvilChain } from './testing/anvil-chain.ts';
import { deedOf, type Matter, matter, order, PLACES, postedNext, SIZES, some } from './testing/hub-deeds.ts';
import {
  type Action,
  act,
  activeRoot,
  DELAY,
  EXIT_WINDOW,
  emptyHub,
  type HubState,
  newestRoot,
  Refused,
  SILENCE,
  sum,
} from './testing/hub-model.ts';
import { HubPlayer } from './testing/hub-player.ts';

const RUNS = Number(process.env.MANYHANDS_ORDER_RUNS ?? 20);

vi.setConfig({ testTimeout: 60_000 + RUNS * 20_000, hookTimeout: 60_000 });

let anvil: AnvilChain;
let player: HubPlayer;
beforeAll(async () => {
  anvil = await startAnvilChain(DELAY);
  player = new HubPlayer(anvil, SIZES);
});
afterAll(() => anvil.stop());

/** The model and the hub, side by side. */
class Both {
  hub: HubState;

  private constructor(hub: HubState) {
    this.hub = hub;
  }

  static async begin(): Promise<Both> {
    const { now, postedAt } = await player.begin();
    return new Both({ ...emptyHub(postedAt, SIZES), now });
  }

  /** Both do it, or refuse it for the same reason, which is returned. */
  async does(action: Action, wait = 1): Promise<string | null> {
    const later = { ...this.hub, now: this.hub.now + wait };
    let reason: string | null = null;
    try {
      this.hub = act(later, action);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      [this.hub, reason] = [later, error.message];
    }
    expect(await player.act(action, this.hub.now), JSON.stringify(action, bigints)).toBe(reason);
    return reason;
  }

  async agree(): Promise<void> {
    expect(await player.seen()).toEqual(player.expected(this.hub));
  }
}

const bigints = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);

const step = fc.record({
  kind: fc.constantFrom<Action['kind']>(
    ...(['deposit', 'deposit', 'redeem', 'redeem', 'settle', 'settle', 'settle', 'claim', 'claim'] as const),
    ...(['claims', 'range', 'range', 'relay', 'relay', 'requestExit', 'cancelExit', 'exit'] as const),
    ...(['receipt', 'receipt', 'receipt'] as const),
  ),
  a: fc.nat(99),
  b: fc.nat(99),
  wait: fc.constantFrom(1, 1, 1, DELAY - 1, DELAY, DELAY, EXIT_WINDOW, SILENCE),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const sequence = fc.record({
  roots: fc.array(fc.array(some(0n, 150n), { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 4 }),
  vouchers: fc.array(fc.record({ channel: fc.nat(1), cumulative: some(0n, 900n) }), {
    minLength: 2,
    maxLength: 5,
  }),
  /** How many of the first deeds are done before anything else: else little would ever be there to be claimed. */
  begun: fc.nat(4),
  steps: fc.array(step, { minLength: 20, maxLength: 40 }),
});
type Sequence = typeof sequence extends fc.Arbitrary<infer T> ? T : never;

const firstDeeds = ({ roots, vouchers, begun }: Sequence): Action[] =>
  [
    ...[0, 1].map((channel) => ({ kind: 'deposit', channel, amount: 700n }) as const),
    { kind: 'redeem', vouchers } as const,
    { kind: 'settle', epoch: 1, root: roots[0], vouchers: [] } as const,
  ].slice(0, begun);

/** Mostly what may succeed; now and then against a root that is not the one, or the wrong epoch. */
function actionOf(hub: HubState, { roots, vouchers }: Sequence, { kind, a, b }: Step): Action {
  const channel = a % 2;
  const given = vouchers.slice(a % vouchers.length, (a % vouchers.length) + (b % 3));
  const any = roots[a % roots.length];
  const root = b % 8 === 0 || activeRoot(hub).length === 0 ? any : activeRoot(hub);
  const place = a % root.length;
  switch (kind) {
    case 'deposit':
      return { kind, channel, amount: BigInt(1 + b * 5) };
    case 'redeem':
      return { kind, vouchers: given };
    case 'settle':
      return { kind, root: any, vouchers: given, epoch: hub.roots.length + (b % 10 === 0 ? 2 : 1) };
    case 'claim':
      return { kind, places: [place], root };
    case 'claims':
      return { kind, places: [place, b % root.length, place], root };
    case 'range': {
      const width = 2 ** (b % (1 + Math.floor(Math.log2(root.length))));
      return { kind, first: width * (a % Math.floor(root.length / width)), width, root };
    }
    case 'relay': {
      const claimed = hub.claimed[place] + (b % 9 === 0 ? 1n : 0n);
      return { kind, place, root, claimed, fee: BigInt(a % 4), least: BigInt(b % 60) };
    }
    case 'receipt':
      return {
        kind,
        place: a % SIZES.payees,
        cumulative: BigInt(b * 3),
        root: b % 8 === 0 ? any : newestRoot(hub),
      };
    default:
      return { kind, channel };
  }
}

it('[ST1] the hub is its model to the unit, after every action of any sequence', async () => {
  const met = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(sequence, async (all) => {
      const both = await Both.begin();
      const does = async (action: Action, wait: number) => {
        const outcome = `${action.kind}: ${(await both.does(action, wait)) ?? 'done'}`;
        met.set(outcome, (met.get(outcome) ?? 0) + 1);
        await both.agree();
      };
      for (const action of firstDeeds(all)) await does(action, 1);
      for (const next of all.steps) await does(actionOf(both.hub, all, next), next.wait);
    }),
    { numRuns: RUNS },
  );
  // Sequences that only ever fail would prove nothing.
  for (const kind of [
    ...(['deposit', 'redeem', 'settle', 'claim', 'claims', 'range', 'relay'] as const),
    ...(['requestExit', 'cancelExit', 'exit', 'receipt'] as const),
  ])
    expect([...met.keys()], [...met].join('\n')).toContain(`${kind}: done`);
});

/** Does what is not done yet, so that every order ends with the same deeds done. */
async function finish(both: Both, all: Matter, deposited: ReadonlySet<number>): Promise<void> {
  const done = async (action: Action, wait = 1) => expect(await both.does(action, wait)).toBeNull();
  for (const which of [0, 1, 2])
    if (!deposited.has(which)) await done(deedOf(both.hub, all, { kind: 'deposit', which }) as Action);
  await done({ kind: 'redeem', vouchers: all.vouchers });
  while (both.hub.roots.length < 2) await done(postedNext(both.hub, all.roots), DELAY);
  await done({ kind: 'claims', places: PLACES, root: all.roots[1] }, DELAY);
  for (const channel of [0, 1]) {
    await done({ kind: 'requestExit', channel });
    await done({ kind: 'exit', channel }, EXIT_WINDOW);
  }
}

it('[ST1] [LG3] the same deposits, vouchers, roots, claims, relays and receipts end alike in any order', async () => {
  const met = new Set<string>();
  await fc.assert(
    fc.asyncProperty(matter, fc.tuple(order, order, order), async (all, orders) => {
      for (const [deeds, waits] of orders) {
        const both = await Both.begin();
        const deposited = new Set<number>();
        for (const [i, deed] of deeds.entries()) {
          const action = deedOf(both.hub, all, deed);
          if (action === null) continue;
          const refused = await both.does(action, waits[i % waits.length]);
          if (refused === null) met.add(deed.kind);
          if (deed.kind === 'deposit') deposited.add(deed.which);
        }
        await finish(both, all, deposited);
        await both.agree();
        const { channels, earned, paid, covered, claimed, payees, fees } = both.hub;
        expect(channels).toEqual(all.spent.map((spent) => ({ deposit: spent, spent, exitAt: 0 })));
        expect({ earned, paid, covered }).toEqual({
          earned: sum(all.spent),
          paid: sum(all.roots[1]),
          covered: sum(all.roots[1]),
        });
        expect(claimed).toEqual(all.roots[1]);
        // Whether a relayer came first is a matter of order; what it took of whom is a matter of terms.
        expect(payees.map((has, place) => has + fees[place])).toEqual(all.roots[1]);
      }
    }),
    { numRuns: Math.ceil(RUNS / 2) },
  );
  expect([...met].sort()).toEqual([
    'claim',
    'claims',
    'deposit',
    'post',
    'range',
    'receipt',
    'redeem',
    'relay',
  ]);
});
