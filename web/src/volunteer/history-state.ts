import { keep, recall } from '@manyhands/browser-worker';
import { effect, signal } from '@preact/signals';
import { type Day, dayOf, parseHistory, withToday } from './history.ts';
import { engineState, running } from './state.ts';

export const days = signal<readonly Day[]>([]);
/** Instructions a second of this visit, sample by sample, the oldest first. */
export const pace = signal<readonly number[]>([]);

export const SAMPLES = 60;
export const SAMPLE_MS = 2000;
/** Written so seldom: a crash loses no more than this of the day's line. */
const KEEP_MS = 60_000;

export const today = (): number => dayOf(Date.now(), new Date().getTimezoneOffset());

let before: { readonly fuel: bigint; readonly at: number } | null = null;

function sample(): void {
  const state = engineState.value;
  if (!running.value || state === null) {
    before = null;
    return;
  }
  const at = performance.now();
  const fuel = state.computedFuel;
  if (before !== null) {
    const perSecond = Math.max(0, (Number(fuel - before.fuel) * 1000) / (at - before.at));
    pace.value = [...pace.value, perSecond].slice(-SAMPLES);
  }
  before = { fuel, at };
}

let keptAt = Number.NEGATIVE_INFINITY;
let keptFor = 0;

/** The coordinator's newest word on this device is today's line. */
function note(): void {
  const standing = engineState.value?.standing;
  if (!running.value || !standing || standing.finalItems === 0) return;
  const day = today();
  days.value = withToday(days.peek(), {
    day,
    items: standing.finalItems,
    fuel: String(standing.finalFuel),
    earned: String(standing.earned),
  });
  if (day === keptFor && performance.now() - keptAt < KEEP_MS) return;
  keptAt = performance.now();
  keptFor = day;
  void keep('history', JSON.stringify(days.peek()));
}

/** Called once by the page. */
export async function openHistory(): Promise<void> {
  days.value = parseHistory(await recall('history'));
  setInterval(sample, SAMPLE_MS);
  effect(note);
}
