/** The sieve of Eratosthenes in a Uint8Array. */
export function sieve(rounds: i32): i32 {
  const limit = 65536;
  const composite = new Uint8Array(limit);
  let count = 0;
  for (let round = 0; round < rounds; round++) {
    composite.fill(0);
    for (let p = 2; p * p < limit; p++)
      if (!composite[p]) for (let multiple = p * p; multiple < limit; multiple += p) composite[multiple] = 1;
    for (let i = 2; i < limit; i++) if (!composite[i]) count++;
  }
  return count;
}
