/** Compiles what is typed, a moment after the last key, in a worker. */
import { isWebKit } from '@manyhands/browser-worker';
import { effect, signal } from '@preact/signals';
import { refusalWords } from '../../shared/words.ts';
import { words } from '../../words/words.ts';
import { source } from './draft.ts';
import type { Fault } from './faults.ts';
import type { CompileAsked, Compiled, CompileReport } from './messages.ts';

/** After the last key. */
const PAUSE_MS = 500;
/** The first compilation loads three megabytes and compiles the compiler; a source that takes longer is given up. */
const LONGEST_MS = 60_000;

export type Compiling =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'compiling' }
  | { readonly kind: 'compiled'; readonly compiled: Compiled }
  | { readonly kind: 'failed'; readonly sentence: () => string; readonly faults: readonly Fault[] };

export const compiling = signal<Compiling>({ kind: 'nothing' });
/** The last kernel that compiled: what can be tried, also while the source is being changed. */
export const lastCompiled = signal<Compiled | null>(null);

let worker: Worker | null = null;
/** What the worker is at; null: it waits. */
let under: string | null = null;
let late: ReturnType<typeof setTimeout> | undefined;
let soon: ReturnType<typeof setTimeout> | undefined;

/** Compiles the draft now and after each change, as long as the editor is open; gives what ends that. */
export function followDraft(): () => void {
  const stop = effect(() => {
    const text = source.value;
    clearTimeout(soon);
    soon = setTimeout(() => compile(text), PAUSE_MS);
  });
  return () => {
    stop();
    clearTimeout(soon);
    end();
  };
}

function compile(text: string): void {
  // It is told again when the worker is back.
  if (under !== null) return;
  under = text;
  compiling.value = { kind: 'compiling' };
  worker ??= open();
  const asked: CompileAsked = { source: text, hooked: isWebKit(navigator.userAgent) };
  worker.postMessage(asked);
  late = setTimeout(() => {
    end();
    if (text !== source.peek()) compile(source.peek());
    else compiling.value = { kind: 'failed', sentence: () => words('console').editor.tooLong, faults: [] };
  }, LONGEST_MS);
}

function open(): Worker {
  const opened = new Worker(new URL('./compile-worker.ts', import.meta.url), { type: 'module' });
  opened.onmessage = ({ data }: MessageEvent<CompileReport>) => take(data);
  opened.onerror = ({ message }) => {
    end();
    take({ kind: 'failed', code: 'INTERNAL', message, faults: [] });
  };
  return opened;
}

function take(report: CompileReport): void {
  clearTimeout(late);
  const compiled = under;
  under = null;
  if (compiled !== null && compiled !== source.peek()) compile(source.peek());
  else if (report.kind === 'compiled') {
    lastCompiled.value = report.compiled;
    compiling.value = report;
  } else compiling.value = { ...report, sentence: () => refusalWords(report) };
}

function end(): void {
  clearTimeout(late);
  worker?.terminate();
  worker = null;
  under = null;
}
