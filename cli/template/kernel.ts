/** What becomes of a number when it is halved while it is even, and else tripled and raised by one. */
export class Flight {
  /** How many steps it takes to come down to 1. */
  steps: u32;
  /** The highest number on the way. */
  highest: u64;
}

/** Lothar Collatz's question of 1937: does every number come down to 1? */
export function collatz(start: u64): Flight {
  let at = start;
  let highest = start;
  let steps: u32 = 0;
  while (at > 1) {
    at = (at & 1) == 0 ? at >> 1 : 3 * at + 1;
    if (at > highest) highest = at;
    steps++;
  }
  return { steps, highest };
}
