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
import { forgetReceipts } from '../db/sites/forget-receipts.ts';
import { listWithdrawn } from '../db/sites/list-withdrawn.ts';
import { withdrawReceipt } from '../db/sites/withdraw-receipt.ts';
import { refusalOf, type Visit } from '../domain/consent.ts';
import type { Site } from '../domain/site.ts';
import type { VisitId } from '../domain/site-shares.ts';
import type { Presence } from './presence.ts';
import { siteOf } from './sites.ts';

const RECEIPTS_PER_DAY = 100_000;
/** A withdrawal may be committed so much after the moment that it states, in milliseconds. */
const COMMIT_MS = 10_000;
/** Receipts deleted in one go. */
const FORGOTTEN_AT_ONCE = 500;
/** Receipts are kept as a proof so many days after they were over, unless the operator says otherwise. */
export const RECEIPT_DAYS = 365;

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
 * kept with its date, and ends the sessions of its receipt at once here, and with the next look on every coordinator of
 * the database [CO2]. Receipts are deleted some time after they were over [CO4].
 */
export class Consents {
  readonly #db: Db;
  readonly #presence: Presence;
  readonly #now: () => number;
  readonly #receiptDays: number;
  /** When withdrawals were last looked for; null: nobody was here who could be concerned. */
  #looked: number | null = null;
  readonly #sessions = new Map<string, Set<VisitSession>>();

  /** `now`: milliseconds since 1970. `receiptDays`: how long receipts are kept after they were over. */
  constructor(db: Db, presence: Presence, now: () => number, receiptDays = RECEIPT_DAYS) {
    this.#db = db;
    this.#presence = presence;
    this.#now = now;
    this.#receiptDays = receiptDays;
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
      await this.#keep({ id, over: new Date(receipt.at + receipt.lastsMs) }, hello, session);
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
    this.#endSessions(withdrawal.receipt);
    return withdrawn ?? kept.withdrawn ?? new Date(this.#now());
  }

  /** Ends sessions whose receipts were withdrawn at other coordinators. To be called several times a second. */
  async look(): Promise<void> {
    if (this.#sessions.size === 0) {
      this.#looked = null;
      return;
    }
    const now = this.#now();
    const passed = this.#looked === null ? 0 : Math.max(0, now - this.#looked);
    for (const id of await listWithdrawn(this.#db, passed + COMMIT_MS)) this.#endSessions(id);
    this.#looked = now;
  }

  /** Deletes some of the receipts whose time is up; whether there may be more. */
  async sweep(): Promise<boolean> {
    return (await forgetReceipts(this.#db, this.#receiptDays, FORGOTTEN_AT_ONCE)) === FORGOTTEN_AT_ONCE;
  }

  #endSessions(receipt: string): void {
    for (const session of this.#sessions.get(receipt) ?? [])
      session.close('CONSENT_WITHDRAWN', 'the visitor has withdrawn the consent of this session');
  }

  async #keep(
    { id, over }: { readonly id: string; readonly over: Date },
    hello: VisitHello,
    session: VisitSession,
  ): Promise<void> {
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
    if (!(await addReceipt(this.#db, { id, site, device, receipt, signature, over }, RECEIPTS_PER_DAY)))
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
