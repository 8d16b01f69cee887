/** What can be simulated: the production's policies, and peers' rules as published. */
import type { AuditPolicy, Policy } from '@manyhands/protocol';
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

/** What a sleeper has to sit through until the rule trusts it: units it answers honestly, by policy. */
const SLEEPS: Record<string, number> = {
  audit: 6,
  quorum: 0,
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

export const POLICY_NAMES: readonly string[] = ['audit', 'quorum', ...Object.keys(PEERS)];

/** Audits as the product draws them for units of this size, with what the caller wants otherwise; of a quorum two of three are equal. */
export function productionPolicy(name: string, itemsPerUnit: number, wishes: Partial<AuditPolicy>): Policy {
  if (name === 'quorum') return { kind: 'quorum', executions: 3, equal: 2 };
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
