/** A small deterministic generator (mulberry32), so that a printed seed repeats a run. Gives [0, 1). */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Around 1, mostly from a half to double: how machines of a crowd differ in speed. */
export const speedOf = (random: () => number): number => 2 ** (random() + random() + random() + random() - 2);

/** At least one, `mean` on average, with no memory: how many units a visit lasts. */
export const visitOf = (random: () => number, mean: number): number =>
  Math.max(1, Math.ceil(-Math.log(1 - random()) * mean));
