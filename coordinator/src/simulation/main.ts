/** `npm run simulate`: what a policy costs and what gets past it, with the production scheduler. See docs/SIMULATION.md. */
import { parseArgs } from 'node:util';
import type { Policy } from '@manyhands/protocol';
import { simulate } from './production.ts';
import { meanOf, type Report } from './report.ts';
import { DEFAULTS, type Settings } from './settings.ts';
import { STRATEGIES, type Strategy } from './strategies.ts';

const OPTIONS = {
  policy: { type: 'string', default: 'audit' },
  strategy: { type: 'string', default: DEFAULTS.strategy },
  malicious: { type: 'string', default: String(DEFAULTS.malicious) },
  contributors: { type: 'string', default: String(DEFAULTS.contributors) },
  units: { type: 'string', default: String(DEFAULTS.units) },
  'items-per-unit': { type: 'string', default: String(DEFAULTS.itemsPerUnit) },
  lifetime: { type: 'string', default: String(DEFAULTS.lifetime) },
  seed: { type: 'string', default: '1' },
  seeds: { type: 'string', default: '1' },
  sleeps: { type: 'string', default: String(DEFAULTS.sleeps) },
  coordinators: { type: 'string', default: '1' },
  drops: { type: 'string', default: '0' },
  newcomer: { type: 'string' },
  veteran: { type: 'string' },
  'veteran-after': { type: 'string' },
  hold: { type: 'string' },
  referee: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

const { values } = parseArgs({ options: OPTIONS });

function policy(): Policy {
  const base = DEFAULTS.policy;
  if (base.kind !== 'audit') return base;
  const ppm = (text: string | undefined, otherwise: number): number =>
    text === undefined ? otherwise : Math.round(Number(text) * 1e6);
  return {
    ...base,
    newcomerPpm: ppm(values.newcomer, base.newcomerPpm),
    veteranPpm: ppm(values.veteran, base.veteranPpm),
    veteranAfter: Number(values['veteran-after'] ?? base.veteranAfter),
    holdAudits: Number(values.hold ?? base.holdAudits),
    refereePpm: ppm(values.referee, base.refereePpm),
  };
}

if (!(values.strategy in STRATEGIES)) throw new Error(`strategies are ${Object.keys(STRATEGIES).join(', ')}`);
const settings: Settings = {
  ...DEFAULTS,
  policy: policy(),
  strategy: values.strategy as Strategy,
  malicious: Number(values.malicious),
  contributors: Number(values.contributors),
  units: Number(values.units),
  itemsPerUnit: Number(values['items-per-unit']),
  lifetime: Number(values.lifetime),
  sleeps: Number(values.sleeps),
  coordinators: Number(values.coordinators),
  drops: Number(values.drops),
};
const reports: Report[] = [];
for (let i = 0; i < Number(values.seeds); i++)
  reports.push(await simulate({ ...settings, seed: Number(values.seed) + i }));
console.log(JSON.stringify(reports.length === 1 ? reports[0] : meanOf(reports), null, 2));
