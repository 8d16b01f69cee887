import { type Consent, consentHolds } from '../consent.ts';
import { type Rules, rulesFromText, textOfRules } from '../governor/rules.ts';
import { indexedDbKeyValue, wasUsedBefore } from './indexed-db.ts';

const KEY = 'consent';
const RULES = 'rules';

/** The consent of an earlier visit if it still holds. Looks without storing anything. */
export async function rememberedConsent(): Promise<Consent | null> {
  if (!(await wasUsedBefore())) return null;
  const text = await (await indexedDbKeyValue()).get(KEY);
  const consent = text === undefined ? null : parsed(text);
  return consentHolds(consent, Date.now()) ? consent : null;
}

/** Keeps a yes for the next visit, or with null forgets it. */
export async function rememberConsent(consent: Consent | null): Promise<void> {
  if (consent === null && !(await wasUsedBefore())) return;
  const store = await indexedDbKeyValue();
  if (consent === null) await store.delete(KEY);
  else await store.set(KEY, JSON.stringify(consent));
}

/** The rules of an earlier visit, or the default ones. Looks without storing anything. */
export async function rememberedRules(): Promise<Rules> {
  return rulesFromText((await wasUsedBefore()) ? await (await indexedDbKeyValue()).get(RULES) : undefined);
}

/** Keeps rules for the next visit. Called only under a yes [CO1]. */
export async function rememberRules(rules: Rules): Promise<void> {
  await (await indexedDbKeyValue()).set(RULES, textOfRules(rules));
}

function parsed(text: string): Consent | null {
  try {
    return JSON.parse(text) as Consent;
  } catch {
    return null;
  }
}
