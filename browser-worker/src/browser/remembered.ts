/**
 * What was agreed to and chosen in an earlier visit. A card's belong to its site, whose key is named: pages of one site share
 * their storage with its card, and often with the coordinator's own page.
 */
import { type Consent, consentHolds } from '../consent.ts';
import { DEFAULT_RULES, type Rules, rulesFromText, textOfRules } from '../governor/rules.ts';
import { forget, type KeptName, keep, recall } from './own-data.ts';

const nameOf = (name: 'consent' | 'rules', site: string): KeptName =>
  site === '' ? name : `${name} ${site}`;

/** The consent of an earlier visit if it still holds. Looks without storing anything. */
export async function rememberedConsent(site = ''): Promise<Consent | null> {
  const consent = parsed(await recall(nameOf('consent', site)));
  return consentHolds(consent, Date.now()) ? consent : null;
}

/** Keeps a yes for the next visit, or with null forgets it. */
export const rememberConsent = (consent: Consent | null, site = ''): Promise<void> =>
  consent === null ? forget(nameOf('consent', site)) : keep(nameOf('consent', site), JSON.stringify(consent));

/** The rules of an earlier visit, or the usual ones. Looks without storing anything. */
export const rememberedRules = async (site = '', usual: Rules = DEFAULT_RULES): Promise<Rules> =>
  rulesFromText(await recall(nameOf('rules', site)), usual);

/** Keeps rules for the next visit. Called only under a yes [CO1]. */
export const rememberRules = (rules: Rules, site = ''): Promise<void> =>
  keep(nameOf('rules', site), textOfRules(rules));

function parsed(text: string): Consent | null {
  try {
    return JSON.parse(text) as Consent;
  } catch {
    return null;
  }
}
