import { utf8 } from './bytes.ts';
import { sha256 } from './digest.ts';
import { KnownError } from './errors.ts';

/** Item audits: a secret few items of every answer are re-executed by others. Shares are in millionths. */
export interface AuditPolicy {
  readonly kind: 'audit';
  /** Share of items audited of a device that has fewer than `veteranAfter` audited items. */
  readonly newcomerPpm: number;
  readonly veteranPpm: number;
  readonly veteranAfter: number;
  /** A unit is final once this many later audits of the same device passed. */
  readonly holdAudits: number;
  /** Share of audits that go to the referee although devices could do them. */
  readonly refereePpm: number;
}

/** Plain replication: `executions` devices at most, `equal` equal answers needed. */
export interface QuorumPolicy {
  readonly kind: 'quorum';
  readonly executions: number;
  readonly equal: number;
}

export type Policy = AuditPolicy | QuorumPolicy;

export const DEFAULT_POLICY: AuditPolicy = {
  kind: 'audit',
  newcomerPpm: 60_000,
  veteranPpm: 20_000,
  veteranAfter: 24,
  holdAudits: 12,
  refereePpm: 10_000,
};

const within = (value: unknown, low: number, high: number): boolean =>
  Number.isInteger(value) && (value as number) >= low && (value as number) <= high;

/** Checks what a researcher asked for; throws POLICY_INVALID saying which number is out of bounds. */
export function checkPolicy(policy: Policy): Policy {
  const bounds: readonly [string, unknown, number, number][] =
    policy.kind === 'quorum'
      ? [
          ['executions', policy.executions, 1, 16],
          ['equal', policy.equal, 1, Math.min(16, Number(policy.executions) || 1)],
        ]
      : [
          ['newcomerPpm', policy.newcomerPpm, 1, 1_000_000],
          ['veteranPpm', policy.veteranPpm, 1, 1_000_000],
          ['veteranAfter', policy.veteranAfter, 0, 1_000_000],
          ['holdAudits', policy.holdAudits, 0, 1_000],
          ['refereePpm', policy.refereePpm, 0, 1_000_000],
        ];
  for (const [name, value, low, high] of bounds)
    if (!within(value, low, high))
      throw new KnownError(
        'POLICY_INVALID',
        `${name} must be a whole number from ${low} to ${high}, not ${value}`,
      );
  return policy;
}

/** Share of the items of an answer that are audited, in millionths, when `passed` audits of its device have passed. */
export const auditPpmFor = (policy: Policy, passed: number): number =>
  policy.kind === 'quorum' ? 0 : passed < policy.veteranAfter ? policy.newcomerPpm : policy.veteranPpm;

/** Share of audits that go to the referee although devices could do them, in millionths. */
export const refereePpmOf = (policy: Policy): number => (policy.kind === 'quorum' ? 0 : policy.refereePpm);

/** How many later audits of the same device must pass before a unit is final. */
export const holdOf = (policy: Policy): number => (policy.kind === 'quorum' ? 0 : policy.holdAudits);

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
