/** Liars where whole units are repeated: the same strategies as in {@link ../strategies.ts}, seen from a unit. */
import { type Kind, SAYS } from '../strategies.ts';

export interface Behaviour {
  readonly kind: Kind;
  readonly number: number;
  readonly units: number;
  readonly visit: number;
}

/** What the liars of a crowd know of each other. */
interface Shared {
  readonly settings: { readonly itemsPerUnit: number; readonly sleeps: number };
  readonly lied: Set<number>;
  readonly computed: Set<number>;
}

export interface UnitSaid {
  readonly value: number;
  /** Items of it that are wrong. */
  readonly wrong: number;
}

/** Colluders who meet in one unit agree: a unit that one of them lied about is lied about by all. */
export function unitAnswer({ settings, lied, computed }: Shared, who: Behaviour, unit: number): UnitSaid {
  const { itemsPerUnit, sleeps } = settings;
  const { kind, number } = who;
  const truth = { value: SAYS.truth, wrong: 0 };
  const shared = { value: SAYS.shared, wrong: corruptsItems(kind) ? 1 : itemsPerUnit };
  switch (kind) {
    case 'honest':
      return truth;
    case 'lazy':
      return { value: SAYS.own + number, wrong: Math.ceil(itemsPerUnit / 2) };
    case 'false-dispute':
      // Where there is an answer already it disagrees.
      if (computed.has(unit)) return { ...shared, value: SAYS.own + number };
      computed.add(unit);
      return truth;
    case 'copycat':
      if (number % 2 === 0) computed.add(unit);
      return number % 2 === 0 || computed.has(unit) ? truth : shared;
    default: {
      const lies = liesNow(who, sleeps) || (unit >= 0 && lied.has(unit));
      if (lies && unit >= 0) lied.add(unit);
      return lies ? shared : truth;
    }
  }
}

const corruptsItems = (kind: Kind): boolean => kind === 'item' || kind === 'colluding-auditor';

function liesNow({ kind, number, units, visit }: Behaviour, sleeps: number): boolean {
  if (kind === 'sleeper') return units > sleeps;
  if (kind === 'leaver') return visit - units < 3;
  return kind === 'colluding-auditor' ? number % 2 === 0 : true;
}
