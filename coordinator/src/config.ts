import { join, resolve } from 'node:path';
import { JOIN_KEY_LEAST, LIMITS, POOL_NAME } from '@manyhands/protocol';
import type { DatabaseChoice } from './db/open.ts';
import type { Tuning } from './dispatch/world.ts';
import { PUBLICATION_POLICIES, type PublicationPolicy } from './domain/kernel-standing.ts';
import { WORK_WINDOWS } from './domain/work-window.ts';
import { RECEIPT_DAYS } from './sites/consents.ts';
import { SOCKET_BOUNDS, type SocketBounds } from './ws/entrance.ts';

/** Where and how a coordinator settles on chain. */
export interface PaymentsConfig {
  readonly rpcUrl: string;
  readonly hub: string;
  readonly token: string;
  /** Of the hub's operator: 0x and 64 hex digits. */
  readonly operatorKey: string;
  /** The operator's share of every payment, in millionths. */
  readonly feePpm: number;
  /** How many credit windows of work are given out ahead of a channel's vouchers; {@link WORK_WINDOWS} if absent. */
  readonly workWindows?: number;
  /** Seconds between epochs; null: only when asked to settle. */
  readonly epochSeconds: number | null;
  /** What gas costs; nothing if absent: on a development chain. */
  readonly gas?: {
    /** The token's units for one coin of the chain; 0 where gas costs nothing. */
    readonly coinPrice: bigint;
    /** Blocks after which a claim is taken for good. */
    readonly confirmations: number;
  };
  /** Token units that the operator means to keep as its bond at the hub; it is told when there is less. */
  readonly leastBond?: bigint;
  /** When an epoch is worth its gas; while it pays more than that if absent. */
  readonly settling?: {
    /** The share of what an epoch pays that its gas may take, in millionths. */
    readonly gasPpm: number;
    /** What an epoch pays at least, in token units. */
    readonly leastPaid: bigint;
    /** Seconds that an epoch waits for either; then its gas may take as much as it pays. */
    readonly patience: number;
    /** Seconds before a channel's exit ends from which what it owes is settled even if that is dear. */
    readonly exitSeconds: number;
  };
}

export interface CoordinatorConfig {
  /** 0: any free one. */
  readonly port: number;
  readonly host: string;
  /** Where blobs and keys are kept. */
  readonly dir: string;
  /** PGlite with `dir: null` lives in memory. */
  readonly database: DatabaseChoice;
  /** The built pages; null: only the API is served. */
  readonly webRoot: string | null;
  /** Processes that re-execute items under trust. */
  readonly referees: number;
  /** What dispatch is set to; its own choice where absent. */
  readonly tuning?: Tuning;
  /** Null: volunteer science only. */
  readonly payments: PaymentsConfig | null;
  /** Signs certificates: 0x and 64 hex digits. Made and kept in `dir/keys` if absent. */
  readonly signerKey?: string;
  /** Opens the operator's routes. Made and kept in `dir/keys` if absent. */
  readonly adminKey?: string;
  /** Whose kernels run here; anyone's if absent. */
  readonly publication?: PublicationPolicy;
  /** Hosts, with their port where it is not the usual one, whose pages wallets sign in to; besides this machine's own names. */
  readonly domains?: readonly string[];
  /** A level of pino's, or `silent`; `info` if absent. */
  readonly logLevel?: string;
  /** Proxies whose X-Forwarded-For is believed: addresses or ranges, comma-separated. */
  readonly trustProxy?: string | null;
  /** Requests of one address in a minute; the machine itself is exempt. */
  readonly requestsPerMinute?: number;
  /** Private pools by name, with the keys by which their members join. */
  readonly joinKeys?: ReadonlyMap<string, string>;
  /** Days that a consent receipt is kept after it ran out or was withdrawn. */
  readonly receiptDays?: number;
  /** How many contributors' sockets there may be, where not as usual. */
  readonly sockets?: Partial<SocketBounds>;
}

/** What a channel owes is settled so long before its exit ends, in time for some more epochs should one fail. */
const LEAST_EXIT_SECONDS = 6 * 3_600;
const EXIT_PERIODS = 3;

type Environment = Readonly<Record<string, string | undefined>>;

