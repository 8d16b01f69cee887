/**
 * A plain observer between dispatch and its journal: it writes down what was committed and judges it by the truth,
 * without looking into either.
 */
import type { CommitBatch, CommitReceipt } from '../dispatch/journal.ts';
import { wrongIn } from './items.ts';

interface Seen {
  readonly attempt: number;
  readonly count: number;
  readonly wrong: number;
  readonly device: string;
  readonly at: number;
  state: 'held' | 'final' | 'refuted';
  /** Audits that passed, by who executed them. */
  byDevices: number;
  byReferee: number;
}

export interface Tally {
  readonly items: number;
  readonly final: number;
  readonly wrongFinal: number;
  readonly deviceAudits: number;
  readonly refereeAudits: number;
}

export class Observer {
  /** The latest attempt at each unit, by its first item. */
  readonly units = new Map<number, Seen>();
  /** Items that were wrong when their answer was taken on hold, and when it became final, whatever came later. */
  wrongAccepted = 0;
  wrongEverFinal = 0;
  /** Items of answers that somebody delivered and that were taken, by device. */
  readonly delivered = new Map<string, number>();
  readonly paid = new Map<string, number>();
  /** Milliseconds from acceptance to finality of each unit that became final. */
  readonly finality: number[] = [];

  committed(batch: CommitBatch, receipt: CommitReceipt, now: number): void {
    const lost = new Set<number>(receipt.lost);
    const banned = new Set<string>(receipt.banned);
    for (const entry of batch.accepted) {
      if (lost.has(entry.slice)) continue;
      const wrong = wrongIn(entry.answer.results, entry.first);
      this.wrongAccepted += wrong;
      add(this.delivered, entry.answer.device, entry.count);
      const { device } = entry.answer;
      const { attempt, count } = entry;
      this.units.set(entry.first, {
        attempt,
        count,
        wrong,
        device,
        at: now,
        state: 'held',
        byDevices: 0,
        byReferee: 0,
      });
    }
    for (const audit of batch.audits) if (!lost.has(audit.slice)) this.#audited(audit);
    for (const again of batch.reopened) {
      const seen = this.#at(again);
      if (seen && !lost.has(again.slice)) seen.state = 'refuted';
    }
    for (const final of batch.finals) {
      const seen = this.#at(final);
      if (!seen || lost.has(final.slice) || banned.has(final.device) || seen.state !== 'held') continue;
      seen.state = 'final';
      this.wrongEverFinal += seen.wrong;
      this.finality.push(now - seen.at);
      add(this.paid, final.device, final.items);
    }
  }

  #at({ first, attempt }: { readonly first: number; readonly attempt: number }): Seen | undefined {
    const seen = this.units.get(first);
    return seen?.attempt === attempt ? seen : undefined;
  }

  #audited(audit: CommitBatch['audits'][number]): void {
    const seen = this.#at(audit);
    if (audit.verdict !== 'withdrawn' && audit.auditor !== 'referee') add(this.delivered, audit.auditor, 1);
    if (audit.verdict !== 'withdrawn') add(this.paid, audit.auditor, 1);
    if (!seen || audit.verdict === 'refuted') return;
    const one = audit.verdict === 'passed' ? 1 : -1;
    if (audit.auditor === 'referee') seen.byReferee += one;
    else seen.byDevices += one;
  }

  tally(): Tally {
    const tally = { items: 0, final: 0, wrongFinal: 0, deviceAudits: 0, refereeAudits: 0 };
    for (const unit of this.units.values()) {
      tally.items += unit.count;
      if (unit.state !== 'final') continue;
      tally.final += unit.count;
      tally.wrongFinal += unit.wrong;
      tally.deviceAudits += unit.byDevices;
      tally.refereeAudits += unit.byReferee;
    }
    return tally;
  }
}

const add = (counts: Map<string, number>, key: string, count: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + count);
};
