/** What of the visitor's yes is used, and when: never more than was agreed to, so that nothing of it needs to be asked again. */
import {
  CARD_RULES,
  type Consent,
  type EngineClient,
  type Rules,
  rememberConsent,
  rememberedRules,
  rememberRules,
  type SharedRules,
  shareRules,
  type Use,
  usedOf,
} from '@manyhands/browser-worker';
import { signal } from '@preact/signals';

/** The yes as it is used now; null while there is none. */
export const lent = signal<Consent | null>(null);
export const rules = signal<Rules>(CARD_RULES);

/** Keeps the engine to what is chosen on the card, here and in other tabs with a card of the same site. */
export class Lending {
  readonly #engine: EngineClient;
  readonly #site: string;
  #shared: SharedRules | null = null;

  constructor(engine: EngineClient, site: string) {
    this.#engine = engine;
    this.#site = site;
  }

  async begin(consent: Consent): Promise<void> {
    lent.value = consent;
    rules.value = await rememberedRules(this.#site, CARD_RULES);
    if (lent.value === null) return;
    this.#shared ??= shareRules(this.#site, (heard) => {
      rules.value = heard;
      void this.#engine.govern(heard);
    });
    await this.#engine.begin(consent, rules.value);
  }

  end(): void {
    lent.value = null;
    this.#shared?.close();
    this.#shared = null;
  }

  /** Changes when work may run; counts at once. */
  async choose(next: Rules): Promise<void> {
    rules.value = next;
    if (lent.value === null) return;
    this.#shared?.tell(next);
    await Promise.all([this.#engine.govern(next), rememberRules(next, this.#site)]);
  }

  /** Changes how much is used. */
  use(part: Partial<Use>): Promise<void> {
    const { value } = lent;
    return value === null
      ? Promise.resolve()
      : this.#adjust({ ...value, use: { ...usedOf(value), ...part } });
  }

  /** Changes for what: categories of jobs; none: all. */
  allow(categories: readonly string[]): Promise<void> {
    const { value } = lent;
    return value === null ? Promise.resolve() : this.#adjust({ ...value, categories });
  }

  async #adjust(consent: Consent): Promise<void> {
    lent.value = consent;
    await Promise.all([this.#engine.adjust(consent), rememberConsent(consent, this.#site)]);
  }
}
