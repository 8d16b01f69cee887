import {
  CONSENT_VERSION,
  type Consent,
  connectEngine,
  EMBED_CONSENT_MS,
  type EngineState,
  rememberConsent,
  rememberedConsent,
} from '@manyhands/browser-worker';
import { VISITOR } from '@manyhands/protocol';
import { signal } from '@preact/signals';
import { refusalWords } from '../shared/words.ts';
import { languageOf } from '../words/languages.ts';
import type { Words } from '../words/pack.ts';
import { language, speak, words, wordsIn } from '../words/words.ts';
import { ChallengeWatch } from './challenge.ts';
import { Lending, lent } from './lending.ts';
import { type Asked, agreedWords, askedFrom, type Offer } from './offer.ts';
import { hear, tell } from './page.ts';
import { Refusal } from './refusal.ts';
import { restsHidden, takeTurns } from './turns.ts';

/**
 * `quiet`: a small button, nothing is asked; `asking`; `running`; `declined` and `stopped`: the visitor said so just now;
 * `problem`: nothing can run, and the sentence says why.
 */
export type View = 'quiet' | 'asking' | 'running' | 'declined' | 'stopped' | 'problem';

const facts = document.querySelector<HTMLMetaElement>('meta[name="manyhands-site"]')?.content ?? null;
/** Null: the coordinator knows no such site. */
export const asked: Asked | null = askedFrom(
  facts,
  new URLSearchParams(location.search),
  navigator.hardwareConcurrency,
);

export const view = signal<View>('quiet');
export const engineState = signal<EngineState | null>(null);
/** Why nothing can run, to be said in whatever language the card speaks. */
export const problem = signal<() => string>(() => '');
/** Whether the no could be stored. */
export const noIsKept = signal(false);

const refusal = new Refusal(asked?.key ?? '');
const PROGRESS_MS = 1000;
const watch = new ChallengeWatch();
let challenge: string | null = null;
let origin = '';
/** The page's name for its user, or empty. */
const visitor = signal('');

/** What is asked, as it stands now; null: the coordinator knows no such site. */
export const offer = (): Offer | null =>
  asked === null ? null : { ...asked.offer, named: visitor.value !== '' };
let lastProgress = 0;
let lastEarned = '';

const engine = connectEngine((state) => {
  if (view.value !== 'running') return;
  engineState.value = state;
  tellEarned(state);
  tellProgress(state);
  if (state.phase.kind === 'refused') void fail(state.phase.code, state.phase.message);
});

/** What the visitor chooses of what was agreed to. */
export const lending = new Lending(engine, asked?.key ?? '');

function tellProgress({ computedItems: items, computedFuel }: EngineState): void {
  if (Date.now() - lastProgress < PROGRESS_MS) return;
  lastProgress = Date.now();
  tell('progress', { items, fuel: computedFuel.toString() });
}

function tellEarned({ standing }: EngineState): void {
  if (standing === null) return;
  const news = { earned: standing.earned.toString(), held: standing.held.toString() };
  const said = `${news.earned} ${news.held}`;
  if (said !== lastEarned) tell('earned', news);
  lastEarned = said;
}

/** Shows the question. */
export function ask(): void {
  view.value = 'asking';
  tell('asking', {});
}

/** The visitor's yes: to these words, on this page. */
export async function accept(): Promise<void> {
  if (asked === null || origin === '') return;
  const { key } = asked;
  const { threads } = asked.offer;
  const consent: Consent = {
    version: CONSENT_VERSION,
    at: Date.now(),
    lastsMs: EMBED_CONSENT_MS,
    threads,
    share: 1,
    payee: '',
    site: key,
    asked: { origin, words: agreedIn(words('card')), language: language.value, ...ownName() },
  };
  refusal.forget();
  await rememberConsent(consent, key);
  await begin(consent);
}

/** The visitor's no: nothing runs, and this frame does not ask again soon. */
export function decline(): void {
  noIsKept.value = refusal.keep(Date.now());
  view.value = 'declined';
  tell('declined', {});
}

/** Withdraws the yes: ends all work within a second, and is not asked again soon either. */
export async function stop(): Promise<void> {
  if (view.value !== 'running') return;
  view.value = 'stopped';
  noIsKept.value = refusal.keep(Date.now());
  watch.end();
  lending.end();
  await Promise.all([engine.withdraw(), rememberConsent(null, asked?.key)]);
  engineState.value = null;
  tell('stopped', {});
}

