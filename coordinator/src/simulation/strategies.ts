/** Who lies, when, and about what. Pure: an identity's history and the items it was sent decide. */
import type { DeviceId } from '@manyhands/protocol';
import type { WorkParts } from './items.ts';

/** What liars do. All of them share what they know: which items which of them lied about, and with which value. */
export const STRATEGIES = {
  always: 'every item of its own is wrong; audits of honest work are done rightly, fellows are vouched for',
  sleeper: 'honest until it is trusted, then as `always`',
  item: 'one item in each unit is wrong',
  lazy: 'skips every second item and guesses, audits included; knows no fellows',
  'colluding-auditor': 'every second of them works honestly and vouches for the others, who corrupt items',
  flapping: 'as `always`, and disconnects after each answer to come back a moment later',
  leaver: 'honest but for the last three units of its visit',
  whitewash: 'lies in two units, leaves, and comes back under a fresh identity',
  'prefix-group': 'as `always`, ten of them behind each address prefix',
  'false-dispute': 'works honestly and calls every audit wrong',
  copycat:
    'every second of them computes nothing: gives what a fellow gave before, or a guess they all share',
} as const;
export type Strategy = keyof typeof STRATEGIES;
export type Kind = 'honest' | Strategy;

/** What an identity says about an item: the truth, the colluders' wrong value, or a wrong value of its own. */
export const SAYS = { truth: 0, shared: 1, own: 2 } as const;

/** What colluders tell each other. */
export class Conspiracy {
  readonly #lied = new Set<number>();
  readonly #computed = new Set<number>();

  lie(item: number): void {
    this.#lied.add(item);
  }
  /** Whether one of them answered the item wrongly. */
  liedAbout(item: number): boolean {
    return this.#lied.has(item);
  }
  /** Somebody of them has the answer to the item. */
  share(item: number): void {
    this.#computed.add(item);
  }
  has(item: number): boolean {
    return this.#computed.has(item);
  }
}

/** What decides about an identity's next answer. */
export interface Liar {
  readonly kind: Kind;
  /** Its number among all identities: every second colluding auditor is one of those who lie. */
  readonly number: number;
  /** Units it answered so far. */
  readonly units: number;
  /** Units its visit will have. */
  readonly visit: number;
  /** Units after which a sleeper believes itself trusted. */
  readonly sleeps: number;
}

/** What it says about each item of an assignment, and what its fellows learn of it. */
export function say(
  liar: Liar,
  items: ArrayLike<number>,
  parts: WorkParts,
  fellows: Conspiracy,
  random: () => number,
): Uint8Array {
  const says = new Uint8Array(items.length);
  if (liar.kind === 'honest') return says;
  if (liar.kind === 'lazy') return says.map((_, i) => (items[i] % 2 === 0 ? SAYS.own : SAYS.truth));
  if (liar.kind === 'copycat') return copy(liar, items, parts, fellows, says);
  const lies = liesAbout(liar, parts, random);
  for (let i = 0; i < items.length; i++) {
    if (parts.isAudit[i]) {
      const dispute = liar.kind === 'false-dispute';
      if (dispute || fellows.liedAbout(items[i])) says[i] = SAYS.shared;
    } else if (lies(i)) {
      says[i] = SAYS.shared;
      fellows.lie(items[i]);
    }
  }
  return says;
}

/** Which positions of its own work it answers wrongly. */
function liesAbout(liar: Liar, parts: WorkParts, random: () => number): (position: number) => boolean {
  const never = (): boolean => false;
  const all = (): boolean => true;
  const one = (): ((position: number) => boolean) => {
    const picked = parts.work[Math.floor(random() * parts.work.length)];
    return (position) => position === picked;
  };
  switch (liar.kind) {
    case 'always':
    case 'flapping':
    case 'prefix-group':
    case 'whitewash':
      return all;
    case 'sleeper':
      return liar.units >= liar.sleeps ? all : never;
    case 'leaver':
      return liar.visit - liar.units <= 3 ? all : never;
    case 'item':
      return one();
    case 'colluding-auditor':
      return liar.number % 2 === 0 ? one() : never;
    default:
      return never;
  }
}

/** Those who compute tell the others; those who do not guess where nobody told them. */
function copy(
  { number }: Liar,
  items: ArrayLike<number>,
  parts: WorkParts,
  fellows: Conspiracy,
  says: Uint8Array,
): Uint8Array {
  for (let i = 0; i < items.length; i++) {
    if (number % 2 === 0) fellows.share(items[i]);
    else if (!fellows.has(items[i])) {
      says[i] = SAYS.shared;
      if (!parts.isAudit[i]) fellows.lie(items[i]);
    }
  }
  return says;
}

/** The device of an identity by its number. */
export const deviceOf = (number: number): DeviceId =>
  `0x${number.toString(16).padStart(40, '0')}` as DeviceId;

/** Who says where it comes from: contributors live in networks of their own, a prefix group in shared ones. */
export const prefixOf = (kind: Kind, number: number): string =>
  kind === 'prefix-group' ? `group${Math.floor(number / 10)}` : `net${number}`;

/** How many units an identity of this kind works before it leaves by itself. */
export const visitFor = (kind: Kind, visit: number): number => (kind === 'whitewash' ? 2 : visit);
