/** What pages need: the engine behind a consent, and the words that cross its threads. */
export { connectEngine, type EngineClient } from './browser/client.ts';
export { ownDevice, type SignedMembership, signedMembership } from './browser/membership.ts';
export { eraseOwnData, type KeptName, keep, ownData, recall } from './browser/own-data.ts';
export { ownRecordRequest } from './browser/record-request.ts';
export { rememberConsent, rememberedConsent, rememberedRules, rememberRules } from './browser/remembered.ts';
export { askWhetherInUse, canTellWhetherInUse } from './browser/sensors.ts';
export { type SharedRules, shareRules } from './browser/shared-rules.ts';
export { isWebKit } from './browser/webkit.ts';
export {
  type Asked,
  CONSENT_VERSION,
  type Consent,
  consentHolds,
  EMBED_CONSENT_MS,
  isPayee,
  SMALLEST_SHARE,
  type Use,
  usedOf,
  VOLUNTEER_CONSENT_MS,
} from './consent.ts';
export type { CardMessage, CardNews, CardOrder } from './embed/card-messages.ts';
export type { GovernorCode, GovernorState } from './governor/govern.ts';
export { type HaltCode, without } from './governor/halt.ts';
export { CARD_RULES, DEFAULT_RULES, type Pause, type Rules } from './governor/rules.ts';
export { type DayWindow, timeOf } from './hours.ts';
export type { EnginePhase, EngineState, RunningUnit, Standing } from './messages.ts';
export { poolIsWanted } from './pool-lock.ts';
