/**
 * Watches what is sent and what is committed, and writes down every rule of docs/SPEC.md that is broken. It knows the
 * rules and the truth, and nothing of how dispatch works.
 */
import {
  type CoordinatorFrame,
  type CoordinatorId,
  type DeviceId,
  LIMITS,
  type Policy,
  type SliceId,
} from '@manyhands/protocol';
import type { Claim, ClaimRequest, CommitBatch, CommitReceipt, JobTerms } from '../../dispatch/journal.ts';
import type { Link } from '../../dispatch/ports.ts';
import { mayWork } from '../../domain/policy-trusted.ts';
import { wrongIn } from '../items.ts';
import { drawsAreRight } from './draws.ts';

interface Slice {
  readonly first: number;
  readonly count: number;
  owner: CoordinatorId;
  fence: number;
  readonly reserved: bigint;
  spent: bigint;
  settled: boolean;
}

interface Attempt {
  readonly first: number;
  readonly count: number;
  readonly attempt: number;
  readonly device: string;
  readonly wrong: number;
  /** Whose audits of it passed. */
  readonly vouchers: Set<string>;
  state: 'held' | 'final' | 'reopened';
  refuted: boolean;
}

/** Fences of the slices that a coordinator owned when its commit began. */
export type Leases = ReadonlyMap<SliceId, number>;

export class Witness {
  readonly broken: string[] = [];
  readonly slices = new Map<number, Slice>();
  readonly #attempts = new Map<string, Attempt>();
  readonly banned = new Set<string>();
  readonly #credited = new Set<string>();
  readonly #sent = new Map<Link, Set<string>>();
  readonly #parties = new Map<string, { readonly payee: string; readonly prefix: string }>();
  readonly #charged = new Set<number>();
  readonly #terms: JobTerms;
  readonly #budget: bigint | null;
  readonly #commits = new Set<string>();

  constructor(terms: JobTerms, budget: bigint | null) {
    this.#terms = terms;
    this.#budget = budget;
  }

  broke(rule: string, how: string): void {
    this.broken.push(`[${rule}] ${how}`);
  }

  // What goes over the links.

