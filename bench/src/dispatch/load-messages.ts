/** What a bench and its load process say to each other. */
export type Order =
  | { readonly kind: 'open'; readonly url: string; readonly sessions: number; readonly seats: number }
  /** Answer from now on: at once, or as many assignments a second in all; done once the pace has begun. */
  | { readonly kind: 'work'; readonly fuel: bigint; readonly perSecond: number | null }
  | { readonly kind: 'rest' }
  /** Say what happened since the last mark. */
  | { readonly kind: 'mark' };

export type Report =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly why: string }
  | ({ readonly kind: 'marked' } & Marked);

/** Since the mark before. */
export interface Marked {
  readonly answers: number;
  /** Assignments and items of which the coordinator said that they are stored for good. */
  readonly credits: number;
  readonly creditedItems: number;
  /** From an answer to the next assignment, in milliseconds; null where none came. */
  readonly waitP50Ms: number | null;
  readonly waitP95Ms: number | null;
  readonly waitP99Ms: number | null;
  /** Assignments that others had answered meanwhile, because they were late. */
  readonly cancelled: number;
  /** Refusals and broken sockets: the first in words, and how many. */
  readonly refusals: number;
  readonly refusal: string;
}
