/**
 * A plain observer between dispatch and its journal: it writes down what was committed and judges it by the truth,
 * without looking into either.
 */
import { type AuditRecord, type Caught, type Draws, sumDraws } from '@manyhands/protocol';
import type { BanEvidence, CommitBatch, CommitReceipt } from '../dispatch/journal.ts';
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
  readonly record: AuditRecord & { readonly rounds: AuditRecord['rounds'][number][] };
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
  /** Items drawn and executed once more, of whatever answer, whatever became of it. */
  draws = 0;
  /** Devices that were found lying, each with the first evidence against it. */
  readonly #caught = new Map<string, BanEvidence>();

  committed(batch: CommitBatch, receipt: CommitReceipt, now: number): void {
    const lost = new Set<number>(receipt.lost);
    const banned = new Set<string>(receipt.banned);
    for (const entry of batch.accepted) {
      if (lost.has(entry.slice)) continue;
      const wrong = wrongIn(entry.answer.results, entry.first);
      this.wrongAccepted += wrong;
      add(this.delivered, entry.answer.device, entry.count);
      const { device } = entry.answer;
      const { attempt, count, first, positions } = entry;
      const { assignment, digest, ratePpm } = entry.answer;
      const rounds = positions.length === 0 ? [] : [{ round: 0, positions }];
      this.units.set(entry.first, {
        attempt,
        count,
        wrong,
        device,
        at: now,
        state: 'held',
        byDevices: 0,
        byReferee: 0,
        record: { assignment, digest, first, items: count, ratePpm, rounds },
      });
    }
    for (const draw of batch.drawn) {
      const { round, positions } = draw;
      if (!lost.has(draw.slice)) this.#at(draw)?.record.rounds.push({ round, positions });
    }
    for (const { device, evidence } of batch.bans)
      if (!this.#caught.has(device)) this.#caught.set(device, evidence);
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
    if (audit.verdict !== 'withdrawn') this.draws++;
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

  /** As a certificate would count them. */
  caught(): Caught[] {
    const rates = new Map<number, { answerPpm: number; devices: number; late: number }>();
    for (const { answerPpm, late } of this.#caught.values()) {
      const caught = rates.get(answerPpm) ?? { answerPpm, devices: 0, late: 0 };
      caught.devices++;
      if (late) caught.late++;
      rates.set(answerPpm, caught);
    }
    return [...rates.values()].sort((a, b) => a.answerPpm - b.answerPpm);
  }

  /** Of the final answers, as their certificate would sum them up. */
  drawsOfFinal(finalPpm: number): Draws & { readonly units: number } {
    const final = [...this.units.values()].filter(({ state }) => state === 'final');
    return {
      units: final.length,
      ...sumDraws(
        final.map(({ record }) => record),
        finalPpm,
      ),
    };
  }
}

const add = (counts: Map<string, number>, key: string, count: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + count);
};