  sent(link: Link, frame: CoordinatorFrame): void {
    this.#parties.set(link.device, { payee: link.paid.payee, prefix: link.prefix });
    const out = this.#sent.get(link) ?? new Set<string>();
    this.#sent.set(link, out);
    if (frame.kind === 'credited') for (const assignment of frame.assignments) this.#credited.add(assignment);
    if (frame.kind === 'cancel') out.delete(frame.assignment);
    if (frame.kind !== 'assign') return;
    out.add(frame.assignment);
    if (!mayWork(this.#terms.policy, link.device, null))
      this.broke('VF7', `${link.device} got items of a pool that does not name it`);
    if (this.banned.has(link.device)) return; // a ban by another coordinator is heard of a beat later
    if (out.size > link.seats * LIMITS.seatWindow)
      this.broke('AS2', `${link.device} has ${out.size} assignments for ${link.seats} seats`);
  }

  returned(device: DeviceId, assignment: string): void {
    for (const [link, out] of this.#sent) if (link.device === device) out.delete(assignment);
  }

  // What is leased.

  claiming(request: ClaimRequest): { readonly watched: ClaimRequest; readonly reserved: () => bigint } {
    let perItem = 0n;
    const watched = {
      ...request,
      termsAfter: (history: Parameters<ClaimRequest['termsAfter']>[0]) => {
        const terms = request.termsAfter(history);
        perItem = terms.reservePerItem;
        return terms;
      },
    };
    return { watched, reserved: () => perItem };
  }

  claimed(me: CoordinatorId, claim: Claim, reservePerItem: bigint): void {
    if (claim.kind !== 'granted') return;
    const { id, first, count, fence } = claim.slice;
    const before = this.slices.get(id);
    // It grows when a slice is given up as well as when it is taken.
    if (fence <= (before?.fence ?? 0))
      this.broke('LS2', `slice ${id} went from fence ${before?.fence ?? 0} to ${fence}`);
    if (!before) {
      for (const other of this.slices.values())
        if (first < other.first + other.count && other.first < first + count)
          this.broke('SL1', `slices overlap at item ${first}`);
      const reserved = reservePerItem * BigInt(count);
      this.slices.set(id, { first, count, owner: me, fence, reserved, spent: 0n, settled: false });
      this.#checkBudget();
      return;
    }
    if (before.first !== first || before.count !== count) this.broke('SL1', `slice ${id} changed its range`);
    before.owner = me;
    before.fence = fence;
    before.settled = false;
  }

  #checkBudget(): void {
    if (this.#budget === null) return;
    let sum = 0n;
    for (const { reserved, spent, settled } of this.slices.values())
      sum += settled || spent > reserved ? spent : reserved;
    if (sum > this.#budget) this.broke('LG2', `${sum} of a budget of ${this.#budget}`);
  }

  // What is committed.

  committed(me: CoordinatorId, batch: CommitBatch, receipt: CommitReceipt, leases: Leases): void {
    const commit = `${me} ${batch.number}`;
    // Sent again because its reply was lost: it has changed nothing.
    if (this.#commits.has(commit)) return;
    this.#commits.add(commit);
    const mine = this.#written(me, leases, receipt);
    for (const entry of mine(batch.accepted)) this.#accepted(entry);
    for (const audit of mine(batch.audits)) this.#audited(audit);
    for (const again of mine(batch.reopened)) {
      const attempt = this.#at(again);
      if (attempt) attempt.state = 'reopened';
    }
    for (const { device } of batch.bans) this.banned.add(device);
    for (const final of mine(batch.finals))
      if (!receipt.banned.includes(final.device as DeviceId)) this.#final(final);
    for (const { slice } of mine(batch.settled)) {
      const settled = this.slices.get(slice);
      if (settled) settled.settled = true;
    }
    this.#checkBudget();
  }

  /** What of a batch was written: not what stood under an old fence [LS3]. */
  #written(me: CoordinatorId, leases: Leases, receipt: CommitReceipt) {
    return <T extends { readonly slice: SliceId; readonly fence: number }>(list: readonly T[]): T[] =>
      list.filter(({ slice, fence }) => {
        const isOwner = leases.get(slice) === fence;
        if (!isOwner && !receipt.lost.includes(slice))
          this.broke('LS3', `${me} wrote slice ${slice} under fence ${fence}`);
        return isOwner;
      });
  }

  #at({ first, attempt }: { readonly first: number; readonly attempt: number }): Attempt | undefined {
    return this.#attempts.get(`${first}:${attempt}`);
  }

  #accepted({ first, count, attempt, answer, positions }: CommitBatch['accepted'][number]): void {
    const { device } = answer;
    const [sealed] = answer.assignment.split('.');
    if (this.#credited.has(sealed)) this.broke('CM1', `${answer.assignment} was credited before its commit`);
    if (this.#attempts.has(`${first}:${attempt}`))
      this.broke('VF1', `attempt ${attempt} of the unit at ${first} was answered twice`);
    const wrong = wrongIn(answer.results, first);
    this.#attempts.set(`${first}:${attempt}`, {
      first,
      count,
      attempt,
      device,
      wrong,
      vouchers: new Set(),
      state: 'held',
      refuted: false,
    });
    if (device === 'referee' && wrong > 0) this.broke('VF1', `the referee was wrong at ${first}`);
    if (!drawsAreRight(this.#terms, { answer, first, count, positions }))
      this.broke('VF4', `the draw of ${answer.assignment} cannot be recomputed`);
  }

  #audited({ first, attempt, auditor, item, verdict }: CommitBatch['audits'][number]): void {
    const audited = this.#at({ first, attempt });
    if (!audited) return;
    if (verdict === 'refuted') audited.refuted = true;
    if (verdict === 'passed') audited.vouchers.add(auditor);
    if (item < first || item >= first + audited.count) this.broke('VF4', `item ${item} is not of its unit`);
    if (auditor === 'referee' || audited.device === 'referee') return;
    const one = this.#parties.get(auditor);
    const other = this.#parties.get(audited.device);
    if (auditor === audited.device || one?.payee === other?.payee || one?.prefix === other?.prefix)
      this.broke('AS1', `${auditor} audited an answer of ${audited.device}, who may be the same, at ${item}`);
  }

  #final({ first, attempt, device, entries, charged, slice, items }: CommitBatch['finals'][number]): void {
    const unit = this.#at({ first, attempt });
    if (!unit) {
      this.broke('VF1', `a unit at ${first} became final that nobody answered`);
      return;
    }
    // Final once more, after an auditor of it was banned and others audited it again: nothing is paid for that.
    if (unit.state === 'final') return;
    if (unit.refuted) this.broke('VF1', `the refuted answer at ${first} became final`);
    if (this.banned.has(device)) this.broke('VF2', `work of the banned ${device} at ${first} became final`);
    if (unit.state === 'reopened')
      this.broke('VF2', `the reopened attempt ${attempt} at ${first} became final`);
    unit.state = 'final';
    const sum = entries.reduce((total, { amount }) => total + amount, 0n);
    if (sum !== 0n) this.broke('LG1', `the entries of the unit at ${first} sum to ${sum}`);
    const owner = this.slices.get(slice);
    if (owner) owner.spent += charged;
    if (charged === 0n) return;
    for (let item = first; item < first + items; item++) {
      if (this.#charged.has(item)) this.broke('LG3', `item ${item} was paid twice`);
      this.#charged.add(item);
    }
  }

  /**
   * What must hold once the job is settled. `wrongMayStay`: liars who corrupt single items may get past audits. All others
   * get past them only where nobody but fellows looked, which a crowd as small as a storm's lets happen now and then.
   */
  atTheEnd(policy: Policy, wrongMayStay: boolean, isHonest: (device: string) => boolean): void {
    const isRightOrVouched = ({ wrong, vouchers }: Attempt): boolean =>
      wrong === 0 ||
      (vouchers.size > 0 && [...vouchers].every((auditor) => auditor !== 'referee' && !isHonest(auditor)));
    const slices = [...this.slices.values()].sort((a, b) => a.first - b.first);
    const covered = slices.reduce((sum, { count }) => sum + count, 0);
    if (covered !== this.#terms.itemCount) this.broke('SL1', `slices cover ${covered} items`);
    const last = new Map<number, Attempt>();
    for (const attempt of this.#attempts.values()) {
      const known = last.get(attempt.first);
      if (!known || known.attempt < attempt.attempt) last.set(attempt.first, attempt);
    }
    let items = 0;
    for (const unit of last.values()) {
      items += unit.count;
      if (this.banned.has(unit.device))
        this.broke('VF2', `work of the banned ${unit.device} at ${unit.first} stays`);
      else if (unit.state !== 'final')
        this.broke('VF1', `the unit at ${unit.first} is ${unit.state} at the end`);
      if (!isRightOrVouched(unit) && !wrongMayStay)
        this.broke('VF1', `${unit.wrong} wrong items at ${unit.first} are final (${policy.kind})`);
    }
    if (items !== this.#terms.itemCount) this.broke('SL1', `final units have ${items} items`);
  }
}
