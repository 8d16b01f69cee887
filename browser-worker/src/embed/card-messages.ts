/** What the embed script and the consent card in its frame say to each other by `postMessage`. Types only: the script stands alone. */

/** What a page can hear, by name. Amounts of fuel and money are decimal texts. */
export interface CardNews {
  /** The card is there. */
  readonly ready: object;
  /** The visitor is being asked. */
  readonly asking: object;
  /** The visitor said yes, now or on an earlier visit. `at`: milliseconds since 1970. */
  readonly consented: { readonly at: number; readonly threads: number };
  readonly declined: object;
  /** Once a second at most, since the work began here. */
  readonly progress: { readonly items: number; readonly fuel: string };
  /** What this device's final work earned, and what it would earn that is still checked: token units (9 decimals). */
  readonly earned: { readonly earned: string; readonly held: string };
  /** How far the challenge is that the page asked for: final fuel. `problem`: a code why it will not be solved, or empty. */
  readonly challenge: {
    readonly challenge: string;
    readonly fuel: string;
    readonly done: string;
    readonly solved: boolean;
    readonly problem: string;
  };
  /** Nothing runs any more. */
  readonly stopped: object;
  /** Nothing can run, and why: a code of docs/ERRORS.md, or CARD_BLOCKED where the browser does not show the card. */
  readonly problem: { readonly code: string; readonly message: string };
}

/** From the card. `size` is for the script alone: the card's height in pixels, and what its frame is called. */
export type CardMessage =
  | {
      [E in keyof CardNews]: { readonly channel: 'manyhands'; readonly event: E } & CardNews[E];
    }[keyof CardNews]
  | {
      readonly channel: 'manyhands';
      readonly event: 'size';
      readonly height: number;
      readonly title: string;
    };

/**
 * To the card. `open` shows it who its page is, and says for which of its users it asks (or empty), which `visitor` changes;
 * a page may end the work, but starting needs the visitor's own click.
 */
export type CardOrder =
  | { readonly channel: 'manyhands'; readonly order: 'stop' }
  | { readonly channel: 'manyhands'; readonly order: 'open' | 'visitor'; readonly visitor: string }
  /** Counts the work for a challenge of the site, once the visitor has said yes. */
  | { readonly channel: 'manyhands'; readonly order: 'solve'; readonly challenge: string };
