import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import type { CoordinatorId, JobId } from '@manyhands/protocol';
import { RefereePool } from '@manyhands/wasm-kernels';
import { FileBlobs } from './blobs/blobs.ts';
import type { CoordinatorConfig } from './config.ts';
import type { Db } from './db/db.ts';
import { SqlJournal } from './db/journal.ts';
import { openDb } from './db/open.ts';
import { Dispatcher } from './dispatch/dispatcher.ts';
import type { Ports } from './dispatch/ports.ts';
import { LOOPBACK } from './domain/eligibility.ts';
import { memoryTrouble } from './domain/memory.ts';
import { Keeper } from './graphs/keeper.ts';
import { pageRoutes } from './http/pages.ts';
import { accountRoutes } from './http/routes/accounts.ts';
import { adminRoutes } from './http/routes/admin.ts';
import { blobRoutes } from './http/routes/blobs.ts';
import { cardRoutes } from './http/routes/card.ts';
import { challengeRoutes } from './http/routes/challenges.ts';
import { communityRoutes } from './http/routes/community.ts';
import { errorPageRoutes } from './http/routes/error-pages.ts';
import { failureRoutes } from './http/routes/failures.ts';
import { graphRoutes } from './http/routes/graphs.ts';
import { jobRoutes } from './http/routes/jobs.ts';
import { kernelRoutes } from './http/routes/kernels.ts';
import { keyRoutes } from './http/routes/keys.ts';
import { ledgerRoutes } from './http/routes/ledger.ts';
import { limitRoutes } from './http/routes/limits.ts';
import { lookRoutes } from './http/routes/looks.ts';
import { paymentRoutes } from './http/routes/payments.ts';
import { rateRoutes } from './http/routes/rates.ts';
import { recordRoutes } from './http/routes/records.ts';
import { reportRoutes } from './http/routes/reports.ts';
import { resultRoutes } from './http/routes/results.ts';
import { signInRoutes } from './http/routes/sign-in.ts';
import { siteAccountingRoutes } from './http/routes/site-accounting.ts';
import { siteRoutes } from './http/routes/sites.ts';
import { statementRoutes } from './http/routes/statements.ts';
import { statusRoutes } from './http/routes/status.ts';
import { createServer } from './http/server.ts';
import type { Server } from './http/type-provider.ts';
import { CallTerms } from './jobs/call-terms.ts';
import { Certifier } from './jobs/certifier.ts';
import type { Desk, Signer } from './jobs/desk.ts';
import { Failures } from './jobs/failures.ts';
import { Folder } from './jobs/folder.ts';
import { Halting } from './jobs/halting.ts';
import { Inputs } from './jobs/inputs.ts';
import { Payments } from './jobs/payments.ts';
import { StoredReferee } from './jobs/referee.ts';
import { Sampler } from './jobs/sampler.ts';
import { Tables } from './jobs/tables.ts';
import { Turns } from './jobs/turns.ts';
import { openAdminKey, openSigner } from './keys.ts';
import { openNetworkKey, openSeal } from './seal.ts';
import type { Chain } from './settlement/chain.ts';
import { openEthersChain } from './settlement/ethers-chain.ts';
import { ExitWatch } from './settlement/exits.ts';
import { Consents, RECEIPT_DAYS } from './sites/consents.ts';
import { HeldWork } from './sites/held-work.ts';
import { Presence } from './sites/presence.ts';
import { Ticker } from './ticker.ts';
import { contributeRoute } from './ws/contribute.ts';
import { DispatchTimes } from './ws/dispatch-times.ts';
import { SOCKET_BOUNDS } from './ws/entrance.ts';
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
/** Of answers on hold and inputs of open slices. */
const MEMORY_BYTES = 512 * 1024 * 1024;
/** Kernels compiled or tried out at once, and how many may wait for that. */
const SANDBOXES = 2;
const SANDBOX_QUEUE = 32;