async function begin(consent: Consent): Promise<void> {
  view.value = 'running';
  tell('consented', { at: consent.at, threads: consent.threads });
  try {
    await lending.begin(consent);
    if (challenge !== null) await work(challenge);
  } catch (error) {
    await fail('CONSENT_MISSING', (error as Error).message);
  }
}

/** Lets the work count for a challenge; before the yes it is only kept in mind. */
async function work(asked: string): Promise<void> {
  challenge = asked;
  if (view.value !== 'running') return;
  void watch.watch(asked, () => engineState.value?.device ?? '');
  await engine.solve(asked);
}

/** Refused for good: says why, forgets the yes, and nothing runs. */
async function fail(code: string, message: string): Promise<void> {
  if (view.value !== 'running') return;
  problem.value = () => `${refusalWords({ code, message })} (${code})`;
  view.value = 'problem';
  tell('problem', { code, message });
  lending.end();
  await Promise.all([engine.stop(), rememberConsent(null, asked?.key)]);
  engineState.value = null;
}

const prefersNotToBeAsked = (): boolean =>
  (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true;

const agreedIn = (tongue: Words['card']): string => agreedWords(offer() as Offer, tongue);
const ownName = () => (visitor.value === '' ? {} : { visitor: visitor.value });

async function opened(from: string, name: string): Promise<void> {
  if (origin !== '' || asked === null) return;
  origin = from;
  visitor.value = name;
  await goOn();
}

/** The page has another user now: whose yes it was, it is not this one's. */
async function named(name: string): Promise<void> {
  if (name === visitor.value) return;
  visitor.value = name;
  if (origin === '' || asked === null) return;
  if (view.value === 'running') {
    view.value = 'quiet';
    lending.end();
    await engine.stop();
    engineState.value = null;
    tell('stopped', {});
  }
  if (view.value === 'quiet' || view.value === 'asking') await goOn();
}

/** With the yes of an earlier visit, or by asking for one. */
async function goOn(): Promise<void> {
  if (asked === null) return;
  if (visitor.value !== '' && !VISITOR.test(visitor.value)) return refuseName();
  view.value = 'quiet';
  const consent = await rememberedConsent(asked.key);
  if (view.value !== 'quiet') return;
  if (consent !== null && (await isForThis(consent, asked))) await begin(consent);
  else if (!asked.compact && !prefersNotToBeAsked() && !refusal.holds(Date.now())) ask();
}

/**
 * A yes is one to this site, on these pages, in these words, by the same user of the page; it holds in the language it was
 * given in, which the card then speaks.
 */
async function isForThis(consent: Consent, { key }: Asked): Promise<boolean> {
  if (consent.site !== key || consent.asked?.origin !== origin) return false;
  if ((consent.asked.visitor ?? '') !== visitor.value) return false;
  const tongue = languageOf([consent.asked.language]);
  if (consent.asked.words !== agreedIn(await wordsIn(tongue, 'card'))) return false;
  await speak(tongue);
  return true;
}

function refuseName(): void {
  const message = 'data-visitor, or manyhands.visitor, has 1 to 64 letters, digits and any of . _ ~ -';
  problem.value = () => `${words('card').nameRefused} (CONSENT_INVALID)`;
  view.value = 'problem';
  tell('problem', { code: 'CONSENT_INVALID', message });
}

/** Called once by the card. */
export function openCard(): void {
  hear({
    opened: (from, name) => void opened(from, name),
    named: (name) => void named(name),
    stop: () => void stop(),
    solve: (asked) => void work(asked),
  });
  takeTurns({
    rests: () => view.value === 'running' && restsHidden(engineState.value),
    yield: () => engine.stop(),
    resume: async () => {
      if (view.value === 'running' && lent.value !== null) await lending.begin(lent.value);
    },
  });
  tell('ready', {});
  if (asked !== null) return;
  const message = 'this coordinator knows no site with the key in data-site';
  problem.value = () => `${words('card').siteUnknown} (SITE_UNKNOWN)`;
  view.value = 'problem';
  tell('problem', { code: 'SITE_UNKNOWN', message });
}
