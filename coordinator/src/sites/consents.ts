import {
  type ErrorCode,
  isSigned,
  KnownError,
  parseReceipt,
  proofOfReceipt,
  proofOfWithdrawal,
  receiptId,
  type SignedText,
  type Withdrawal,
} from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { addReceipt } from '../db/sites/add-receipt.ts';
import { enterVisit } from '../db/sites/enter-visit.ts';
import { findReceipt } from '../db/sites/find-receipt.ts';
import { withdrawReceipt } from '../db/sites/withdraw-receipt.ts';
import { refusalOf, type Visit } from '../domain/consent.ts';
import type { Site } from '../domain/site.ts';
import type { VisitId } from '../domain/site-shares.ts';
import type { Presence } from './presence.ts';
import { siteOf } from './sites.ts';

const RECEIPTS_PER_DAY = 100_000;

/** A greeting that names a site. */
export interface VisitHello extends Visit {
  readonly receipt: string;
  readonly receiptSignature: string;
}

/** The session that rests on a receipt. */
export interface VisitSession {
  /** Checks a signature beside this thread. */
  verify(proof: SignedText | null): Promise<boolean>;
  close(code: ErrorCode, message: string): void;
}

export interface Admission {
  readonly site: Site;
  /** What its work is accounted to. */
  readonly visit: VisitId;
  /** The session is over. */
  end(): void;
}

/**
 * Visitors' consent: whoever names a site shows a receipt, which is kept; nothing is assigned without [CO3]. A withdrawal is
 * kept with its date, and ends the sessions of its receipt on this coordinator at once.
 */
export class Consents {
  readonly #db: Db;
  readonly #presence: Presence;
  readonly #now: () => number;
  readonly #sessions = new Map<string, Set<VisitSession>>();

  /** `now`: milliseconds since 1970. */
  constructor(db: Db, presence: Presence, now: () => number) {
    this.#db = db;
    this.#presence = presence;
    this.#now = now;
  }

  /** Throws CONSENT_MISSING, CONSENT_INVALID, CONSENT_WITHDRAWN, CONSENTS_FULL, SITE_UNKNOWN or ORIGIN_REFUSED. */
  async admit(hello: VisitHello, session: VisitSession): Promise<Admission> {
    if (hello.receipt === '')
      throw new KnownError('CONSENT_MISSING', 'nothing is assigned for a site without its visitor’s consent');
    const receipt = parseReceipt(hello.receipt);
    const site = await siteOf(this.#db, hello.site);
    const refusal = refusalOf(receipt, hello, site, this.#now());
    if (refusal !== null) throw refusal;
    const id = receiptId(hello.receipt);
    // Known to withdrawals from here on, so that none can come in between.
    const end = this.#enter(id, session);
    try {
      await this.#keep(id, hello, session);
      const { visitor = '' } = receipt;
      const visit = await enterVisit(this.#db, { site: site.key, device: hello.device, visitor });
      const leave = this.#presence.enter(site, session);
      return {
        site,
        visit,
        end: () => {
          end();
          leave();
        },
      };
    } catch (error) {
      end();
      throw error;
    }
  }

  /** Throws CONSENT_INVALID where no such receipt is kept, or the withdrawal is not signed by its device. */
  async withdraw(withdrawal: Withdrawal, signature: string): Promise<Date> {
    const kept = await findReceipt(this.#db, withdrawal.receipt);
    if (kept === null || kept.device !== withdrawal.device)
      throw new KnownError('CONSENT_INVALID', 'no receipt of this device with this id is kept here');
    if (!isSigned(proofOfWithdrawal(withdrawal, signature)))
      throw new KnownError('CONSENT_INVALID', 'the withdrawal is not signed by the receipt’s device');
    const withdrawn = await withdrawReceipt(this.#db, { ...withdrawal, signature });
    for (const session of this.#sessions.get(withdrawal.receipt) ?? [])
      session.close('CONSENT_WITHDRAWN', 'the visitor has withdrawn the consent of this session');
    return withdrawn ?? kept.withdrawn ?? new Date(this.#now());
  }

  async #keep(id: string, hello: VisitHello, session: VisitSession): Promise<void> {
    const known = await findReceipt(this.#db, id);
    if (known !== null && known.withdrawn !== null)
      throw new KnownError(
        'CONSENT_WITHDRAWN',
        `this consent was withdrawn at ${known.withdrawn.toISOString()}; ask the visitor again`,
      );
    if (known !== null) return;
    const { device, site, receipt, receiptSignature: signature } = hello;
    if (!(await session.verify(proofOfReceipt(device, receipt, signature))))
      throw new KnownError('CONSENT_INVALID', 'the consent receipt is not signed by this device');
    if (!(await addReceipt(this.#db, { id, site, device, receipt, signature }, RECEIPTS_PER_DAY)))
      throw new KnownError('CONSENTS_FULL', 'this site has too many new visitors today; come back tomorrow');
  }

  #enter(id: string, session: VisitSession): () => void {
    const sessions = this.#sessions.get(id) ?? new Set();
    this.#sessions.set(id, sessions.add(session));
    return () => {
      sessions.delete(session);
      if (sessions.size === 0 && this.#sessions.get(id) === sessions) this.#sessions.delete(id);
    };
  }
}
