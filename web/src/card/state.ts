import {
  type CardEvent,
  CONSENT_VERSION,
  type Consent,
  connectEngine,
  EMBED_CONSENT_MS,
  type EngineState,
  isPayee,
  rememberConsent,
  rememberedConsent,
} from '@manyhands/browser-worker';
import { signal } from '@preact/signals';

const asked = new URLSearchParams(location.search);
const cores = navigator.hardwareConcurrency || 1;
const wanted = Number.parseInt(asked.get('threads') ?? '1', 10);

/** Who earns: the site's address, or empty when it gave none that is one. */
export const site = isPayee(asked.get('payee') ?? '') ? (asked.get('payee') ?? '') : '';
/** What the site suggests, within what this machine has. */
export const threads = Number.isInteger(wanted) ? Math.min(Math.max(wanted, 1), cores) : 1;
export const siteName = document.referrer ? new URL(document.referrer).host : 'this page';

/** `asking` until the visitor says something. */
export const answer = signal<'asking' | 'accepted' | 'refused'>('asking');
export const engineState = signal<EngineState | null>(null);
export const problem = signal('');

const tell = (event: CardEvent): void => {
  if (window.parent !== window) window.parent.postMessage(event, '*');
};
const tellPlain = (event: Exclude<CardEvent['event'], 'progress'>) => tell({ channel: 'manyhands', event });

const PROGRESS_MS = 1000;
let lastProgress = 0;

const engine = connectEngine((state) => {
  if (answer.value !== 'accepted') return;
  engineState.value = state;
  if (Date.now() - lastProgress < PROGRESS_MS) return;
  lastProgress = Date.now();
  const fuel = state.computedFuel.toString();
  tell({ channel: 'manyhands', event: 'progress', items: state.computedItems, fuel });
});

/** The visitor's yes. */
export async function accept(): Promise<void> {
  const at = Date.now();
  const consent = {
    version: CONSENT_VERSION,
    at,
    lastsMs: EMBED_CONSENT_MS,
    threads,
    share: 1,
    payee: '',
    site,
  };
  await rememberConsent(consent);
  await begin(consent);
}

/** The visitor's no: nothing is stored and nothing runs. */
export function refuse(): void {
  answer.value = 'refused';
  tellPlain('refused');
}

/** Ends all work within a second and forgets the yes. */
export async function stop(): Promise<void> {
  if (answer.value !== 'accepted') return;
  answer.value = 'refused';
  await Promise.all([engine.stop(), rememberConsent(null)]);
  engineState.value = null;
  tellPlain('stopped');
}

async function begin(consent: Consent): Promise<void> {
  problem.value = '';
  answer.value = 'accepted';
  tellPlain('accepted');
  try {
    await engine.begin(consent);
  } catch (error) {
    problem.value = (error as Error).message;
    await stop();
  }
}

/** Called once by the card. */
export async function openCard(): Promise<void> {
  window.addEventListener('message', ({ source, data }) => {
    if (source === window.parent && data?.channel === 'manyhands' && data.order === 'stop') void stop();
  });
  tellPlain('ready');
  const consent = await rememberedConsent();
  // A yes was given to this site's earner; another earner has to ask anew.
  if (consent && consent.site === site && answer.value === 'asking') await begin({ ...consent, threads });
}
