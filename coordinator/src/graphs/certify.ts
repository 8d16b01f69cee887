import {
  type Certificate,
  type CertifiedStage,
  certificateHash,
  type GraphCertificate,
  type JobId,
  signGraph,
} from '@manyhands/protocol';
import type { StageRecord } from '../db/graphs/graph-record.ts';
import { listPartRoots } from '../db/graphs/list-part-roots.ts';
import { storeGraphCertificate } from '../db/graphs/steer-graph.ts';
import { findCertificate } from '../db/jobs/find-certificate.ts';
import type { Desk } from '../jobs/desk.ts';
import { jobOf } from '../jobs/start.ts';
import type { Looked } from './feeding.ts';

/** Signs a graph all of whose stages are certified, once. */
export async function certifyGraph(desk: Desk, { graph, stages }: Looked): Promise<boolean> {
  const certified = await Promise.all([...stages.values()].map((stage) => stageOf(desk, stage)));
  const { privateKey, address } = desk.signer;
  const statement = {
    version: 1,
    graph: graph.id,
    declaration: graph.declaration,
    stages: certified,
    certifiedAt: new Date().toISOString(),
  } as const;
  const certificate: GraphCertificate = signGraph(statement, privateKey, address);
  return storeGraphCertificate(desk.db, graph.id, certificate);
}

async function stageOf(desk: Desk, { name, job, skipped, attempt }: StageRecord): Promise<CertifiedStage> {
  const { id, columns } = await jobOf(desk, job as JobId);
  const certificate = (await findCertificate(desk.db, id)) as Certificate;
  const parts = (await listPartRoots(desk.db, id)).map(({ count }) => count);
  return {
    name,
    job: id,
    certificate: certificateHash(certificate),
    inputs: columns,
    parts,
    skipped,
    attempts: attempt,
  };
}
