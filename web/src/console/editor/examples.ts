/** Kernels to start from, each with rows to try it on. What they are is said in the words of the page. */

export interface Example {
  readonly name: 'flight' | 'bases' | 'pi' | 'search';
  readonly source: string;
  /** CSV. */
  readonly rows: string;
}

const FLIGHT = `/** What becomes of a number when it is halved while it is even, and else tripled and raised by one. */
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
`;

const BASES = `/** What a read is made of. */
export class Bases {
  /** How many letters it has. */
  length: i32;
  /** Share of G and C among A, C, G and T. */
  gc: f64;
}

/** Counts the bases of a read. */
export function bases(sequence: string): Bases {
  let strong = 0;
  let known = 0;
  for (let i = 0; i < sequence.length; i++) {
    const letter = sequence.charCodeAt(i) & 0xdf;
    if (letter == 0x47 || letter == 0x43) strong++;
    if (letter == 0x41 || letter == 0x43 || letter == 0x47 || letter == 0x54) known++;
  }
  return { length: sequence.length, gc: known == 0 ? 0 : <f64>strong / <f64>known };
}
`;

const PI = `import { Philox } from "manyhands/philox";

/** Throws points into a square and counts those within the circle: 4 × inside ÷ points comes near π. */
export function inside(seed: u32, points: u32): u32 {
  const random = new Philox(seed);
  random.begin(0);
  let count: u32 = 0;
  for (let i: u32 = 0; i < points; i++) {
    const x = random.next();
    const y = random.next();
    if (x * x + y * y < 1) count++;
  }
  return count;
}
`;

const SEARCH = `import { Dataset } from "manyhands";

/** Counts where a pattern occurs in a text that all items share. */
export function occurrences(pattern: string, text: Dataset): u32 {
  const sought = Uint8Array.wrap(String.UTF8.encode(pattern));
  let count: u32 = 0;
  for (let at = 0; at + sought.length <= text.length; at++) {
    let same = sought.length > 0;
    for (let i = 0; same && i < sought.length; i++) same = text[at + i] == sought[i];
    if (same) count++;
  }
  return count;
}
`;

export const EXAMPLES: readonly Example[] = [
  { name: 'flight', source: FLIGHT, rows: 'start\n1\n6\n27\n97\n871\n6171\n' },
  { name: 'bases', source: BASES, rows: 'sequence\nGATTACA\nGGGCCC\nAATTN\n' },
  { name: 'pi', source: PI, rows: 'seed,points\n1,100000\n2,100000\n3,100000\n' },
  { name: 'search', source: SEARCH, rows: 'pattern\nthe\nand\nwhale\n' },
];
