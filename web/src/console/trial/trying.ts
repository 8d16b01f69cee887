/** A trial run of the kernel that was compiled last, in a worker. */
import { signal } from '@preact/signals';
import { refusalWords } from '../../shared/words.ts';
import { words } from '../../words/words.ts';
import { source } from '../editor/draft.ts';
import { EXAMPLES } from '../editor/examples.ts';
import type { Compiled } from '../editor/messages.ts';
import { givenBy, newForm } from '../inputs/form.ts';
import type { TrialAsked, TrialReport, TriedItem } from './messages.ts';

/** Items of a trial. */
export const MOST_ITEMS = 100;
/** However long an item takes, a trial that says nothing for so long is ended. */
const SILENCE_MS = 300_000;

export const form = newForm('rows');
// A draft that is an example still has rows that fit it.
form.rows.value = EXAMPLES.find((example) => example.source === source.peek())?.rows ?? '';

export type Trying =
  | { readonly kind: 'nothing' | 'running' | 'done' }
  | { readonly kind: 'failed'; readonly sentence: () => string };

export const trying = signal<Trying>({ kind: 'nothing' });
export const tried = signal<readonly TriedItem[]>([]);
/** The kernel that {@link tried} is of. */
export const triedOf = signal<Compiled | null>(null);

let worker: Worker | null = null;
let late: ReturnType<typeof setTimeout> | undefined;

export function beginTrial(compiled: Compiled): void {
  end();
  tried.value = [];
  triedOf.value = compiled;
  const asked = trialOf(compiled);
  if (typeof asked === 'function') fail(asked);
  else start(asked);
}

/** Or a sentence that says what is missing. */
function trialOf({ build, schema }: Compiled): TrialAsked | (() => string) {
  const given = givenBy(form, schema.inputs);
  if (given === null) return () => words('console').inputs.nothing;
  const datasets = schema.datasets.map(({ name }) => form.datasets.value[name]);
  const missing = schema.datasets.find((_, i) => datasets[i] === undefined);
  if (missing !== undefined) return () => words('console').inputs.noDataset(missing.name);
  return { build, schema, given, datasets, most: MOST_ITEMS };
}

function start(asked: TrialAsked): void {
  trying.value = { kind: 'running' };
  worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<TrialReport>) => take(data);
  worker.onerror = ({ message }) => take({ kind: 'failed', code: 'SEAT_FAILED', message });
  worker.postMessage(asked);
  watch();
}

export function stopTrial(): void {
  end();
  trying.value = { kind: 'done' };
}

function take(report: TrialReport): void {
  watch();
  if (report.kind === 'item') tried.value = [...tried.value, report.item];
  else if (report.kind === 'failed') fail(() => refusalWords(report));
  else stopTrial();
}

function watch(): void {
  clearTimeout(late);
  late = setTimeout(() => fail(() => words('console').trial.tooLong), SILENCE_MS);
}

function fail(sentence: () => string): void {
  end();
  trying.value = { kind: 'failed', sentence };
}

function end(): void {
  clearTimeout(late);
  worker?.terminate();
  worker = null;
}
