/** The card's talk with the page around its frame. */
import type { CardMessage, CardNews, CardOrder } from '@manyhands/browser-worker';
import { effect } from '@preact/signals';
import { words } from '../words/words.ts';

const CHALLENGE = /^[0-9a-f]{32}$/;

/** Older scripts name nobody. */
const nameIn = ({ visitor }: { readonly visitor?: string }): string => `${visitor ?? ''}`;

const send = (message: CardMessage): void => {
  if (window.parent !== window) window.parent.postMessage(message, '*');
};

export function tell<E extends keyof CardNews>(event: E, news: CardNews[E]): void {
  send({ channel: 'manyhands', event, ...news } as CardMessage);
}

/** Keeps the page told of the element's height, and of what the frame is called in the language of the card. */
export function tellShape(element: HTMLElement): void {
  const say = () => {
    const height = Math.ceil(element.getBoundingClientRect().height);
    send({ channel: 'manyhands', event: 'size', height, title: words('card').documentTitle });
  };
  new ResizeObserver(say).observe(element);
  effect(say);
}

/** Hears the orders of the page around, and no other window's; `open` comes with its origin. */
export function hear(orders: {
  opened(origin: string, visitor: string): void;
  named(visitor: string): void;
  stop(): void;
  solve(challenge: string): void;
}): void {
  window.addEventListener('message', ({ source, origin, data }: MessageEvent<CardOrder>) => {
    if (source !== window.parent || source === window || data?.channel !== 'manyhands') return;
    if (data.order === 'open') orders.opened(origin, nameIn(data));
    else if (data.order === 'visitor') orders.named(nameIn(data));
    else if (data.order === 'stop') orders.stop();
    else if (data.order === 'solve' && CHALLENGE.test(data.challenge)) orders.solve(data.challenge);
  });
}