/** Each setting of {@link configFrom}: its variable, and what stands in its place when it is absent. */
const DEFAULTS = {
  MANYHANDS_PORT: '8787',
  MANYHANDS_HOST: '127.0.0.1',
  MANYHANDS_DIR: '.manyhands',
  MANYHANDS_REFEREES: '1',
  MANYHANDS_TIMED_PPM: '5000',
  MANYHANDS_ASSIGNMENT_SECONDS: '4',
  MANYHANDS_UNITS_PER_ASSIGNMENT: '32',
  MANYHANDS_GRACE_SECONDS: '10',
  MANYHANDS_REFEREE_QUEUE: '256',
  MANYHANDS_MEMORY_MB: '512',
  MANYHANDS_FEE_PPM: '50000',
  MANYHANDS_WORK_WINDOWS: `${WORK_WINDOWS}`,
  MANYHANDS_EPOCH_SECONDS: '3600',
  MANYHANDS_SETTLE_GAS_PPM: '20000',
  MANYHANDS_SETTLE_LEAST: '0',
  MANYHANDS_SETTLE_WITHIN_SECONDS: '86400',
  MANYHANDS_COIN_PRICE: '0',
  MANYHANDS_CONFIRMATIONS: '12',
  MANYHANDS_BOND: '0',
  MANYHANDS_RECEIPT_DAYS: `${RECEIPT_DAYS}`,
  MANYHANDS_PUBLICATION: 'open',
  MANYHANDS_REQUESTS_PER_MINUTE: '1200',
  MANYHANDS_SOCKETS: `${SOCKET_BOUNDS.total}`,
  MANYHANDS_SOCKETS_PER_ADDRESS: `${SOCKET_BOUNDS.perAddress}`,
} as const;

/**
 * The configuration that environment variables describe. Throws an Error naming the variable that cannot be read.
 * Payments are on when MANYHANDS_RPC_URL is set; then MANYHANDS_HUB, _TOKEN and _OPERATOR_KEY must be as well.
 */
export function configFrom(environment: Environment): CoordinatorConfig {
  const text = (name: keyof typeof DEFAULTS): string => environment[name] || DEFAULTS[name];
  const whole = (name: keyof typeof DEFAULTS, least: number, most: number): number => {
    const value = Number(text(name));
    if (!Number.isInteger(value) || value < least || value > most)
      throw new Error(`${name} must be a whole number from ${least} to ${most}, not “${text(name)}”`);
    return value;
  };
  const dir = resolve(text('MANYHANDS_DIR'));
  const epochSeconds = whole('MANYHANDS_EPOCH_SECONDS', 0, 2_000_000) || null;
  const url = environment.DATABASE_URL;
  return {
    port: whole('MANYHANDS_PORT', 0, 65_535),
    host: text('MANYHANDS_HOST'),
    dir,
    database: url ? { kind: 'postgres', url } : { kind: 'pglite', dir: join(dir, 'database') },
    webRoot: environment.MANYHANDS_WEB_ROOT ?? null,
    referees: whole('MANYHANDS_REFEREES', 0, 256),
    tuning: {
      timedPpm: whole('MANYHANDS_TIMED_PPM', 0, 1_000_000),
      assignmentSeconds: whole('MANYHANDS_ASSIGNMENT_SECONDS', 2, 10),
      unitsPerAssignment: whole('MANYHANDS_UNITS_PER_ASSIGNMENT', 1, 32),
      graceMs: 1000 * whole('MANYHANDS_GRACE_SECONDS', 0, 600),
      refereeQueue: whole('MANYHANDS_REFEREE_QUEUE', 1, 100_000),
      memoryBytes: 1024 * 1024 * whole('MANYHANDS_MEMORY_MB', 16, 1_000_000),
    },
    payments: paymentsFrom(environment, {
      feePpm: whole('MANYHANDS_FEE_PPM', 0, 1_000_000),
      workWindows: whole('MANYHANDS_WORK_WINDOWS', 1, 1_000_000),
      epochSeconds,
      settling: {
        gasPpm: whole('MANYHANDS_SETTLE_GAS_PPM', 0, 1_000_000),
        leastPaid: BigInt(whole('MANYHANDS_SETTLE_LEAST', 0, Number.MAX_SAFE_INTEGER)),
        patience: whole('MANYHANDS_SETTLE_WITHIN_SECONDS', 0, 31_536_000),
        exitSeconds: Math.max(LEAST_EXIT_SECONDS, EXIT_PERIODS * (epochSeconds ?? 0)),
      },
      gas: {
        coinPrice: BigInt(whole('MANYHANDS_COIN_PRICE', 0, Number.MAX_SAFE_INTEGER)),
        confirmations: whole('MANYHANDS_CONFIRMATIONS', 0, 1_000),
      },
      leastBond: BigInt(whole('MANYHANDS_BOND', 0, Number.MAX_SAFE_INTEGER)),
    }),
    // No receipt is deleted before it has run out: it could be shown once more after it was withdrawn.
    receiptDays: whole('MANYHANDS_RECEIPT_DAYS', Math.ceil(LIMITS.consentMs / 86_400_000), 36_500),
    signerKey: environment.MANYHANDS_SIGNER_KEY,
    adminKey: adminKeyFrom(environment.MANYHANDS_ADMIN_KEY),
    publication: publicationFrom(text('MANYHANDS_PUBLICATION')),
    domains: domainsFrom(environment.MANYHANDS_DOMAINS ?? ''),
    logLevel: environment.MANYHANDS_LOG_LEVEL,
    trustProxy: environment.MANYHANDS_TRUST_PROXY ?? null,
    requestsPerMinute: whole('MANYHANDS_REQUESTS_PER_MINUTE', 0, 1_000_000),
    joinKeys: joinKeysFrom(environment.MANYHANDS_JOIN_KEYS ?? ''),
    sockets: {
      total: whole('MANYHANDS_SOCKETS', 1, 1_000_000),
      perAddress: whole('MANYHANDS_SOCKETS_PER_ADDRESS', 1, 1_000_000),
    },
  };
}

