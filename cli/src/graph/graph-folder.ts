/** What a graph leaves in a folder, and how it is checked there: nothing else is needed for that. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type GraphCertificate, KnownError, STAGE_NAME } from '@manyhands/protocol';
import {
  type ChainStage,
  type ChainVerification,
  type Client,
  type Graph,
  type GraphProgress,
  parseAudits,
  type StageProgress,
  verifyChain,
} from '@manyhands/sdk';
import { readCertificate } from '../commands/verify.ts';
import { ResultFile } from '../result-file.ts';

/** A stage's file. What a coordinator calls its stages must not lead out of the folder. */
const fileOf = (stage: string, ending: string): string => {
  if (!STAGE_NAME.test(stage)) throw new KnownError('GRAPH_INVALID', `“${stage}” is no name of a stage`);
  return `${stage}.${ending}`;
};

const FILES = {
  graph: 'graph.json',
  results: (stage: string) => fileOf(stage, 'csv'),
  certificate: (stage: string) => fileOf(stage, 'certificate.json'),
  audits: (stage: string) => fileOf(stage, 'audits.ndjson'),
  table: (stage: string) => fileOf(stage, 'table'),
};

/**
 * Writes what is certified: rows, certificate and audits of each stage, the tables of those with one of their own, and the graph's
 * certificate if it is whole. Rows go on where an earlier run stopped.
 */
export async function saveGraph(
  client: Client,
  graph: Graph,
  { folder, progress }: { readonly folder: string; readonly progress: GraphProgress },
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const stage of progress.stages)
    if (stage.state === 'certified') await saveStage(client, folder, stage);
  if (progress.state !== 'certified') return;
  const certificate = await graph.certificate();
  for (const [name, { source }] of Object.entries(certificate.declaration.stages))
    if (typeof source === 'string')
      await writeFile(join(folder, FILES.table(name)), await client.blob(source));
  await writeJsonFile(join(folder, FILES.graph), certificate);
}

async function saveStage(client: Client, folder: string, { name, job }: StageProgress): Promise<void> {
  const certified = client.job(job as string);
  const certificate = await certified.certificate();
  const path = join(folder, FILES.certificate(name));
  // Rows of another graph, or of an attempt that was given up, are no beginning of these.
  const isSame = existsSync(path) && (await readCertificate(path)).job === job;
  await writeJsonFile(path, certificate);
  const file = await ResultFile.open(join(folder, FILES.results(name)), isSame ? 'continue' : 'anew');
  try {
    await file.follow(certified, {});
  } finally {
    await file.close();
  }
  const audits = await certified.audits();
  const lines = audits.map((record) => `${JSON.stringify(record)}\n`).join('');
  await writeFile(join(folder, FILES.audits(name)), lines);
}

const writeJsonFile = (path: string, value: object): Promise<void> =>
  writeFile(path, `${JSON.stringify(value, null, 2)}\n`);

/** Recomputes the chain of certificates from a folder's files alone. Throws CERTIFICATE_INVALID where there is no graph in it. */
export async function verifyFolder(
  folder: string,
  signer?: string,
): Promise<{ readonly graph: GraphCertificate; readonly verification: ChainVerification }> {
  const graph = await readGraphCertificate(join(folder, FILES.graph));
  const stages: Record<string, ChainStage> = {};
  for (const { name } of graph.stages) stages[name] = await readStage(folder, graph, name);
  return { graph, verification: verifyChain(graph, stages, { signer }) };
}

async function readStage(folder: string, graph: GraphCertificate, name: string): Promise<ChainStage> {
  const hasTable = typeof graph.declaration.stages[name]?.source === 'string';
  return {
    certificate: await readCertificate(join(folder, FILES.certificate(name))),
    results: await readFile(join(folder, FILES.results(name)), 'utf8'),
    audits: parseAudits(await readFile(join(folder, FILES.audits(name)), 'utf8')),
    table: hasTable ? new Uint8Array(await readFile(join(folder, FILES.table(name)))) : undefined,
  };
}

async function readGraphCertificate(path: string): Promise<GraphCertificate> {
  const certificate: Partial<GraphCertificate> = (await readCertificate(path)) as object;
  if (Array.isArray(certificate.stages) && certificate.declaration !== undefined)
    return certificate as GraphCertificate;
  throw new KnownError('CERTIFICATE_INVALID', `${path} is no certificate of a graph`);
}
