/**
 * `npm run engines -- [--inputs N] [--seed N] [--engine node,chromium,firefox,webkit,arm64] [--minutes N] [--resume FOLDER] [--quick] [--json] [--install]`:
 * the same kernels over the same inputs in every engine, compared by digests of (status, fuel, bytes).
 * Ends with code 1 where an engine differs, breaks down or does not come to the end; one that is not installed is only named.
 */
import { parseArgs } from 'node:util';
import { ARM64S } from './arm64.ts';
import { CHROMIUMS, FIREFOXES } from './browsers.ts';
import { compareEngines, type EngineRow } from './compare.ts';
import type { Engine } from './engine.ts';
import { installEngines } from './install.ts';
import { NODES } from './node.ts';
import { terminateInWebKit } from './terminate.ts';
import { WEBKITS } from './webkit.ts';

const FAMILIES: Readonly<Record<string, readonly Engine[]>> = {
  node: NODES,
  chromium: CHROMIUMS,
  firefox: FIREFOXES,
  webkit: WEBKITS,
  arm64: ARM64S,
};

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    engine: { type: 'string', default: Object.keys(FAMILIES).join() },
    minutes: { type: 'string', default: '60' },
    resume: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    install: { type: 'boolean', default: false },
  },
});

const print = ({ engine, verdict, items, digest, seconds, notes }: EngineRow): void => {
  if (values.json) return;
  const found = items === 0 ? '' : `${items} items, digest ${digest}, ${seconds.toFixed(1)} s`;
  console.log(`${engine.padEnd(20)} ${verdict.padEnd(14)} ${found}`);
  for (const note of notes.slice(0, 12)) console.log(`    ${note}`);
};

const wanted = values.engine.split(',');
const unknown = wanted.find((name) => FAMILIES[name] === undefined);
if (unknown !== undefined)
  throw new Error(`there is no engine “${unknown}”, only ${Object.keys(FAMILIES).join(', ')}`);
const [reference, ...others] = NODES;
const engines = [reference, ...others.filter(() => wanted.includes('node'))];
for (const name of wanted) if (name !== 'node') engines.push(...FAMILIES[name]);
if (values.install) await installEngines(engines);

const comparison = await compareEngines({
  engines,
  inputs: Number(values.inputs),
  seed: Number(values.seed),
  extent: values.quick ? 'quick' : 'full',
  minutes: Number(values.minutes),
  resume: values.resume,
  onRow: print,
  onProgress: (line) => process.stderr.write(`  ${line}\n`),
});
const terminated = wanted.includes('webkit')
  ? await terminateInWebKit().catch((error: unknown) => `failed: ${String(error)}`)
  : null;
if (values.json) console.log(JSON.stringify({ ...comparison, webkitTerminate: terminated }));
else {
  console.log(
    `${comparison.kernels} kernels, ${comparison.itemsPerEngine} items: ${JSON.stringify(comparison.outcomes)}`,
  );
  if (terminated !== null) console.log(`webkit, terminate(): ${terminated}`);
}
const complete = comparison.engines.every(
  ({ verdict }) => verdict === 'equal' || verdict === 'not installed',
);
process.exit(complete ? 0 : 1);
