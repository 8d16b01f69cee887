/** Coordinators, devices, and small batches for tests of the journal. */
import type {
  AssignmentId,
  CoordinatorId,
  DeviceId,
  Hash,
  ItemIndex,
  ItemResult,
  JobId,
  SliceId,
} from '@manyhands/protocol';
import { blockOf, DEFAULT_POLICY, packResults } from '@manyhands/protocol';
import { emptyBatch } from '../../dispatch/batch.ts';
import type {
  Claim,
  ClaimRequest,
  CommitBatch,
  JobTerms,
  Journal,
  SliceGrant,
  UnitAnswer,
  UnitKey,
} from '../../dispatch/journal.ts';
import type { Entry } from '../../domain/pay.ts';

export const ANNA = 'a'.repeat(32) as CoordinatorId;
export const BERT = 'b'.repeat(32) as CoordinatorId;
export const JOB = '1'.repeat(32) as JobId;
export const device = (n: number): DeviceId => `0x${n.toString(16).padStart(40, '0')}` as DeviceId;
export const hash = (digit: string): Hash => digit.repeat(64) as Hash;

export const jobTerms = (overrides: Partial<JobTerms> = {}): JobTerms => ({
  id: JOB,
  title: 'a job',
  researcher: 'somebody',
  kernel: hash('1'),
  kernelName: 'kernel',
  build: hash('2'),
  hooked: hash('4'),
  datasets: [],
  itemCount: 100,
  unitItems: 10,
  fuelCap: 1000n,
  rate: 1_000_000_000,
  policy: DEFAULT_POLICY,
  price: { payer: 'channel:c', perCoreHour: 3_600_000_000_000n, feePpm: 0 },
  drawSecret: new Uint8Array(32).fill(7),
  // As domain/weight.ts weighs the ordinary priority at this price.
  weight: 10.03,
  paused: false,
  category: 'other',
  withheld: null,
  ...overrides,
});

let batches = 0;

/** A batch under a number of its own. */
export const batch = (parts: Partial<CommitBatch>): CommitBatch => ({
  ...emptyBatch(++batches),
  ...parts,
});

export const keyOf = (slice: SliceGrant, first = slice.first as number, attempt = 0): UnitKey => ({
  job: slice.job,
  slice: slice.id,
  fence: slice.fence,
  first: first as ItemIndex,
  attempt,
});

const result = (n: number): ItemResult => ({ status: 0, fuel: 10n, output: Uint8Array.of(n, n + 1) });

export const answerBy = (worker: DeviceId, count: number): UnitAnswer => ({
  assignment: `${worker}-${count}` as AssignmentId,
  device: worker,
  paid: { payee: worker, site: '' },
  digest: hash('d'),
  ratePpm: 60_000,
  results: blockOf(packResults(Array.from({ length: count }, (_, i) => result(i)))),
});

/** An answer of `count` items, accepted on hold. */
export const acceptedBy = (key: UnitKey, worker: DeviceId, count = 10): CommitBatch['accepted'][number] => ({
  ...key,
  count,
  answer: answerBy(worker, count),
  positions: [1],
});

/** An audit of the second item of a unit that `worker` computed. */
export const passedBy = (
  key: UnitKey,
  worker: DeviceId,
  auditor: DeviceId | 'referee',
  verdict: 'passed' | 'refuted' | 'withdrawn' = 'passed',
): CommitBatch['audits'][number] => ({
  ...key,
  item: (key.first + 1) as ItemIndex,
  worker,
  auditor,
  paid: { payee: auditor === 'referee' ? '' : auditor, site: '' },
  fuel: 10n,
  verdict,
});

export const finalOf = (
  key: UnitKey,
  worker: DeviceId,
  count = 10,
  charged = 100n,
): CommitBatch['finals'][number] => ({
  ...key,
  device: worker,
  items: count,
  trapped: 0,
  fuel: 10n * BigInt(count),
  entries:
    charged === 0n
      ? []
      : ([
          { account: 'channel:c', amount: -charged, kind: 'charge' },
          { account: `payee:${worker}`, amount: charged, kind: 'work' },
        ] as Entry[]),
  charged,
});

export const banOf = (liar: DeviceId): CommitBatch['bans'][number] => ({
  device: liar,
  evidence: {
    job: JOB,
    item: 1 as ItemIndex,
    assignment: 'x' as AssignmentId,
    expected: hash('e'),
    answered: hash('f'),
    answerPpm: 20_000,
    late: false,
  },
});

export const settledOf = (slice: SliceGrant) => ({ slice: slice.id, fence: slice.fence });

/** Carves at the rate of the slice before, with so much set aside for each item. */
export const reserving =
  (reservePerItem: bigint): ClaimRequest['termsAfter'] =>
  ({ last }) => ({ rate: last, reservePerItem });

/** A slice of the job, which must be there. */
export async function granted(
  journal: Journal,
  me: CoordinatorId,
  request: Partial<ClaimRequest> = {},
): Promise<SliceGrant> {
  const claim = await claimed(journal, me, request);
  if (claim.kind !== 'granted') throw new Error(`expected a slice, got ${claim.kind}`);
  return claim.slice;
}

export const claimed = (
  journal: Journal,
  me: CoordinatorId,
  request: Partial<ClaimRequest> = {},
): Promise<Claim> =>
  journal.claim(me, { job: JOB, count: 10, termsAfter: reserving(20n), carve: true, ...request });

/** A fresh slice of one unit, worked, audited, final, settled. */
export async function settledSlice(journal: Journal, worker: DeviceId, auditor: DeviceId): Promise<SliceId> {
  const slice = await granted(journal, ANNA);
  const key = keyOf(slice);
  await journal.commit(
    ANNA,
    batch({
      accepted: [acceptedBy(key, worker)],
      audits: [passedBy(key, worker, auditor)],
      finals: [finalOf(key, worker)],
      settled: [settledOf(slice)],
    }),
  );
  return slice.id;
}
