import { utf8 } from './bytes.ts';
import { sha256 } from './digest.ts';
import { KnownError } from './errors.ts';
import { POOL_NAME } from './join.ts';

/** Item audits: a secret few items of every answer are re-executed by others. Shares are in millionths. */
export interface AuditPolicy {
  readonly kind: 'audit';
  /** Share of items audited of a device that has fewer than `veteranAfter` audited items. */
  readonly newcomerPpm: number;
  readonly veteranPpm: number;
  readonly veteranAfter: number;
  /** A unit is final once this many later audits of the same device passed. */
  readonly holdAudits: number;
  /**
   * Share of items of a unit that are audited once more, in round {@link FINAL_LOOK}, when nothing else keeps it from being final: the final look.
   * Most liars are gone by then, so it proves most of what a certificate claims where many were caught.
   */
  readonly finalPpm: number;
  /** Share of audits that go to the referee although devices could do them. */
  readonly refereePpm: number;
}

/** Plain replication: `executions` devices at most, `equal` equal answers needed. */
export interface QuorumPolicy {
  readonly kind: 'quorum';
  readonly executions: number;
  readonly equal: number;
}

/**
 * Voting weighted by what is known of each voter, for units that are a single long item: a device whose record is
 * long enough is believed alone, newcomers need others to agree. Shares are in millionths.
 */
export interface CredibilityPolicy {
  readonly kind: 'credibility';
  /** The chance of a wrong answer that is accepted. */
  readonly errorPpm: number;
  /** Share of devices assumed to lie; what checks really found is believed where it is worse. */
  readonly faultPpm: number;
  /** Share of accepted answers that are checked once more, so that records grow and lies come to light. */
  readonly spotPpm: number;
  /** Executions of an item at most, before the referee decides. */
  readonly executions: number;
}

/** A private pool: only these devices, and those that joined by the pool's key, work and audit. Nothing is executed again but what `auditPpm` asks for. */
export interface TrustedPolicy {
  readonly kind: 'trusted';
  /** Addresses of device keys, lower case. A payee cannot be named here: anybody may claim to work for one. */
  readonly devices: readonly string[];
  /** A pool of the coordinator's, whose members showed its join key. */
  readonly pool?: string;
  readonly auditPpm: number;
}

export type Policy = AuditPolicy | QuorumPolicy | CredibilityPolicy | TrustedPolicy;

export const DEFAULT_POLICY: AuditPolicy = {
  kind: 'audit',
  newcomerPpm: 60_000,
  veteranPpm: 20_000,
  veteranAfter: 24,
  holdAudits: 12,
  finalPpm: 5_000,
  refereePpm: 10_000,
};

export const DEFAULT_CREDIBILITY: CredibilityPolicy = {
  kind: 'credibility',
  errorPpm: 10_000,
  faultPpm: 200_000,
  spotPpm: 100_000,
  executions: 7,
};

/** Devices of a private pool at most. */
export const TRUSTED_DEVICES = 1_000;

/**
 * A device of which no audit has passed yet is on probation: one short unit at a time, a fifth of it audited. So a liar
 * who comes back under new names costs ten items each time, not a whole unit or several.
 */
export const PROBATION = { unitItems: 10, auditPpm: 200_000 } as const;

/** Share of items audited of an answer by a device that passed `passed` audits so far, in millionths. */
export function auditPpmFor(policy: Policy, passed: number): number {
  switch (policy.kind) {
    case 'audit':
      if (passed === 0) return Math.max(PROBATION.auditPpm, policy.newcomerPpm);
      return passed < policy.veteranAfter ? policy.newcomerPpm : policy.veteranPpm;
    case 'credibility':
      return policy.spotPpm;
    case 'trusted':
      return policy.auditPpm;
    case 'quorum':
      return 0;
  }
}

/** Share of audits that go to the referee although devices could do them, in millionths. */
export const refereePpmOf = (policy: Policy): number =>
  policy.kind === 'audit' ? policy.refereePpm : policy.kind === 'credibility' ? DEFAULT_POLICY.refereePpm : 0;

/** Share of items of a unit that are audited once more before it is final, in millionths. */
export const finalPpmOf = (policy: Policy): number => (policy.kind === 'audit' ? policy.finalPpm : 0);

/** Whether a unit needs several answers before one is accepted. */
export const isVoting = (policy: Policy): boolean =>
  policy.kind === 'quorum' || policy.kind === 'credibility';

/** How many later audits of the same device a unit waits for. */
export const holdOf = (policy: Policy): number => (policy.kind === 'audit' ? policy.holdAudits : 0);

type Limit = readonly [name: string, value: unknown, low: number, high: number];

const share = (name: string, value: unknown, low = 1): Limit => [name, value, low, 1_000_000];

function limitsOf(policy: Policy): readonly Limit[] {
  switch (policy.kind) {
    case 'quorum':
      return [
        ['executions', policy.executions, 1, 16],
        ['equal', policy.equal, 1, Math.min(16, Number(policy.executions) || 1)],
      ];
    case 'audit':
      return [
        share('newcomerPpm', policy.newcomerPpm),
        share('veteranPpm', policy.veteranPpm),
        ['veteranAfter', policy.veteranAfter, 0, 1_000_000],
        ['holdAudits', policy.holdAudits, 0, 1_000],
        share('finalPpm', policy.finalPpm, 0),
        share('refereePpm', policy.refereePpm, 0),
      ];
    case 'credibility':
      return [
        ['errorPpm', policy.errorPpm, 1, 500_000],
        ['faultPpm', policy.faultPpm, 1, 500_000],
        share('spotPpm', policy.spotPpm),
        ['executions', policy.executions, 2, 16],
      ];
    case 'trusted':
      return [
        ['the number of devices', policy.devices.length, policy.pool === undefined ? 1 : 0, TRUSTED_DEVICES],
        share('auditPpm', policy.auditPpm, 0),
      ];
  }
}

const within = (value: unknown, low: number, high: number): boolean =>
  Number.isInteger(value) && (value as number) >= low && (value as number) <= high;

/** Checks what a researcher asked for; throws POLICY_INVALID saying which number is out of bounds. */
export function checkPolicy(policy: Policy): Policy {
  for (const [name, value, low, high] of limitsOf(policy))
    if (!within(value, low, high))
      throw new KnownError(
        'POLICY_INVALID',
        `${name} must be a whole number from ${low} to ${high}, not ${value}`,
      );
  if (policy.kind !== 'trusted') return policy;
  checkPool(policy.pool);
  return { ...policy, devices: checkDevices(policy.devices) };
}

function checkPool(pool: string | undefined): void {
  if (pool !== undefined && !POOL_NAME.test(pool))
    throw new KnownError(
      'POLICY_INVALID',
      'a pool has a name of 1 to 40 lower-case letters, digits and hyphens; ask its operator for it',
    );
}

/** Each once and lower case, as sessions prove them. */
function checkDevices(devices: readonly string[]): string[] {
  const wrong = devices.find((device) => !/^0x[0-9a-fA-F]{40}$/.test(device));
  if (wrong !== undefined)
    throw new KnownError(
      'POLICY_INVALID',
      `${wrong} is no device: a device is an address of 0x and 40 hex digits`,
    );
  return [...new Set(devices.map((device) => device.toLowerCase()))].sort();
}

/** 32 bytes that name a policy: SHA-256 of its JSON with sorted keys. */
export const policyHash = (policy: Policy): Uint8Array => sha256(utf8(canonicalJson(policy)));

/** JSON with the keys of every object sorted, so that equal values are equal bytes. No bigints. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, v]) => v !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`;
}
