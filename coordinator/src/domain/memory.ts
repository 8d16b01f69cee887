/** What a coordinator holds in memory, and what it may. Bytes. */
export interface MemoryTerms {
  /** For answers on hold and for inputs of open slices: nothing fresh is carved beyond it. */
  readonly bound: number;
  readonly sessions: number;
  /** What the machine or its container has. */
  readonly machine: number;
}

/** A connected session with its buffers, measured generously. */
const SESSION_BYTES = 64 * 1024;
/** Node itself, the database's client, blobs on their way. */
const BASE_BYTES = 256 * 1024 * 1024;
/** Held bytes are copied once on their way to the database. */
const COPIES = 2;

/** The most a coordinator takes when all that it may hold is held. */
export const memoryNeeded = ({ bound, sessions }: Omit<MemoryTerms, 'machine'>): number =>
  BASE_BYTES + COPIES * bound + SESSION_BYTES * sessions;

/** Null, or why these terms cannot be kept on this machine. */
export function memoryTrouble(terms: MemoryTerms): string | null {
  const needed = memoryNeeded(terms);
  if (needed <= terms.machine) return null;
  return `up to ${mebi(needed)} MiB may be needed (${terms.sessions} sessions, and ${mebi(terms.bound)} MiB of answers and inputs, twice), but the machine has ${mebi(terms.machine)}: lower MANYHANDS_MEMORY_MB`;
}

const mebi = (bytes: number): number => Math.ceil(bytes / 1024 / 1024);
