/**
 * The embed script: `<script async src="https://COORDINATOR/embed.js" data-payee="0x…" data-threads="1"></script>`
 * shows a consent card in a frame of the coordinator's origin, where the page cannot press its buttons.
 * The script itself stores nothing, opens no socket and starts no worker.
 *
 * Attributes: `data-payee` (who earns), `data-threads` (suggested, the visitor decides), `data-target` (a selector of
 * the element to fill; without it the card stands where the script does).
 * `window.manyhands.on(event, listener)` hears `ready`, `accepted`, `refused`, `progress`, `stopped`;
 * `window.manyhands.stop()` ends the work. The window gets the event `manyhands` when that object exists.
 */
import type { CardEvent, CardOrder } from './card-messages.ts';

type Listener = (event: CardEvent) => void;
interface Manyhands {
  /** Returns a function that stops listening. */
  on(event: CardEvent['event'], listener: Listener): () => void;
  stop(): void;
}

/** The card's size in pixels: fixed, so that the page's layout never shifts. */
const WIDTH = 420;
const HEIGHT = 300;

function cardFrame(script: HTMLScriptElement): HTMLIFrameElement {
  const address = new URL('/embed.html', script.src);
  address.searchParams.set('payee', script.dataset.payee ?? '');
  address.searchParams.set('threads', script.dataset.threads ?? '1');
  const frame = document.createElement('iframe');
  frame.src = address.href;
  frame.title = 'Lend some computing power: your choice';
  // Its own origin (for workers) but no way to navigate the page that shows it.
  frame.setAttribute(
    'sandbox',
    'allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox',
  );
  // So that the card takes less where the visitor's processor has enough to do.
  frame.allow = 'compute-pressure';
  Object.assign(frame.style, {
    border: '0',
    width: '100%',
    maxWidth: `${WIDTH}px`,
    height: `${HEIGHT}px`,
    colorScheme: 'normal',
  });
  return frame;
}

function insert(script: HTMLScriptElement): Manyhands {
  const frame = cardFrame(script);
  const origin = new URL(script.src).origin;
  const listeners = new Map<string, Set<Listener>>();
  window.addEventListener('message', ({ source, origin: from, data }: MessageEvent<CardEvent>) => {
    if (source !== frame.contentWindow || from !== origin || data?.channel !== 'manyhands') return;
    for (const listener of listeners.get(data.event) ?? []) listener(data);
  });
  const target = script.dataset.target ? document.querySelector(script.dataset.target) : null;
  if (target) target.replaceChildren(frame);
  else if (document.body.contains(script)) script.after(frame);
  else document.body.append(frame);
  return {
    on(event, listener) {
      const heard = listeners.get(event) ?? new Set();
      listeners.set(event, heard.add(listener));
      return () => heard.delete(listener);
    },
    stop() {
      const order: CardOrder = { channel: 'manyhands', order: 'stop' };
      frame.contentWindow?.postMessage(order, origin);
    },
  };
}

(() => {
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement)) return;
  const show = () => {
    Object.assign(window, { manyhands: insert(script) });
    window.dispatchEvent(new Event('manyhands'));
  };
  if (document.body) show();
  else document.addEventListener('DOMContentLoaded', show, { once: true });
})();
