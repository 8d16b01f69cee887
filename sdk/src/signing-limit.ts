/** What a channel's signer promised before today, so that a limit by day holds over pages and processes. */
export interface SignedDay {
  /** 2026-01-31, UTC. */
  readonly day: string;
  /** The highest cumulative amount signed before that day, and ever: token units as decimal text. */
  readonly before: string;
  readonly highest: string;
}

/** Where that is kept: a file, a browser's storage. What it gives is this signer's own word, and never a coordinator's. */
export interface SigningMemory {
  read(): SignedDay | null;
  write(signed: SignedDay): void;
}

export interface SigningTerms {
  /** Cumulative token units that are signed at most, ever. */
  readonly limit: bigint;
  /** Token units more on a day (UTC); no limit by day if absent. */
  readonly perDay?: bigint;
  /** In this object's own mind if absent: then a channel that was signed for before is given less, never more. */
  readonly memory?: SigningMemory;
}

const dayOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

/** How far a signer may go now, whatever a coordinator says is owed [SP4]. */
export class SigningLimit {
  readonly #terms: SigningTerms;
  readonly #memory: SigningMemory;
  readonly #now: () => number;

  constructor(terms: SigningTerms, now: () => number = Date.now) {
    this.#terms = terms;
    this.#memory = terms.memory ?? inMind();
    this.#now = now;
  }

  /** The highest cumulative amount that may be signed now. */
  most(): bigint {
    const { limit, perDay } = this.#terms;
    if (perDay === undefined) return limit;
    const today = BigInt(this.#today().before) + perDay;
    return today < limit ? today : limit;
  }

  /** To be called before a signature leaves: what was promised counts, whether or not it arrived. */
  note(cumulative: bigint): void {
    const signed = this.#today();
    if (cumulative <= BigInt(signed.highest)) return;
    this.#memory.write({ ...signed, highest: String(cumulative) });
  }

  /** A clock that was put back begins no new day. */
  #today(): SignedDay {
    const day = dayOf(this.#now());
    const kept = this.#memory.read();
    if (kept === null) return { day, before: '0', highest: '0' };
    return kept.day >= day ? kept : { day, before: kept.highest, highest: kept.highest };
  }
}

function inMind(): SigningMemory {
  let kept: SignedDay | null = null;
  return {
    read: () => kept,
    write: (signed) => {
      kept = signed;
    },
  };
}
