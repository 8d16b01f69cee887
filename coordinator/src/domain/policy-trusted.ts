import type { Policy, TrustedPolicy } from '@manyhands/protocol';

/** Whether a device may be given items of a job, its audits included: in a private pool only who is named or a member. */
export const mayWork = (policy: Policy, device: string, pool: string | null): boolean =>
  policy.kind !== 'trusted' || isMember(policy, pool) || policy.devices.includes(device.toLowerCase());

/** `pool` is where the device's session belongs, by the join key that it showed. */
export const isMember = (policy: TrustedPolicy, pool: string | null): boolean =>
  pool !== null && policy.pool === pool;
