/** Who might execute an item. Empty texts are unknown and never equal. */
export interface Party {
  readonly device: string;
  /** Whom it earns for: a payee, or the site whose visitor it is. */
  readonly earner: string;
  /** IPv4 /24 or IPv6 /48 of the address, or `loopback`, which is shared by nobody. */
  readonly prefix: string;
}

export const LOOPBACK = 'loopback';

/** Whether two parties may be one: then they have only one vote on an item [AS1]. */
export function mayBeOne(a: Party, b: Party): boolean {
  if (a.device === b.device) return true;
  if (a.earner !== '' && a.earner === b.earner) return true;
  return a.prefix !== LOOPBACK && a.prefix !== '' && a.prefix === b.prefix;
}

/**
 * The most trusted of up to four random candidates: liars cannot choose to be drawn, and a veteran's word weighs more
 * than a newcomer's. `random` gives [0, 1). Null when there is nobody.
 */
export function chooseAuditor<T extends { readonly passed: number }>(
  candidates: readonly T[],
  random: () => number,
): T | null {
  let best: T | null = null;
  for (let i = 0; i < Math.min(4, candidates.length); i++) {
    const candidate = candidates[Math.floor(random() * candidates.length)];
    if (best === null || candidate.passed > best.passed) best = candidate;
  }
  return best;
}
