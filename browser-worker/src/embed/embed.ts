/**
 * The embed script: `<script src="https://COORDINATOR/embed.js" data-site="KEY" async></script>` shows the consent card of a
 * site in a frame of the coordinator's origin, where the page cannot press its buttons. It stores nothing, opens no socket,
 * starts no worker and loads nothing but that frame. docs/EMBED.md is its guide.
 *
 * The card stands in the page's first `<manyhands-widget>`; without one, where the script stands.
 */
import type { CardMessage, CardNews, CardOrder } from './card-messages.ts';

type Listener<E extends keyof CardNews> = (news: CardNews[E]) => void;
/** `window.manyhands`. */
interface Manyhands {
  /** The card is there; rejects with the reason where it cannot be. */
  readonly ready: Promise<void>;
  /** The visitor said yes. Never rejects. */
  readonly consented: Promise<CardNews['consented']>;
  /** Returns a function that stops listening. */
  on<E extends keyof CardNews>(event: E, listener: Listener<E>): () => void;
  stop(): void;
  /** The page's own name for its user, or empty: an opaque one of at most 64 letters, digits and `.` `_` `~` `-`. */
  visitor: string;
  /** Lets the visitor's work count for a challenge that the site's server made; rejects with a code where that cannot be. */
  solve(challenge: string): Promise<void>;
}

const TAG = 'manyhands-widget';
/** How long a frame may be silent after it was loaded, in milliseconds. */
const SILENCE_MS = 4000;
/** The frame's height until the card says its own, and what it may say. */
const HEIGHT = 48;
const MOST_HEIGHT = 640;

/** What was said, or as the page's own colour scheme is: light, unless it says that it can be dark. */
function themeOf(said: string, scheme: string): string {
  if (said === 'light' || said === 'dark') return said;
  if (!scheme.includes('dark')) return 'light';
  return scheme.includes('light') ? 'auto' : 'dark';
}

/** Of the element's style, or else of the page's `<meta name="color-scheme">`, which styles do not show. */
function schemeAt(element: Element): string {
  const { colorScheme } = getComputedStyle(element);
  if (colorScheme !== 'normal') return colorScheme;
  return document.querySelector<HTMLMetaElement>('meta[name="color-scheme"]')?.content ?? '';
}

function frameOf(origin: string, widget: HTMLElement, script: HTMLScriptElement): HTMLIFrameElement {
  const said = (name: string): string => widget.getAttribute(name) ?? script.dataset[name] ?? '';
  const theme = themeOf(said('theme'), schemeAt(widget));
  const address = new URL(`/embed/${encodeURIComponent(said('site'))}`, origin);
  address.searchParams.set('threads', said('threads') || '1');
  address.searchParams.set('theme', theme);
  const lang = said('lang') || widget.closest<HTMLElement>('[lang]')?.lang;
  if (lang) address.searchParams.set('lang', lang);
  if (widget.hasAttribute('compact') || 'compact' in script.dataset) address.searchParams.set('compact', '');
  const frame = document.createElement('iframe');
  frame.src = address.href;
  frame.title = 'Lend some computing power: your choice';
  // Its own origin (for workers) and forms (for reports) but no way to navigate the page that shows it.
  frame.setAttribute(
    'sandbox',
    'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox',
  );
  // So that the card takes less where the visitor's processor has enough to do.
  frame.allow = 'compute-pressure';
  Object.assign(frame.style, {
    display: 'block',
    border: '0',
    width: '100%',
    maxWidth: '420px',
    height: `${HEIGHT}px`,
    // The same as the card's own, or the frame's corners were not transparent.
    colorScheme: theme === 'auto' ? 'light dark' : theme,
  });
  return frame;
}

class News {
  readonly #listeners = new Map<string, Set<(news: never) => void>>();

  on<E extends keyof CardNews>(event: E, listener: Listener<E>): () => void {
    const heard = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, heard.add(listener));
    return () => heard.delete(listener);
  }

  next<E extends keyof CardNews>(event: E): Promise<CardNews[E]> {
    return new Promise((resolve) => {
      const forget = this.on(event, (news) => {
        forget();
        resolve(news);
      });
    });
  }

  tell<E extends keyof CardNews>(event: E, news: CardNews[E]): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) listener(news as never);
  }
}

function connect(frame: HTMLIFrameElement, origin: string, named: string): Manyhands {
  const news = new News();
  const send = (order: CardOrder) => frame.contentWindow?.postMessage(order, origin);
  let visitor = named;
  let isOpen = false;
  const name = (order: 'open' | 'visitor') => send({ channel: 'manyhands', order, visitor });
  const ready = new Promise<void>((resolve, reject) => {
    news.on('ready', () => {
      isOpen = true;
      resolve(name('open'));
    });
    news.on('problem', ({ code, message }) => reject(Object.assign(new Error(message), { code })));
  });
  // Whoever waits hears it; whoever does not is not to see an unhandled rejection.
  ready.catch(() => {});
  let isSilent = true;
  news.on('ready', () => {
    isSilent = false;
  });
  frame.onload = () => setTimeout(() => isSilent && blocked(), SILENCE_MS);
  const blocked = () => {
    const message = `the browser does not show the Manyhands card. Most likely its site does not allow ${location.origin} (PUT /v1/sites/KEY changes that), or this page's policy lacks “frame-src ${origin}”. See docs/EMBED.md.`;
    news.tell('problem', { code: 'CARD_BLOCKED', message });
  };
  news.on('problem', ({ code, message }) => console.warn(`Manyhands: ${message} (${code})`));
  window.addEventListener('message', ({ source, origin: from, data }: MessageEvent<CardMessage>) => {
    if (source !== frame.contentWindow || from !== origin || data?.channel !== 'manyhands') return;
    if (data.event === 'size') {
      frame.style.height = `${Math.min(Math.max(data.height, 0), MOST_HEIGHT)}px`;
      frame.title = data.title;
    } else news.tell(data.event, data as never);
  });
  return {
    ready,
    consented: news.next('consented'),
    on: (event, listener) => news.on(event, listener),
    stop: () => send({ channel: 'manyhands', order: 'stop' }),
    get visitor() {
      return visitor;
    },
    set visitor(said) {
      visitor = `${said ?? ''}`;
      if (isOpen) name('visitor');
    },
    async solve(challenge) {
      await ready;
      return new Promise((resolve, reject) => {
        const forget = news.on('challenge', (heard) => {
          if (heard.challenge !== challenge || !(heard.solved || heard.problem)) return;
          forget();
          if (heard.solved) resolve();
          else reject(Object.assign(new Error(heard.problem), { code: heard.problem }));
        });
        send({ channel: 'manyhands', order: 'solve', challenge });
      });
    },
  };
}

(() => {
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement) || customElements.get(TAG)) return;
  const { origin } = new URL(script.src);
  let isShown = false;
  customElements.define(
    TAG,
    class extends HTMLElement {
      connectedCallback(): void {
        // One card is enough for a page: its work is one.
        if (isShown) return;
        isShown = true;
        this.style.display ||= 'block';
        const frame = frameOf(origin, this, script);
        Object.assign(window, {
          manyhands: connect(frame, origin, this.getAttribute('visitor') ?? script.dataset.visitor ?? ''),
        });
        this.replaceChildren(frame);
        window.dispatchEvent(new Event('manyhands'));
      }
    },
  );
  const place = () => {
    if (isShown) return;
    const widget = document.createElement(TAG);
    if (document.body.contains(script)) script.after(widget);
    else document.body.append(widget);
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', place, { once: true });
  else place();
})();
