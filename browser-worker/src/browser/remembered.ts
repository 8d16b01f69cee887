import { type Consent, consentHolds } from '../consent.ts';
import { type Rules, rulesFromText, textOfRules } from '../governor/rules.ts';
import { forget, keep, recall } from './own-data.ts';

/** The consent of an earlier visit if it still holds. Looks without storing anything. */
export async function rememberedConsent(): Promise<Consent | null> {
  const consent = parsed(await recall('consent'));
  return consentHolds(consent, Date.now()) ? consent : null;
}

/** Keeps a yes for the next visit, or with null forgets it. */
export const rememberConsent = (consent: Consent | null): Promise<void> =>
  consent === null ? forget('consent') : keep('consent', JSON.stringify(consent));

/** The rules of an earlier visit, or the default ones. Looks without storing anything. */
export const rememberedRules = async (): Promise<Rules> => rulesFromText(await recall('rules'));

/** Keeps rules for the next visit. Called only under a yes [CO1]. */
export const rememberRules = (rules: Rules): Promise<void> => keep('rules', textOfRules(rules));

function parsed(text: string): Consent | null {
  try {
    return JSON.parse(text) as Consent;
  } catch {
    return null;
  }
}