/** `NAME=KEY`, several with commas. What is wrong is said without a key. */
function joinKeysFrom(text: string): ReadonlyMap<string, string> {
  const pools = new Map<string, string>();
  for (const [at, part] of text.split(',').entries()) {
    if (part.trim() === '') continue;
    const [, name, key] = /^\s*([^=\s]+)=(\S+)\s*$/.exec(part) ?? [];
    if (key === undefined || !POOL_NAME.test(name) || key.length < JOIN_KEY_LEAST)
      throw new Error(
        `MANYHANDS_JOIN_KEYS must be NAME=KEY, several with commas: lower-case letters, digits and hyphens, and a key of at least ${JOIN_KEY_LEAST} characters; number ${at + 1} is not`,
      );
    if (pools.has(name)) throw new Error(`MANYHANDS_JOIN_KEYS has the pool ${name} twice`);
    pools.set(name, key);
  }
  return pools;
}

const ADMIN_KEY = /^[\x21-\x7e]{32,200}$/;

function adminKeyFrom(key: string | undefined): string | undefined {
  if (!key) return undefined;
  if (!ADMIN_KEY.test(key))
    throw new Error('MANYHANDS_ADMIN_KEY must have 32 to 200 characters, without spaces');
  return key;
}

function publicationFrom(text: string): PublicationPolicy {
  const policy = PUBLICATION_POLICIES.find((known) => known === text);
  if (policy === undefined)
    throw new Error(`MANYHANDS_PUBLICATION must be ${PUBLICATION_POLICIES.join(', ')}, not “${text}”`);
  return policy;
}

/** Several with commas, in lower case as browsers write them. */
function domainsFrom(text: string): string[] {
  const domains = text
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '');
  const wrong = domains.find((domain) => !DOMAIN.test(domain));
  if (wrong !== undefined)
    throw new Error(
      `MANYHANDS_DOMAINS must be hosts such as example.org or example.org:8443, not “${wrong}”`,
    );
  return domains;
}

const DOMAIN = /^[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?(:\d{1,5})?$/;

function paymentsFrom(
  environment: Environment,
  terms: Pick<PaymentsConfig, 'feePpm' | 'workWindows' | 'epochSeconds' | 'gas' | 'leastBond' | 'settling'>,
): PaymentsConfig | null {
  const rpcUrl = environment.MANYHANDS_RPC_URL;
  if (!rpcUrl) return null;
  const required = (name: string): string => {
    const value = environment[name];
    if (!value) throw new Error(`${name} is missing: MANYHANDS_RPC_URL turns payments on`);
    return value;
  };
  return {
    rpcUrl,
    hub: required('MANYHANDS_HUB'),
    token: required('MANYHANDS_TOKEN'),
    operatorKey: required('MANYHANDS_OPERATOR_KEY'),
    ...terms,
  };
}
