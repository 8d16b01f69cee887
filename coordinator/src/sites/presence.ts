import type { ErrorCode } from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { findSites } from '../db/sites/find-sites.ts';
import { keepPresence } from '../db/sites/keep-presence.ts';
import type { Site } from '../domain/site.ts';

const BEAT_MS = 3_000;

interface Present {
  /** As its sessions were admitted. */
  readonly site: Site;
  readonly session: { close(code: ErrorCode, message: string): void };
}

/**
 * Who is here for which site. Tells the other coordinators how many, and ends sessions whose site's owner has changed its
 * terms: they come back under the new ones, or are refused.
 */
export class Presence {
  readonly #coordinator: string;
  readonly #sessions = new Set<Present>();
  #told = '';

  constructor(coordinator: string) {
    this.#coordinator = coordinator;
  }

  /** Returns how a session leaves. */
  enter(site: Site, session: Present['session']): () => void {
    const present = { site, session };
    this.#sessions.add(present);
    return () => this.#sessions.delete(present);
  }

  /** Returns how it ends. */
  start(db: Db, trouble: (what: string, cause: unknown) => void): () => Promise<void> {
    let beating: Promise<void> | null = null;
    const timer = setInterval(() => {
      beating ??= this.beat(db)
        .catch((cause) => trouble('no look at the sites of sessions', cause))
        .finally(() => {
          beating = null;
        });
    }, BEAT_MS);
    return async () => {
      clearInterval(timer);
      await beating;
    };
  }

  /** Two statements, whatever the number of sessions, and none where nobody is here. */
  async beat(db: Db): Promise<void> {
    const counts = new Map<string, number>();
    for (const { site } of this.#sessions) counts.set(site.key, (counts.get(site.key) ?? 0) + 1);
    const said = [...counts].join(' ');
    if (said !== this.#told) await keepPresence(db, this.#coordinator, counts);
    this.#told = said;
    if (counts.size > 0) this.#endChanged(await findSites(db, [...counts.keys()]));
  }

  #endChanged(sites: readonly Site[]): void {
    const now = new Map(sites.map((site) => [site.key, JSON.stringify(site)]));
    for (const { site, session } of [...this.#sessions])
      if (now.get(site.key) !== JSON.stringify(site))
        session.close('SITE_CHANGED', `the owner of “${site.name}” has changed its terms; connect again`);
  }
}
