import {
  BOUND_FORMULA,
  type Caught,
  type Certificate,
  type CertificateStatement,
  canonicalJson,
  DEFAULT_COLLUDING_PPM,
  DEFAULT_CONFIDENCE_PPM,
  DrawSum,
  type Draws,
  emptyResults,
  errorBound,
  type Fold,
  finalPpmOf,
  type Keep,
  MerkleAccumulator,
  planKeep,
  resultAt,
  resultLeaf,
  resultsCount,
  signCertificate,
  toHex,
  utf8,
} from '@manyhands/protocol';
import type { Db, Sql } from '../db/db.ts';
import { sealFold } from '../db/folds/seal-fold.ts';
import { countCaught } from '../db/jobs/count-caught.ts';
import { forgetSliceDevices } from '../db/jobs/forget-slice-devices.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { lockFinishedJob } from '../db/jobs/lock-finished-job.ts';
import { readCompletion } from '../db/jobs/read-completion.ts';
import { storeCertificate } from '../db/jobs/store-certificate.ts';
import { NO_PROGRESS, type ProgressSums, sumProgress } from '../db/jobs/sum-progress.ts';
import type { LoggedUnit } from '../dispatch/slice-log.ts';
import { auditRecord } from './audits.ts';
import type { Signer } from './desk.ts';
import { type FinalRun, type FinalUnit, FinalUnits } from './final-units.ts';
import { foldRoot, readFold } from './folds.ts';

/**
 * Certifies a job all of whose items are final; null when it is not, or no longer, ready: then it is tried again.
 *
 * The roots are hashed outside the transaction, which on the embedded database would hold up everybody, and a page of
 * results at a time, whatever the job's size. Under the lock of the job and its slices their fences must still be those
 * from before the hashing: whatever opens a settled slice again raises its fence, so what is signed is what is stored [VF3].
 */
export async function certify(db: Db, job: JobRecord, signer: Signer): Promise<Certificate | null> {
  const before = await readCompletion(db, job.id);
  if (before.settledItems !== job.itemCount) return null;
  const roots = await hashRoots(db, job);
  if (roots === null) return null;
  const folded = job.keep === null ? null : await foldOf(db, job, job.keep);
  return db.transaction(async (sql) => {
    const at = await lockFinishedJob(sql, job.id);
    if (at === null || (await readCompletion(sql, job.id)).fences !== before.fences) return null;
    if (folded !== null) await seal(sql, job, folded);
    const progress = (await sumProgress(sql, [job.id])).get(job.id) ?? NO_PROGRESS;
    const caught = await countCaught(sql, job.id);
    const certificate = signCertificate(
      statementOf(job, { ...roots, folded, progress, caught, at }),
      signer.privateKey,
      signer.address,
    );
    if (!(await storeCertificate(sql, job.id, certificate))) return null;
    await forgetSliceDevices(sql, job.id);
    return certificate;
  });
}

/** What a certificate counts over the answers that are final. */
interface FinalSums {
  units: number;
  items: number;
  trapped: number;
  fuel: bigint;
  /** Passed audits of these answers, by devices and by the referee. */
  deviceAudits: number;
  refereeAudits: number;
}

interface Roots {
  readonly resultRoot: string;
  readonly auditRoot: string;
  readonly draws: Draws;
  readonly sums: FinalSums;
}

/** The fold of a job all of whose slices are folded, with the root over what is delivered of it. */
interface Folded {
  readonly fold: Fold;
  readonly root: Uint8Array;
  readonly rows: number;
}

async function foldOf(sql: Sql, job: JobRecord, keep: Keep): Promise<Folded> {
  const fold = await readFold(sql, job.id, planKeep(keep, job.outputs));
  return { fold, ...(await foldRoot(sql, job.id, fold)) };
}

/** Puts the fold in the place of its parts. */
async function seal(sql: Sql, job: JobRecord, { fold }: Folded): Promise<void> {
  const { items } = fold.counts;
  if (items !== job.itemCount) throw new Error(`[FO2] the fold of ${job.itemCount} items covers ${items}`);
  await sealFold(sql, job.id, fold.state());
}

/** Both roots in one pass; null where the final units have a gap. Of a job that keeps a fold the outputs are gone, and its root another. */
async function hashRoots(db: Db, job: JobRecord): Promise<Roots | null> {
  const results = new MerkleAccumulator();
  const audits = new MerkleAccumulator();
  const sums: FinalSums = { units: 0, items: 0, trapped: 0, fuel: 0n, deviceAudits: 0, refereeAudits: 0 };
  const draws = new DrawSum(finalPpmOf(job.policy));
  const finals = new FinalUnits(db, job.id);
  while (sums.items < job.itemCount) {
    const run = await finals.from(sums.items);
    const page = job.keep === null ? await finals.withResults(run) : withoutResults(run);
    if (page.length === 0 || page[0].log.first !== sums.items) return null;
    for (const { log, results: columns } of page) {
      for (let i = 0; i < resultsCount(columns); i++)
        results.append(resultLeaf(log.first + i, resultAt(columns, i)));
      const record = auditRecord(log);
      audits.append(utf8(canonicalJson(record)));
      draws.add(record);
      addUnit(sums, log);
    }
  }
  return { resultRoot: toHex(results.root()), auditRoot: toHex(audits.root()), draws: draws.draws(), sums };
}

const withoutResults = ({ units }: FinalRun): FinalUnit[] =>
  units.map((log) => ({ log, results: emptyResults }));

function addUnit(sums: FinalSums, unit: LoggedUnit): void {
  sums.units++;
  sums.items += unit.count;
  sums.trapped += unit.trapped;
  sums.fuel += unit.fuel;
  for (const { auditor } of unit.passed)
    if (auditor === 'referee') sums.refereeAudits++;
    else sums.deviceAudits++;
}

interface Findings extends Roots {
  readonly folded: Folded | null;
  readonly progress: ProgressSums;
  readonly caught: readonly Caught[];
  /** By the database's clock. */
  readonly at: Date;
}

function statementOf(
  job: JobRecord,
  { sums, folded, progress, caught, draws, resultRoot, auditRoot, at }: Findings,
): CertificateStatement {
  const assumed = { confidencePpm: DEFAULT_CONFIDENCE_PPM, colludingPpm: DEFAULT_COLLUDING_PPM };
  const counted = {
    policy: job.policy,
    units: sums.units,
    items: sums.items,
    ...draws,
    deviceAudits: sums.deviceAudits,
    refereeAudits: sums.refereeAudits,
    caught,
  };
  return {
    version: 1,
    job: job.id,
    title: job.title,
    kernel: job.kernel,
    build: job.build,
    rewriter: job.rewriter,
    datasets: job.datasets,
    outputs: job.outputs,
    inputRoot: job.inputRoot,
    resultRoot: folded === null ? resultRoot : toHex(folded.root),
    ...(folded !== null && { keep: folded.fold.plan.keep, kept: folded.rows }),
    drawCommitment: job.drawCommitment,
    drawSecret: toHex(job.drawSecret),
    auditRoot,
    ...counted,
    trapped: sums.trapped,
    executed: progress.executed,
    refuted: progress.refutedUnits,
    fuel: String(sums.fuel),
    bound: {
      share: errorBound({ ...counted, ...assumed }),
      formula: BOUND_FORMULA[job.policy.kind],
      ...assumed,
    },
    certifiedAt: at.toISOString(),
  };
}
