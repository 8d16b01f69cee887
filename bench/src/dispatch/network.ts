/** Database, chain, coordinator and load, each a process of its own, and a paid job for them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@manyhands/coordinator/testing';
import type { Policy } from '@manyhands/protocol';
import { type Client, type Job, manyhands, type Payment } from '@manyhands/sdk';
import {
  type DevChain,
  fundChannel,
  type Identities,
  loadIdentities,
  startDevChain,
} from 'manyhands/dev-chain';
import { type CoordinatorProcess, startCoordinator } from './coordinator.ts';
import { LoadProcess } from './load-process.ts';
import { fuelOf, SOURCE } from './truth.ts';
import { descendantsOf, type Usage, usageOf, usageOfTree } from './usage.ts';

export type Database = 'postgres' | 'pglite';

const HAND = 10n ** 9n;
const SALT = `0x${'be'.repeat(32)}`;
/** Dear enough that every unit is some token units, so that each has its entries. */
const PER_CORE_HOUR = HAND;
const BUDGET = 100n * HAND;
export const UNIT_ITEMS = 16;

/** Ends what was started, last first. */
export class Ends {
  readonly #ends: (() => unknown)[] = [];

  add(end: () => unknown): void {
    this.#ends.push(end);
  }

  async run(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end();
  }
}

/** A chain for coordinators one after the other: nothing is settled on it, it only holds deposits. */
export interface Purse {
  readonly chain: DevChain;
  readonly identities: Identities;
}

export async function openPurse(ends: Ends): Promise<Purse> {
  const dir = mkdtempSync(join(tmpdir(), 'manyhands-bench-'));
  ends.add(() => rmSync(dir, { recursive: true, force: true }));
  const identities = loadIdentities(dir);
  const chain = await startDevChain(dir, identities, 1000n * BUDGET);
  ends.add(() => chain.stop());
  return { chain, identities };
}

export interface Network {
  readonly coordinator: CoordinatorProcess;
  readonly load: LoadProcess;
  readonly client: Client;
  readonly purse: Purse;
  /** Of the database's server; null: it is inside the coordinator. */
  readonly postgresPid: number | null;
  readonly databaseUrl: string | null;
}

/** `settings` are environment variables of the coordinator. */
export async function openNetwork(
  ends: Ends,
  database: Database,
  purse: Purse,
  settings: Readonly<Record<string, string>> = {},
): Promise<Network> {
  const cluster = database === 'postgres' ? await startPostgres({ durable: true }) : null;
  if (cluster) ends.add(() => cluster.stop());
  const { chain, identities } = purse;
  const coordinator = await startCoordinator({
    ...(cluster && { DATABASE_URL: cluster.url }),
    MANYHANDS_RPC_URL: chain.rpcUrl,
    MANYHANDS_HUB: chain.hub,
    MANYHANDS_TOKEN: chain.token,
    MANYHANDS_OPERATOR_KEY: identities.operator.privateKey,
    ...settings,
  });
  ends.add(() => coordinator.stop());
  const load = new LoadProcess();
  ends.add(() => load.stop());
  return {
    coordinator,
    load,
    client: manyhands(coordinator.url),
    purse,
    postgresPid: cluster?.pid ?? null,
    databaseUrl: cluster?.url ?? null,
  };
}

/** Who asks for jobs at a network: an account, a published kernel and a channel that pays. */
export interface Researcher {
  readonly client: Client;
  /** The account's, for requests. */
  readonly key: string;
  readonly kernel: string;
  readonly channel: Awaited<ReturnType<typeof fundChannel>>;
  /** Pays ahead, as answers to calls want it. */
  readonly payment: Payment;
}

export async function openResearcher({ client, purse }: Network): Promise<Researcher> {
  const { chain, identities } = purse;
  const { privateKey } = identities.researcher;
  const channel = await fundChannel(chain.provider, chain, { privateKey, salt: SALT, amount: 10n * BUDGET });
  const { key } = await client.account('bench');
  const { kernel } = await client.publish({ source: SOURCE, name: 'tripled' });
  const payment = { channel, signer: { privateKey }, limit: 10n * BUDGET, mode: 'prepaid' } as const;
  return { client, key, kernel, channel, payment };
}

export interface Wanted {
  readonly items: number;
  readonly policy?: Policy;
  /** Takes calls. */
  readonly open?: boolean;
}

/** A paid job of four bytes in and four out; not started yet. */
export async function quoteJob(researcher: Researcher, { items, policy, open }: Wanted): Promise<Job> {
  const { client, kernel, channel, payment } = researcher;
  const { job } = await post(researcher, '/v1/jobs', {
    kernel,
    title: 'bench',
    inputs: { range: { from: 0, to: items } },
    open,
    policy,
    unitItems: UNIT_ITEMS,
    fuelCap: '2000',
    price: { perCoreHour: String(PER_CORE_HOUR) },
    budget: String(BUDGET),
    channel,
  });
  return client.job(job as string, open ? { payment } : {});
}

/** Throws what the coordinator answers with, unless it is what was asked for. */
export async function post(
  { client, key }: Researcher,
  path: string,
  body: object,
): Promise<Record<string, unknown>> {
  const response = await fetch(client.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const reply = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`${path}: ${reply.code} ${reply.message}`);
  return reply;
}

export interface RunningJob {
  readonly job: Job;
  /** Of each item. */
  readonly fuel: bigint;
}

export async function startJob(researcher: Researcher, wanted: Wanted): Promise<RunningJob> {
  const job = await quoteJob(researcher, wanted);
  await job.start();
  return { job, fuel: await fuelOfItems(researcher) };
}

/** What each item costs, from the build that contributors get. */
export async function fuelOfItems({
  client,
  kernel,
}: Pick<Researcher, 'client' | 'kernel'>): Promise<bigint> {
  const { build } = (await client.publish({ kernel })) as unknown as { build: string };
  return fuelOf(client.url, build);
}

/** Who used how much so far. The referee's processes are children of the coordinator's. */
export type Usages = Readonly<Record<'coordinator' | 'load' | 'postgres' | 'referee', Usage>>;

export const usages = ({ coordinator, load, postgresPid }: Network): Usages => ({
  coordinator: usageOf([coordinator.pid]),
  load: usageOf([load.pid]),
  postgres: postgresPid === null ? usageOf([]) : usageOfTree(postgresPid),
  referee: usageOf(descendantsOf(coordinator.pid)),
});