/** `chain` stands in for the one at `config.payments.rpcUrl`: tests give one in memory. */
export async function openApp(config: CoordinatorConfig, chain?: Chain): Promise<App> {
  const server = await createServer({
    version: VERSION,
    logLevel: config.logLevel ?? 'info',
    trustProxy: config.trustProxy ?? null,
    isLocal,
    requestsPerMinute: config.requestsPerMinute ?? REQUESTS_PER_MINUTE,
  });
  const trouble = (what: string, cause: unknown): void => server.log.error({ err: cause }, what);
  const opened: Closing[] = [];
  checkMemory(config, (trouble) => server.log.warn(trouble));
  const frame: Frame = { server, opened, trouble, chain };
  try {
    const parts = await openParts(config, frame);
    const { desk, failures } = startWork(config, frame, parts);
    const keeper = new Keeper(desk, trouble);
    opened.push(() => keeper.stop());
    await addRoutes(config, frame, { desk, failures, keeper, ...parts });
    return { server, desk, payments: parts.payments, close: once(() => closeAll(frame)) };
  } catch (error) {
    // A half-started coordinator would keep the database locked.
    await closeAll(frame);
    throw error;
  }
}

/** Said at the start, not refused: what a machine calls its memory is not always all it may use. */
function checkMemory(config: CoordinatorConfig, warn: (trouble: string) => void): void {
  const bound = config.tuning?.memoryBytes ?? MEMORY_BYTES;
  const trouble = memoryTrouble({
    bound,
    sessions: config.sockets?.total ?? SOCKET_BOUNDS.total,
    machine: machineMemory(),
  });
  if (trouble !== null) warn(trouble);
}

/** Bytes; a container's limit where there is one. */
const machineMemory = (): number => {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
};

const isLocal = (address: string): boolean => prefixOf(address) === LOOPBACK;

type Closing = () => unknown;

interface Frame {
  readonly server: Server;
  /** How to close what is open, in the order of opening. */
  readonly opened: Closing[];
  readonly chain: Chain | undefined;
  trouble(what: string, cause: unknown): void;
}

/** Closes in reverse order, and the rest also where one fails. */
async function closeAll({ opened, trouble }: Frame): Promise<void> {
  for (const close of opened.splice(0).reverse())
    await Promise.resolve()
      .then(close)
      .catch((cause) => trouble('something did not close', cause));
}

const once = (act: () => Promise<void>): (() => Promise<void>) => {
  let acting: Promise<void> | null = null;
  return () => {
    acting ??= act();
    return acting;
  };
};

interface Parts {
  /** This process, as owner of slices. */
  readonly me: CoordinatorId;
  readonly signer: Signer;
  readonly blobs: FileBlobs;
  readonly db: Db;
  /** 32 bytes that all coordinators of the network share. */
  readonly networkKey: Uint8Array;
  readonly pool: RefereePool;
  readonly payments: Payments | null;
  readonly presence: Presence;
  readonly consents: Consents;
}

async function openParts(config: CoordinatorConfig, { opened, trouble, chain }: Frame): Promise<Parts> {
  const signer = await openSigner(config.dir, config.signerKey);
  const blobs = await FileBlobs.open(join(config.dir, 'blobs'));
  const db = await openDb(config.database);
  opened.push(() => db.close());
  const networkKey = await openNetworkKey(db);
  const pool = new RefereePool({ processes: Math.max(1, config.referees) });
  opened.push(() => pool.close());
  const me = randomBytes(16).toString('hex') as CoordinatorId;
  const presence = new Presence(me);
  const consents = new Consents(db, presence, Date.now, config.receiptDays);
  const parts = { me, signer, blobs, db, networkKey, pool, presence, consents };
  if (config.payments === null) return { ...parts, payments: null };
  const ports = { db, blobs, trouble, chain: chain ?? (await openEthersChain(config.payments)) };
  const payments = new Payments(config.payments, ports);
  opened.push(() => payments.close());
  const exits = new ExitWatch(ports);
  opened.push(() => exits.stop());
  return { ...parts, payments };
}

