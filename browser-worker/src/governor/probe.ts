/** How long one probe lasts, in milliseconds: longer than a scheduler lets a waking thread run ahead of all others. */
const WINDOW_MS = 8;
const EVERY_MS = 1_000;
/** Clocks of browsers that hide from fingerprinting step by 17 to 100 ms: such a clock cannot time a window. */
const COARSEST_MS = 2;
/** Steps of one piece of work: well under a tenth of a millisecond. */
const PIECE = 20_000;

/**
 * Works for 8 ms each second, 0.8 % of a core, and tells how many pieces of work it did a millisecond: fewer where other
 * programs want the processor as well. Threads that work for a millisecond only are let in at once by schedulers and
 * notice nothing (measured: eight busy threads on two cores slowed 3 ms of work by 2 %, 10 ms of it fourfold).
 * Returns what ends it. Where the clock is too coarse nothing is told.
 */
export function startProbe(probed: (speed: number) => void): () => void {
  if (clockStepMs() > COARSEST_MS) return () => {};
  const timer = setInterval(() => probed(speedNow()), EVERY_MS);
  return () => clearInterval(timer);
}

/** How much the clock moves when it does, at least: an interruption in between only makes one of the steps longer. */
function clockStepMs(): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (let step = 0; step < 3; step++) {
    const before = nextTick();
    smallest = Math.min(smallest, nextTick() - before);
  }
  return smallest;
}

/** The time when the clock moves next. */
function nextTick(): number {
  const before = performance.now();
  let now = before;
  while (now === before) now = performance.now();
  return now;
}

let sink = 1;

function speedNow(): number {
  const begun = nextTick();
  let pieces = 0;
  let tookMs = 0;
  do {
    sink = churned(sink);
    pieces++;
    tookMs = performance.now() - begun;
  } while (tookMs < WINDOW_MS);
  return pieces / tookMs;
}

/** Always the same amount of work, which no compiler can leave out. */
function churned(seed: number): number {
  let x = seed;
  for (let step = 0; step < PIECE; step++) x = (Math.imul(x, 1_664_525) + 1_013_904_223) | 0;
  return x;
}
