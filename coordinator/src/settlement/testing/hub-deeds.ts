/** Deeds at the hub whose order does not matter, and what they come to. */
import fc from 'fast-check';
import {
  type Action,
  activeRoot,
  DELAY,
  type HubState,
  larger,
  newestRoot,
  type Root,
  SILENCE,
  smaller,
  sum,
} from './hub-model.ts';

export const SIZES = { channels: 2, payees: 5 };
export const PLACES = [0, 1, 2, 3, 4];

/** Evenly, where fast-check would rather have zeros, of which nothing is paid. */
export const some = (least: bigint, most: bigint) => fc.noBias(fc.bigInt(least, most));

/** What happens in any order: each deed may be tried several times, and too early. */
export type Deed =
  | { readonly kind: 'deposit' | 'redeem' | 'claim' | 'relay' | 'receipt'; readonly which: number }
  | { readonly kind: 'claims' | 'post' }
  | { readonly kind: 'range'; readonly first: number; readonly width: number };

const VOUCHERS = 4;
const DEEDS: readonly Deed[] = [
  ...[0, 1, 2].map((which) => ({ kind: 'deposit', which }) as const),
  ...[0, 1, 2, 3].map((which) => ({ kind: 'redeem', which }) as const),
  ...PLACES.flatMap((which) =>
    (['claim', 'relay', 'receipt'] as const).map((kind) => ({ kind, which }) as const),
  ),
  ...([0, 1, 2, 3] as const).map(() => ({ kind: 'post' }) as const),
  ...([0, 1] as const).map(() => ({ kind: 'claims' }) as const),
  ...[0, 2].map((first) => ({ kind: 'range', first, width: 2 }) as const),
  { kind: 'range', first: 0, width: 4 },
];
export const order = fc.tuple(
  fc.shuffledSubarray([...DEEDS], { minLength: 24, maxLength: DEEDS.length }),
  fc.array(fc.constantFrom(1, 1, DELAY, DELAY, SILENCE), { minLength: 40, maxLength: 40 }),
);

export const matter = fc
  .record({
    deposits: fc.tuple(...[0, 1, 2].map(() => some(200n, 600n))),
    cumulative: fc.tuple(...[0, 1, 2, 3].map(() => some(0n, 900n))),
    shares: fc.tuple(...PLACES.map(() => some(20n, 200n))),
    early: fc.tuple(...PLACES.map(() => some(0n, 100n))),
  })
  .map(({ deposits, cumulative, shares, early }) => {
    const vouchers = Array.from({ length: VOUCHERS }, (_, i) => ({
      channel: i % 2,
      cumulative: cumulative[i],
    }));
    const held = [deposits[0] + deposits[2], deposits[1]];
    const spent = held.map((deposit, channel) => {
      const most = vouchers.map((each) => (each.channel === channel ? each.cumulative : 0n)).reduce(larger);
      return smaller(most, deposit);
    });
    // Two roots within what vouchers bring, the second no less to anybody than the first, which has fewer places.
    const second = shares.map((share) => (sum(spent) * share) / 1_000n);
    const first = second.slice(0, 3).map((most, i) => (most * early[i]) / 100n);
    return { deposits, vouchers, spent, roots: [first, second] };
  });
export type Matter = typeof matter extends fc.Arbitrary<infer T> ? T : never;

/** Null: not now. */
export function deedOf(hub: HubState, { deposits, vouchers, roots }: Matter, deed: Deed): Action | null {
  const root = activeRoot(hub);
  const inRoot = (place: number): boolean => place < root.length;
  switch (deed.kind) {
    case 'deposit':
      return { kind: 'deposit', channel: deed.which % 2, amount: deposits[deed.which] };
    case 'redeem':
      return { kind: 'redeem', vouchers: [vouchers[deed.which]] };
    case 'post':
      return hub.roots.length < 2 ? postedNext(hub, roots) : null;
    case 'claims':
      return root.length === 0 ? null : { kind: 'claims', places: [...root.keys()], root };
    case 'range':
      return inRoot(deed.first + deed.width - 1) ? { ...deed, root } : null;
    case 'claim':
      return inRoot(deed.which) ? { kind: 'claim', places: [deed.which], root } : null;
    case 'relay': {
      const claimed = hub.claimed[deed.which];
      return inRoot(deed.which)
        ? { kind: 'relay', place: deed.which, root, claimed, fee: 1n, least: 1n }
        : null;
    }
    // Of what the second root says. The first would say less, which the hub does not take after that.
    case 'receipt':
      return hub.roots.length === 0
        ? null
        : { kind: 'receipt', place: deed.which, cumulative: roots[1][deed.which], root: newestRoot(hub) };
    default:
      return deed satisfies never;
  }
}

export const postedNext = ({ roots: { length } }: HubState, roots: readonly Root[]): Action => ({
  kind: 'settle',
  epoch: length + 1,
  root: roots[length],
  vouchers: [],
});
