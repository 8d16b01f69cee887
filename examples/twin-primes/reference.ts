/** The same answer as `assembly/index.ts`: every number divided by every smaller odd one, up to its root. */

export interface Count {
  readonly primes: bigint;
  readonly twins: bigint;
  readonly reciprocals: number;
}

function isPrime(n: number): boolean {
  if (n < 4) return n > 1;
  if (n % 2 === 0) return false;
  for (let divisor = 3; divisor * divisor <= n; divisor += 2) if (n % divisor === 0) return false;
  return true;
}

/** Primes and twin primes from `first` up to, but without, `end`; both below 2^53. */
export function countOf(first: number, end: number): Count {
  let primes = 0n;
  let twins = 0n;
  let reciprocals = 0;
  for (let n = first; n < end; n++) {
    if (!isPrime(n)) continue;
    primes++;
    if (!isPrime(n + 2)) continue;
    twins++;
    reciprocals += 1 / n + 1 / (n + 2);
  }
  return { primes, twins, reciprocals };
}
