/** What can be simulated: the production's policies, and peers' rules as published. */
import { type AuditPolicy, DEFAULT_CREDIBILITY, type Policy } from '@manyhands/protocol';
import { ordinaryAudits } from '../domain/policy-choice.ts';
import { boincRule } from './peers/boinc.ts';
import { credibilityRule } from './peers/credibility.ts';
import { simulatePeer } from './peers/model.ts';
import { pocoRule } from './peers/poco.ts';
import { quorumRule } from './peers/quorum.ts';
import type { Rule } from './peers/rule.ts';
import { simulate } from './production.ts';
import type { Report } from './report.ts';
import type { Settings } from './settings.ts';
import { deviceOf } from './strategies.ts';

/** What a sleeper has to sit through until the rule trusts it: units it answers honestly, by policy. */
const SLEEPS: Record<string, number> = {
  audit: 6,
  quorum: 0,
  'own-credibility': 9,
  trusted: 6,
  'plain-quorum': 0,
  boinc: 11,
  poco: 12,
  credibility: 8,
};

export const PEERS: Record<string, Rule> = {
  'plain-quorum': quorumRule(2),
  boinc: boincRule,
  poco: pocoRule(),
  credibility: credibilityRule,
};

export const POLICY_NAMES: readonly string[] = [
  'audit',
  'quorum',
  'own-credibility',
  'trusted',
  ...Object.keys(PEERS),
];

/** A private pool has so many devices in simulation, the first that come; everybody else is a stranger. */
const POOL_SHARE = 0.5;
/** Of a pool's work so much is audited: its owner trusts it, and looks. */
const POOL_AUDITS_PPM = 20_000;

/**
 * Audits as the product draws them for units of this size, with what the caller wants otherwise; of a quorum two of three
 * are equal; credibility as it is by default; of a private pool of every second contributor's device.
 */
export function productionPolicy(
  name: string,
  { itemsPerUnit, contributors }: Pick<Settings, 'itemsPerUnit' | 'contributors'>,
  wishes: Partial<AuditPolicy>,
): Policy {
  if (name === 'quorum') return { kind: 'quorum', executions: 3, equal: 2 };
  if (name === 'own-credibility') return DEFAULT_CREDIBILITY;
  if (name === 'trusted') {
    const pool = Math.ceil(contributors * POOL_SHARE);
    const devices = Array.from({ length: pool }, (_, i) => deviceOf(i + 1));
    return { kind: 'trusted', devices, auditPpm: POOL_AUDITS_PPM };
  }
  return { ...ordinaryAudits(itemsPerUnit), ...wishes };
}

export async function simulatePolicy(
  name: string,
  settings: Omit<Settings, 'sleeps'> & { readonly sleeps?: number },
): Promise<Report> {
  const sleeps = settings.sleeps ?? SLEEPS[name];
  const rule = PEERS[name];
  return rule ? simulatePeer({ ...settings, sleeps }, rule) : simulate({ ...settings, sleeps });
}
