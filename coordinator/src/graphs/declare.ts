import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  channelId,
  checkGraph,
  type GraphDeclaration,
  type GraphId,
  type Hash,
  KnownError,
  LEDGER_UNITS_PER_TOKEN_UNIT,
  type StageDeclaration,
} from '@manyhands/protocol';
import { addGraph, findGraphByKey, type NewStage } from '../db/graphs/add-graph.ts';
import type { GraphRecord } from '../db/graphs/graph-record.ts';
import type { JobRecord } from '../db/jobs/job-record.ts';
import { lockChannelJobs } from '../db/jobs/lock-channel-jobs.ts';
import type { ChannelKey, Desk, Researcher } from '../jobs/desk.ts';
import { checkTerms, quoteJob } from '../jobs/quote.ts';
import { reused } from '../jobs/repeated.ts';
import { checkLimits } from '../jobs/spending.ts';
import { checkDeposit, checkUnitCovered, depositOf } from '../jobs/start.ts';
import { type GraphTerms, namingStage, plansOf, termsOf } from './stage-terms.ts';

/** What a researcher asks for. */
export interface GraphRequest {
  readonly declaration: GraphDeclaration;
  /** Where paid stages are paid from. */
  readonly channel: ChannelKey | null;
  readonly owner?: string;
  /** The same key gives the same graph again, and is refused with another one. */
  readonly idempotencyKey?: string;
}

/**
 * Checks everything about a graph that can be checked before there are rows, tries the stages that have a source, reserves the
 * budgets of all [LG2], and lets it run. Throws GRAPH_INVALID, IDEMPOTENCY_REUSED, or what a quote throws, naming the stage; then nothing runs.
 */
export async function declareGraph(
  desk: Desk,
  researcher: Researcher,
  request: GraphRequest,
): Promise<GraphId> {
  const { idempotencyKey } = request;
  const { declaration, channel } = request;
  const owner = request.owner ?? researcher.name;
  const asked = { declaration, channel, owner };
  const findEarlier = async (): Promise<GraphId | null> => {
    if (idempotencyKey === undefined) return null;
    const earlier = await findGraphByKey(desk.db, researcher.id, idempotencyKey);
    return earlier && sameGraph(earlier, asked);
  };
  const earlier = await findEarlier();
  if (earlier !== null) return earlier;
  const names = checkGraph(declaration.stages);
  checkChannel(declaration, channel);
  const terms: GraphTerms = {
    id: randomBytes(16).toString('hex') as GraphId,
    owner,
    declaration,
    channel,
  };
  await plansOf(desk, declaration);
  for (const name of names)
    await namingStage(name, () => checkTerms(desk, termsOf(terms, name, firstOf(declaration, name))));
  const quoted = await quoteSources(desk, researcher, terms, names);
  const stages = names.map((name) => ({
    name,
    job: quoted.get(name)?.id ?? null,
    budget: budgetOf(declaration.stages[name]),
  }));
  const isNew = await store(desk, researcher, { ...request, terms, stages });
  return isNew ? terms.id : ((await findEarlier()) as GraphId);
}

/** The id of a graph that was declared under the same key. Throws IDEMPOTENCY_REUSED where it is another one. */
function sameGraph(earlier: GraphRecord, asked: Pick<GraphRecord, 'declaration' | 'channel' | 'owner'>) {
  const { id, declaration, channel, owner } = earlier;
  // As the database gives it back: without what is absent.
  if (isDeepStrictEqual(JSON.parse(JSON.stringify(asked)), { declaration, channel, owner })) return id;
  throw reused(`another graph, ${id}, was declared`, { graph: id });
}

function checkChannel({ stages }: GraphDeclaration, channel: ChannelKey | null): void {
  const isPaid = Object.values(stages).some(({ price }) => price !== undefined);
  if (isPaid === (channel !== null)) return;
  throw new KnownError(
    'GRAPH_INVALID',
    isPaid ? 'stages with a price are paid from a channel' : 'a channel is given, and no stage has a price',
    { details: { field: 'channel' } },
  );
}

const budgetOf = ({ budget }: StageDeclaration): bigint | null =>
  budget === undefined ? null : BigInt(budget) * LEDGER_UNITS_PER_TOKEN_UNIT;

const firstOf = ({ stages }: GraphDeclaration, name: string) => ({ budget: budgetOf(stages[name]), key: '' });

/** Quotes of the stages that have a source, by name. Those of a graph that is refused in the end are never taken up. */
async function quoteSources(
  desk: Desk,
  researcher: Researcher,
  terms: GraphTerms,
  names: readonly string[],
): Promise<ReadonlyMap<string, JobRecord>> {
  const { stages } = terms.declaration;
  const sources = names.filter((name) => stages[name].source !== undefined);
  const quote = async (name: string): Promise<JobRecord> => {
    const { source } = stages[name];
    const inputs = typeof source === 'string' ? { table: source as Hash } : (source as Range);
    const key = `graph ${terms.id} ${name}`;
    const job = await quoteJob(desk, researcher, {
      ...termsOf(terms, name, { budget: budgetOf(stages[name]), key }),
      inputs,
    });
    checkUnitCovered(job);
    return job;
  };
  // One after the other: trials of one graph are not to keep those of everybody else waiting [SE1].
  const jobs = new Map<string, JobRecord>();
  for (const name of sources) jobs.set(name, await namingStage(name, () => quote(name)));
  return jobs;
}

type Range = Exclude<StageDeclaration['source'], string | undefined>;

/** False where the idempotency key was used meanwhile. */
async function store(
  desk: Desk,
  researcher: Researcher,
  graph: GraphRequest & { readonly terms: GraphTerms; readonly stages: readonly NewStage[] },
): Promise<boolean> {
  const { terms, stages, declaration, channel } = graph;
  const id = channel && channelId(channel.researcher, channel.signer, channel.salt);
  const deposit = id === null ? 0n : await depositOf(desk, id);
  return desk.db.transaction(async (sql) => {
    const isNew = await addGraph(sql, {
      ...terms,
      account: researcher.id,
      key: researcher.key,
      title: declaration.title,
      idempotencyKey: graph.idempotencyKey ?? null,
      channelId: id,
      stages,
    });
    if (isNew && id !== null) {
      const { charged, open, foreign } = await lockChannelJobs(sql, id, researcher.id, null);
      if (foreign)
        throw new KnownError('CHANNEL_UNKNOWN', 'this channel pays for the jobs of another account');
      checkDeposit(deposit, charged + open);
      const spender = { account: researcher.id, key: researcher.key, channel: id };
      // Its stages are among what is promised already.
      await checkLimits(sql, spender, { more: 0n, unit: 0n, starting: null });
    }
    return isNew;
  });
}
