import {
  CONSENT_VERSION,
  type Consent,
  connectEngine,
  DEFAULT_RULES,
  type EngineState,
  isPayee,
  type Rules,
  recall,
  rememberConsent,
  rememberedConsent,
  rememberedRules,
  rememberRules,
  type SharedRules,
  shareRules,
  VOLUNTEER_CONSENT_MS,
} from '@manyhands/browser-worker';
import { effect, signal } from '@preact/signals';
import { fetchJobs, type JobProgress } from '../shared/progress.ts';
import { refusalWords } from '../shared/words.ts';
import { chooseJob, chosenJobs, invited, isOver, openInvitation, others } from './chosen.ts';

export const cores = navigator.hardwareConcurrency || 1;

/** What the visitor chose; half of the cores, not at full heat, unless they say otherwise. */
export const threads = signal(Math.max(1, Math.floor(cores / 2)));
/** In per cent. */
export const share = signal(80);
export const payee = signal('');
/** What is typed for it, right or not. */
export const payeeText = signal('');
/** When this machine may compute. */
export const rules = signal<Rules>(DEFAULT_RULES);
/** Categories of jobs that may run here; empty: all. */
export const categories = signal<readonly string[]>([]);

export const engineState = signal<EngineState | null>(null);
/** Whether the visitor's yes stands. */
export const running = signal(false);
/** Why nothing could be started, to be said in whatever language the page speaks; null: nothing is wrong. */
export const problem = signal<(() => string) | null>(null);
/** Undefined until the first answer, null when the coordinator does not answer. */
export const jobs = signal<readonly JobProgress[] | null | undefined>(undefined);

const engine = connectEngine((state) => {
  if (running.value) engineState.value = state;
});

/** What would be agreed to, at that time. */
const chosen = (at: number): Consent => ({
  version: CONSENT_VERSION,
  at,
  lastsMs: VOLUNTEER_CONSENT_MS,
  threads: threads.value,
  share: share.value / 100,
  payee: payee.value,
  site: '',
  categories: categories.value,
  jobs: chosenJobs.value,
  others: others.value,
});

/** When the visitor said yes: what is changed later does not make it last longer. */
let agreedAt = 0;

/** The visitor's yes. */
export async function start(): Promise<void> {
  const consent = chosen(Date.now());
  if (rules.value.pause.kind !== 'none') rules.value = { ...rules.value, pause: { kind: 'none' } };
  await Promise.all([rememberConsent(consent), rememberRules(rules.value)]);
  await begin(consent);
}

/** Tabs of this browser that run, or wait to, have the same rules; heard only under a yes. */
let shared: SharedRules | null = null;

/** Changes when work may run, here and in the tab that has the pool. Before the start nothing is stored [CO1]. */
export async function choose(next: Rules): Promise<void> {
  rules.value = next;
  if (!running.value) return;
  shared?.tell(next);
  await Promise.all([engine.govern(next), rememberRules(next)]);
}

/** The visitor's no: ends all work within a second and is remembered as little as the yes before it. */
export async function stop(): Promise<void> {
  running.value = false;
  shared?.close();
  shared = null;
  await Promise.all([engine.stop(), rememberConsent(null)]);
  engineState.value = null;
}

async function begin(consent: Consent): Promise<void> {
  problem.value = null;
  agreedAt = consent.at;
  running.value = true;
  shared ??= shareRules('', (heard) => {
    rules.value = heard;
    void engine.govern(heard);
  });
  try {
    await engine.begin(consent, rules.value);
  } catch (error) {
    const { message } = error as Error;
    problem.value = () => refusalWords({ code: 'CONSENT_MISSING', message });
    await stop();
  }
}

/** Whoever comes by an invitation and runs nothing yet would start its job alone; what runs already is only changed by a click. */
function followInvitation(): void {
  const job = invited.value;
  if (job && !isOver(job)) chooseJob(job.job, true);
}

/** A reload does not end what the visitor agreed to earlier. */
async function resume(): Promise<void> {
  const [consent, account] = await Promise.all([rememberedConsent(), recall('payee')]);
  if (running.value) return;
  if (payeeText.value === '' && isPayee(account)) payee.value = payeeText.value = account;
  if (!consent) return followInvitation();
  threads.value = Math.min(consent.threads, Math.max(cores, 1));
  share.value = Math.round(consent.share * 100);
  payee.value = consent.payee;
  categories.value = consent.categories ?? [];
  chosenJobs.value = consent.jobs ?? [];
  others.value = consent.others ?? false;
  rules.value = await rememberedRules();
  const begun = begin(consent);
  // Opening the page again ends a pause that lasts until then, in whichever tab it was begun.
  shared?.tell(rules.value);
  await begun;
}

const JOBS_MS = 2000;

async function watchJobs(): Promise<void> {
  if (!document.hidden) jobs.value = await fetchJobs();
  setTimeout(watchJobs, JOBS_MS);
}

/** Called once by the page. */
export function openPage(): void {
  void watchJobs();
  void openInvitation(location.search).then(resume);
  let adjusting: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const consent = chosen(agreedAt);
    clearTimeout(adjusting);
    if (!running.value) return;
    // A slider speaks on every pixel; the last word counts.
    adjusting = setTimeout(() => {
      void engine.adjust(consent);
      void rememberConsent(consent);
    }, 200);
  });
}
