/** What pages need: the engine behind a consent, and the words that cross its threads. */
export { connectEngine, type EngineClient } from './browser/client.ts';
export { rememberConsent, rememberedConsent } from './browser/remembered.ts';
export { isWebKit } from './browser/webkit.ts';
export {
  CONSENT_VERSION,
  type Consent,
  consentHolds,
  EMBED_CONSENT_MS,
  isPayee,
  SMALLEST_SHARE,
  VOLUNTEER_CONSENT_MS,
} from './consent.ts';
export type { CardEvent, CardOrder } from './embed/card-messages.ts';
export type { EnginePhase, EngineState, RunningUnit, Standing } from './messages.ts';
