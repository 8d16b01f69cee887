import { isWebKit } from '@manyhands/browser-worker';
import { signal } from '@preact/signals';
import { refusalWords } from '../shared/words.ts';
import { words } from '../words/words.ts';
import type { Asked, Check, Verdict, VerifyReport } from './messages.ts';

const query = new URLSearchParams(location.search);

export const job = signal(query.get('job') ?? '');
export const item = signal(query.get('item') ?? '');
export const scope = signal<Asked['scope']>('item');

/** What the page shows below the form. */
export type Stage =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'fetching' }
  | { readonly kind: 'computing'; readonly done: number; readonly items: number }
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  | { readonly kind: 'failed'; readonly sentence: () => string };

export const stage = signal<Stage>({ kind: 'nothing' });
/** What was checked so far, and holds. */
export const checked = signal<readonly Check[]>([]);

let worker: Worker | null = null;

/** Why the form cannot be taken as it is, or null. */
export function refusal(): (() => string) | null {
  if (!/^[0-9a-f]{32}$/.test(job.value)) return () => words('verify').asking.noJob;
  if (!/^\d{1,15}$/.test(item.value)) return () => words('verify').asking.noItem;
  return null;
}

/** The reader's yes: fetches, checks and recomputes, all in a worker. */
export function begin(): void {
  const refused = refusal();
  if (refused !== null) {
    stage.value = { kind: 'failed', sentence: refused };
    return;
  }
  end();
  checked.value = [];
  stage.value = { kind: 'fetching' };
  history.replaceState(null, '', `?job=${job.value}&item=${item.value}`);
  worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<VerifyReport>) => report(data);
  worker.onerror = (event) => report({ kind: 'failed', code: 'SEAT_FAILED', message: event.message });
  worker.postMessage({
    job: job.value,
    item: Number(item.value),
    scope: scope.value,
    hooked: isWebKit(navigator.userAgent),
  });
}

/** Ends what runs at once. */
export function stop(): void {
  end();
  stage.value = { kind: 'nothing' };
}

function end(): void {
  worker?.terminate();
  worker = null;
}

function report(said: VerifyReport): void {
  switch (said.kind) {
    case 'checked':
      checked.value = [...checked.value, said.what];
      return;
    case 'computing':
      stage.value = said;
      return;
    case 'verdict':
      stage.value = said;
      end();
      return;
    case 'failed':
      stage.value = { kind: 'failed', sentence: () => `${refusalWords(said)} (${said.code})` };
      end();
  }
}
