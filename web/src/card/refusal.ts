/** How long a no is remembered, in milliseconds. */
export const NO_DAYS = 30;
const NO_MS = NO_DAYS * 24 * 3_600_000;

/** The storage that is asked for; browsers that block it throw at the first look. */
type Storage = () => Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * A visitor's no to one site, in the frame's own storage: so that nobody who said no is asked again soon. It is the only thing
 * that is stored without a yes, and serves nothing else: strictly necessary to respect the no. Where storage is blocked it
 * lasts as long as the page.
 */
export class Refusal {
  readonly #name: string;
  readonly #storage: Storage;

  constructor(site: string, storage: Storage = () => localStorage) {
    this.#name = `manyhands-no-${site}`;
    this.#storage = storage;
  }

  /** `now` in milliseconds since 1970. False where storing is not allowed. */
  keep(now: number): boolean {
    return this.#try((storage) => {
      storage.setItem(this.#name, String(now));
      return true;
    });
  }

  forget(): void {
    this.#try((storage) => {
      storage.removeItem(this.#name);
      return true;
    });
  }

  holds(now: number): boolean {
    return this.#try((storage) => {
      const at = Number(storage.getItem(this.#name) ?? Number.NaN);
      return at <= now && now < at + NO_MS;
    });
  }

  #try(act: (storage: ReturnType<Storage>) => boolean): boolean {
    try {
      return act(this.#storage());
    } catch {
      return false;
    }
  }
}
