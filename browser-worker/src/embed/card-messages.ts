/** What the embed script and the consent card in its frame say to each other by `postMessage`. Types only: the script stands alone. */

/** From the card. `progress` comes at most once a second; fuel is a decimal string. */
export type CardEvent =
  | { readonly channel: 'manyhands'; readonly event: 'ready' | 'accepted' | 'refused' | 'stopped' }
  | {
      readonly channel: 'manyhands';
      readonly event: 'progress';
      readonly items: number;
      readonly fuel: string;
    };

/** To the card. A page may end the work; starting needs the visitor's own click in the card. */
export interface CardOrder {
  readonly channel: 'manyhands';
  readonly order: 'stop';
}