/** Sets the dispatcher and the certifier going. */
function startWork(
  config: CoordinatorConfig,
  { server, opened, trouble }: Frame,
  parts: Parts,
): { desk: Desk; failures: Failures } {
  const { me, signer, blobs, db, networkKey, pool, payments, consents } = parts;
  const tables = new Tables(blobs);
  const inputs = new Inputs(db, tables);
  const publication = config.publication ?? 'open';
  const ports: Ports = {
    me,
    journal: new SqlJournal(db, { alone: config.database.kind === 'pglite', publication }),
    referee: new StoredReferee(pool, blobs),
    clock: { now: () => performance.now() },
    random: Math.random,
    seal: openSeal(networkKey),
    inputs: (terms, first, count) => inputs.rows(terms.id, first, count),
    report: (event) => {
      if (event.kind === 'jobComplete') certifier.look();
      else if (event.kind === 'trouble') trouble(event.what, event.cause);
      else server.log.info(event, event.kind);
    },
  };
  const tuning = { memoryBytes: MEMORY_BYTES, ...config.tuning };
  const dispatcher = new Dispatcher(ports, tuning);
  const certified = (job: JobId): void => {
    dispatcher.jobEnded(job);
    server.log.info({ job }, 'certified');
  };
  const certifier = new Certifier({ db, signer, certified, trouble });
  const folder = new Folder({ db, folded: () => certifier.look(), trouble });
  const sandbox = new Turns(SANDBOXES, SANDBOX_QUEUE);
  const desk: Desk = {
    me,
    memoryBytes: tuning.memoryBytes,
    db,
    blobs,
    tables,
    inputs,
    sandbox,
    signer,
    treasury: payments,
    dispatcher,
    callTerms: new CallTerms(),
    publication,
    domains: config.domains ?? [],
  };
  const failures = new Failures(desk);
  const halting = new Halting(desk, failures, trouble);
  const ticker = new Ticker({ db, dispatcher, halting, consents, trouble });
  opened.push(
    new Sampler(db, trouble).start(),
    () => certifier.stop(),
    () => folder.stop(),
    () => server.close(),
    () => ticker.stop().then(() => dispatcher.drain()),
  );
  return { desk, failures };
}

async function addRoutes(
  config: CoordinatorConfig,
  { server, opened, trouble }: Frame,
  {
    desk,
    keeper,
    failures,
    payments,
    networkKey,
    presence,
    consents,
  }: Pick<App, 'desk'> & { readonly failures: Failures; readonly keeper: Keeper } & Pick<
      Parts,
      'payments' | 'networkKey' | 'presence' | 'consents'
    >,
): Promise<void> {
  const { dispatcher, signer } = desk;
  const stopping = new AbortController();
  const times = new DispatchTimes();
  opened.push(() => stopping.abort(), presence.start(desk.db, trouble));
  await contributeRoute(server, {
    dispatcher,
    consents,
    coordinator: signer.address,
    trouble,
    times,
    ticketKey: networkKey,
    bounds: config.sockets,
    joinKeys: config.joinKeys,
  });
  accountRoutes(server, desk);
  keyRoutes(server, desk);
  limitRoutes(server, desk);
  signInRoutes(server, desk);
  kernelRoutes(server, desk);
  blobRoutes(server, desk);
  jobRoutes(server, desk);
  graphRoutes(server, desk, keeper);
  resultRoutes(server, desk, stopping.signal);
  lookRoutes(server, desk);
  failureRoutes(server, desk, failures);
  rateRoutes(server, desk, isLocal);
  statusRoutes(server, desk, {
    payments,
    waits: () => times.figures(performance.now()),
    version: VERSION,
  });
  const adminKey = await openAdminKey(config.dir, config.adminKey);
  const reporterOf = (address: string): string =>
    createHmac('sha256', networkKey).update(prefixOf(address)).digest('hex').slice(0, 32);
  adminRoutes(server, desk, adminKey);
  reportRoutes(server, desk, { adminKey, reporterOf });
  paymentRoutes(server, payments);
  statementRoutes(server, desk, { payments, adminKey });
  ledgerRoutes(server, { payments, adminKey });
  siteRoutes(server, desk, consents);
  communityRoutes(server, desk.db);
  recordRoutes(server, desk.db, { payments, receiptDays: config.receiptDays ?? RECEIPT_DAYS });
  siteAccountingRoutes(server, desk, { db: desk.db, held: new HeldWork(desk.db, Date.now) });
  challengeRoutes(server, desk);
  await errorPageRoutes(server);
  await pageRoutes(server, config.webRoot);
  cardRoutes(server, desk, config.webRoot);
}
