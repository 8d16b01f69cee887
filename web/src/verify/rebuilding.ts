import { signal } from '@preact/signals';
import { refusalWords } from '../shared/words.ts';
import { words } from '../words/words.ts';
import type { RebuildReport } from './messages.ts';

/** A source of any length may be compiled; what takes longer than this is ended. */
const LONGEST_MS = 180_000;

export const kernel = signal(new URLSearchParams(location.search).get('kernel') ?? '');

/** How it stands with making the program from its source. */
export type Rebuilding =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'fetching' }
  | Exclude<RebuildReport, { kind: 'failed' }>
  | { readonly kind: 'failed'; readonly sentence: () => string };

export const rebuilding = signal<Rebuilding>({ kind: 'nothing' });
export const isBusy = (): boolean => ['fetching', 'compiling'].includes(rebuilding.value.kind);

let worker: Worker | null = null;
let late: ReturnType<typeof setTimeout> | undefined;

/** The reader's yes: fetches the source and compiles it, in a worker that brings the compiler. */
export function beginRebuild(): void {
  end();
  if (!/^[0-9a-f]{64}$/.test(kernel.value)) {
    rebuilding.value = { kind: 'failed', sentence: () => words('verify').rebuild.noKernel };
    return;
  }
  rebuilding.value = { kind: 'fetching' };
  worker = new Worker(new URL('./rebuild-worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<RebuildReport>) => report(data);
  worker.onerror = ({ message }) => report({ kind: 'failed', code: 'INTERNAL', message });
  worker.postMessage(kernel.value);
  late = setTimeout(() => {
    end();
    fail(() => words('verify').rebuild.tooLong);
  }, LONGEST_MS);
}

/** Ends what runs at once. */
export function stopRebuild(): void {
  end();
  rebuilding.value = { kind: 'nothing' };
}

function report(said: RebuildReport): void {
  if (said.kind === 'failed') fail(() => `${refusalWords(said)} (${said.code})`);
  else rebuilding.value = said;
  if (said.kind !== 'compiling') end();
}

function fail(sentence: () => string): void {
  rebuilding.value = { kind: 'failed', sentence };
}

function end(): void {
  clearTimeout(late);
  worker?.terminate();
  worker = null;
}
