import {
  CONSENT_VERSION,
  type Consent,
  connectEngine,
  type EngineState,
  rememberConsent,
  rememberedConsent,
  VOLUNTEER_CONSENT_MS,
} from '@manyhands/browser-worker';
import { effect, signal } from '@preact/signals';
import { fetchJobs, type JobProgress } from '../shared/progress.ts';

export const cores = navigator.hardwareConcurrency || 1;

/** What the visitor chose; half of the cores, not at full heat, unless they say otherwise. */
export const threads = signal(Math.max(1, Math.floor(cores / 2)));
/** In per cent. */
export const share = signal(80);
export const payee = signal('');
/** Categories of jobs that may run here; empty: all. */
export const categories = signal<readonly string[]>([]);

export const engineState = signal<EngineState | null>(null);
/** Whether the visitor's yes stands. */
export const running = signal(false);
export const problem = signal('');
/** Undefined until the first answer, null when the coordinator does not answer. */
export const jobs = signal<readonly JobProgress[] | null | undefined>(undefined);

const engine = connectEngine((state) => {
  if (running.value) engineState.value = state;
});

const chosen = (): Consent => ({
  version: CONSENT_VERSION,
  at: Date.now(),
  lastsMs: VOLUNTEER_CONSENT_MS,
  threads: threads.value,
  share: share.value / 100,
  payee: payee.value,
  site: '',
  categories: categories.value,
});

/** The visitor's yes. */
export async function start(): Promise<void> {
  const consent = chosen();
  await rememberConsent(consent);
  await begin(consent);
}

/** The visitor's no: ends all work within a second and is remembered as little as the yes before it. */
export async function stop(): Promise<void> {
  running.value = false;
  await Promise.all([engine.stop(), rememberConsent(null)]);
  engineState.value = null;
}

async function begin(consent: Consent): Promise<void> {
  problem.value = '';
  running.value = true;
  try {
    await engine.begin(consent);
  } catch (error) {
    problem.value = (error as Error).message;
    await stop();
  }
}

/** A reload does not end what the visitor agreed to earlier. */
async function resume(): Promise<void> {
  const consent = await rememberedConsent();
  if (!consent || running.value) return;
  threads.value = Math.min(consent.threads, Math.max(cores, 1));
  share.value = Math.round(consent.share * 100);
  payee.value = consent.payee;
  categories.value = consent.categories ?? [];
  await begin(consent);
}

const JOBS_MS = 2000;

async function watchJobs(): Promise<void> {
  if (!document.hidden) jobs.value = await fetchJobs();
  setTimeout(watchJobs, JOBS_MS);
}

/** Called once by the page. */
export function openPage(): void {
  void watchJobs();
  void resume();
  let adjusting: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const consent = chosen();
    if (!running.value) return;
    clearTimeout(adjusting);
    // A slider speaks on every pixel; the last word counts.
    adjusting = setTimeout(() => void engine.adjust(consent), 200);
  });
}
