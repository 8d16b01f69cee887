/** The same answer as `assembly/index.ts`, with JavaScript's own large integers and its own division. */

export interface Outcome {
  readonly prime: boolean;
  readonly residue: bigint;
}

/** The Lucas–Lehmer test of 2^p − 1 for an odd p of at least 3. */
export function test(p: number): Outcome {
  const modulus = 2n ** BigInt(p) - 1n;
  let s = 4n % modulus;
  for (let step = 2; step < p; step++) s = (s * s - 2n + modulus) % modulus;
  return { prime: s === 0n, residue: BigInt.asUintN(64, s) };
}

/** Odd primes up to and with `last`. */
export function oddPrimes(last: number): number[] {
  const odd = Array.from({ length: Math.max(0, (last - 1) >> 1) }, (_, i) => 2 * i + 3);
  return odd.filter((n) => {
    for (let divisor = 3; divisor * divisor <= n; divisor += 2) if (n % divisor === 0) return false;
    return true;
  });
}
