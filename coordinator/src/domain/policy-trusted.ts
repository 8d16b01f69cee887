import type { Policy } from '@manyhands/protocol';

/** Whether a device may be given items of a job, its audits included: in a private pool only who is named. */
export const mayWork = (policy: Policy, device: string): boolean =>
  policy.kind !== 'trusted' || policy.devices.includes(device.toLowerCase());
