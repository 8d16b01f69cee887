import {
  BOUND_FORMULA,
  type Certificate,
  type CertificateStatement,
  canonicalJson,
  DEFAULT_COLLUDING_PPM,
  DEFAULT_CONFIDENCE_PPM,
  DrawSum,
  type Draws,
  errorBound,
  finalPpmOf,
  MerkleAccumulator,
  resultLeaf,
  signCertificate,
  toHex,
  utf8,
} from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { type Caught, countCaught } from '../db/jobs/count-caught.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { lockFinishedJob } from '../db/jobs/lock-finished-job.ts';
import { readFinalUnits } from '../db/jobs/read-final-units.ts';
import { storeCertificate } from '../db/jobs/store-certificate.ts';
import { type FinalSums, sumFinalUnits } from '../db/jobs/sum-final-units.ts';
import { NO_PROGRESS, type ProgressSums, sumProgress } from '../db/jobs/sum-progress.ts';
import { auditRecords } from './audits.ts';
import type { Signer } from './desk.ts';

const PAGE = 16;

/**
 * Certifies a job all of whose items are final; null when it is not, or no longer, ready: then it is tried again.
 *
 * The roots are hashed outside the transaction, which on the embedded database would hold up everybody. Under the
 * lock of the job and its slices the sums must still be those that were hashed: every re-run and every withdrawn
 * audit changes them, so what is signed is what is stored [VF3].
 */
export async function certify(db: Db, job: JobRecord, signer: Signer): Promise<Certificate | null> {
  const sums = await sumFinalUnits(db, job.id);
  if (sums.items !== job.itemCount) return null;
  const roots = await hashRoots(db, job);
  if (roots === null) return null;
  return db.transaction(async (sql) => {
    const at = await lockFinishedJob(sql, job.id);
    if (at === null) return null;
    if (JSON.stringify(texts(await sumFinalUnits(sql, job.id))) !== JSON.stringify(texts(sums))) return null;
    const progress = (await sumProgress(sql, [job.id])).get(job.id) ?? NO_PROGRESS;
    const caught = await countCaught(sql, job.id);
    const certificate = signCertificate(
      statementOf(job, { ...roots, sums, progress, caught, at }),
      signer.privateKey,
      signer.address,
    );
    return (await storeCertificate(sql, job.id, certificate)) ? certificate : null;
  });
}

const texts = (sums: FinalSums): string[] => Object.values(sums).map(String);

interface Roots {
  readonly resultRoot: string;
  readonly auditRoot: string;
  readonly draws: Draws;
}

/** Both roots, streamed; null where the final units have a gap or more joined meanwhile. */
async function hashRoots(db: Db, job: JobRecord): Promise<Roots | null> {
  const results = new MerkleAccumulator();
  let next = 0;
  while (next < job.itemCount) {
    const page = await readFinalUnits(db, job.id, next, PAGE);
    if (page.length === 0) return null;
    for (const unit of page) {
      if (unit.first !== next) return null;
      for (const result of unit.results) results.append(resultLeaf(next++, result));
    }
  }
  const audits = new MerkleAccumulator();
  const drawSum = new DrawSum(finalPpmOf(job.policy));
  for await (const record of auditRecords(db, job.id)) {
    audits.append(utf8(canonicalJson(record)));
    drawSum.add(record);
  }
  return { resultRoot: toHex(results.root()), auditRoot: toHex(audits.root()), draws: drawSum.draws() };
}

interface Findings extends Roots {
  readonly sums: FinalSums;
  readonly progress: ProgressSums;
  readonly caught: Caught;
  /** By the database's clock. */
  readonly at: Date;
}

function statementOf(
  job: JobRecord,
  { sums, progress, caught, draws, resultRoot, auditRoot, at }: Findings,
): CertificateStatement {
  const assumed = { confidencePpm: DEFAULT_CONFIDENCE_PPM, colludingPpm: DEFAULT_COLLUDING_PPM };
  const counted = {
    policy: job.policy,
    units: sums.units,
    items: sums.items,
    ...draws,
    deviceAudits: sums.deviceAudits,
    refereeAudits: sums.refereeAudits,
    ...caught,
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
    resultRoot,
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
