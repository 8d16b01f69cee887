import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CoordinatorId } from '@manyhands/protocol';
import { RefereePool } from '@manyhands/wasm-kernels';
import { FileBlobs } from './blobs/blobs.ts';
import type { CoordinatorConfig } from './config.ts';
import { SqlJournal } from './db/journal.ts';
import { openDb } from './db/open.ts';
import { Dispatcher } from './dispatch/dispatcher.ts';
import type { DispatchEvent } from './dispatch/ports.ts';
import { LOOPBACK } from './domain/eligibility.ts';
import { pageRoutes } from './http/pages.ts';
import { accountRoutes } from './http/routes/accounts.ts';
import { blobRoutes } from './http/routes/blobs.ts';
import { jobRoutes } from './http/routes/jobs.ts';
import { kernelRoutes } from './http/routes/kernels.ts';
import { paymentRoutes } from './http/routes/payments.ts';
import { resultRoutes } from './http/routes/results.ts';
import { statusRoutes } from './http/routes/status.ts';
import { createServer } from './http/server.ts';
import type { Server } from './http/type-provider.ts';
import { Certifier } from './jobs/certifier.ts';
import type { Desk } from './jobs/desk.ts';
import { Tables } from './jobs/inputs.ts';
import { Payments } from './jobs/payments.ts';
import { StoredReferee } from './jobs/referee.ts';
import { openSigner } from './keys.ts';
import type { Chain } from './settlement/chain.ts';
import { openEthersChain } from './settlement/ethers-chain.ts';
import { Ticker } from './ticker.ts';
import { contributeRoute } from './ws/contribute.ts';
import { prefixOf } from './ws/prefix.ts';

/** One coordinator, composed: nothing else sees all parts. Not listening yet. */
export interface App {
  readonly server: Server;
  readonly desk: Desk;
  readonly payments: Payments | null;
  /** Stops giving work, commits what came in, gives slices back, and closes everything. Safe to repeat. */
  close(): Promise<void>;
}

export const VERSION: string = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
).version;

const REQUESTS_PER_MINUTE = 1_200;

/** `chain` stands in for the one at `config.payments.rpcUrl`: tests give one in memory. */
export async function openApp(config: CoordinatorConfig, chain?: Chain): Promise<App> {
  const server = await createServer({
    version: VERSION,
    logLevel: config.logLevel ?? 'info',
    trustProxy: config.trustProxy ?? null,
    isLocal: (address) => prefixOf(address) === LOOPBACK,
    requestsPerMinute: config.requestsPerMinute ?? REQUESTS_PER_MINUTE,
  });
  const trouble = (what: string, cause: unknown): void => server.log.error({ err: cause }, what);
  const opened: (() => unknown)[] = [];
  try {
    return await compose(config, { server, opened, trouble, chain });
  } catch (error) {
    // What was opened before the failure is closed again: a half-started coordinator would keep the database locked.
    for (const close of opened.reverse()) await close();
    throw error;
  }
}

interface Frame {
  readonly server: Server;
  /** How to close what is open, in the order of opening. */
  readonly opened: (() => unknown)[];
  readonly chain: Chain | undefined;
  trouble(what: string, cause: unknown): void;
}

async function compose(config: CoordinatorConfig, { server, opened, trouble, chain }: Frame): Promise<App> {
  const signer = await openSigner(config.dir, config.signerKey);
  const blobs = await FileBlobs.open(join(config.dir, 'blobs'));
  const db = await openDb(config.database);
  opened.push(() => db.close());
  const pool = new RefereePool({ processes: Math.max(1, config.referees) });
  opened.push(() => pool.close());
  const payments =
    config.payments &&
    new Payments(config.payments, {
      db,
      blobs,
      trouble,
      chain: chain ?? (await openEthersChain(config.payments)),
    });
  if (payments) opened.push(() => payments.close());

  const tables = new Tables(blobs);
  const dispatcher = new Dispatcher({
    me: randomBytes(16).toString('hex') as CoordinatorId,
    journal: new SqlJournal(db, { alone: config.database.kind === 'pglite' }),
    referee: new StoredReferee(pool, blobs),
    clock: { now: () => performance.now() },
    random: Math.random,
    inputs: (terms) => tables.rows(terms.inputs),
    report: (event) => report(event),
  });
  const desk: Desk = { db, blobs, tables, signer, treasury: payments, dispatcher };
  const certifier = new Certifier({
    db,
    signer,
    certified: (job) => {
      dispatcher.jobEnded(job);
      server.log.info({ job }, 'certified');
    },
    trouble,
  });
  const report = (event: DispatchEvent): void => {
    if (event.kind === 'jobComplete') certifier.look();
    else if (event.kind === 'trouble') trouble(event.what, event.cause);
    else server.log.info(event, event.kind);
  };
  const ticker = new Ticker({ db, dispatcher, trouble });
  const stopping = new AbortController();

  await contributeRoute(server, { dispatcher, coordinator: signer.address, trouble });
  accountRoutes(server, desk);
  kernelRoutes(server, desk);
  blobRoutes(server, desk);
  jobRoutes(server, desk);
  resultRoutes(server, desk, stopping.signal);
  statusRoutes(server, desk, payments, VERSION);
  paymentRoutes(server, payments);
  await pageRoutes(server, config.webRoot);

  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    await ticker.stop();
    await dispatcher.drain();
    stopping.abort();
    await server.close();
    await certifier.stop();
    for (const each of [...opened].reverse()) await each();
  };
  return {
    server,
    desk,
    payments,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
