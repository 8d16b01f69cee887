import type { CredibilityPolicy } from './policy.ts';

/** What checks of answers found, for devices of one standing. */
export interface StandingFindings {
  readonly checked: number;
  readonly wrong: number;
}

/** Checks that the assumption weighs as much as, against what was found. */
const PRIOR_CHECKS = 20;
/** Records longer than this are all of one standing. */
const LONGEST = 64;

/** Devices of like record: 0 for none, then 1, 2–3, 4–7, …, and 7 for 64 passed checks and more. */
export const standingOf = (passed: number): number =>
  passed <= 0 ? 0 : 1 + Math.floor(Math.log2(Math.min(LONGEST, passed)));

export const STANDINGS = standingOf(LONGEST) + 1;

/**
 * The chance that a device which passed `passed` checks lies now. It is the largest that any way of lying gives, where
 * a share f of devices lies and who is found out is banned: f / (1 − f) · s · (1 − s)^passed, largest at
 * s = 1 / (passed + 1) (Sarmenta 2001: f / ((1 − f) · passed · e)).
 *
 * Who is banned comes back under a fresh name, so among newcomers there are more liars than in the population. What
 * checks of devices of this very standing found counts against the assumption where it is worse, never for it: nobody
 * gains by answering well for a while with names that he throws away.
 */
export function faultChance(
  policy: CredibilityPolicy,
  passed: number,
  found: StandingFindings = { checked: 0, wrong: 0 },
): number {
  const fault = policy.faultPpm / 1e6;
  const s = 1 / (passed + 1);
  const assumed = Math.min(fault, (fault / (1 - fault)) * s * (1 - s) ** passed);
  const measured = (assumed * PRIOR_CHECKS + found.wrong) / (PRIOR_CHECKS + found.checked);
  return Math.max(assumed, Math.min(1, measured));
}

/**
 * The chance that equal answers of several devices are wrong together. Accomplices recognise each other's items and lie
 * only then, so a second vote weighs as the share of accomplices, however long its record.
 */
export function groupFault(policy: CredibilityPolicy, faults: readonly number[]): number {
  if (faults.length === 0) return 1;
  const others = faults.filter((_, i) => i !== faults.indexOf(Math.min(...faults)));
  return others.reduce(
    (chance, fault) => chance * Math.max(policy.faultPpm / 1e6, fault),
    Math.min(...faults),
  );
}

/** How many passed checks make a device believed alone. */
export function recordNeeded(policy: CredibilityPolicy): number {
  let passed = 0;
  while (faultChance(policy, passed) > policy.errorPpm / 1e6 && passed < 1_000_000)
    passed = passed < 64 ? passed + 1 : Math.ceil(passed * 1.02);
  return passed;
}

/** How many newcomers must agree. */
export function newcomersNeeded(policy: CredibilityPolicy): number {
  const faults = [faultChance(policy, 0)];
  while (groupFault(policy, faults) > policy.errorPpm / 1e6 && faults.length < policy.executions)
    faults.push(faultChance(policy, 0));
  return faults.length;
}
