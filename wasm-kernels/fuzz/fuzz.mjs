#!/usr/bin/env node
/**
 * `npm run fuzz -- [--modules N] [--seed N] [--processes N] [--flags=--liftoff-only,…]`: random modules, plain against every kind of build.
 * Ends with code 1 where anything differed; each failure comes with its seed and a smaller module that fails alike.
 */
import { parseArgs } from 'node:util';
import { fuzz } from '../dist/testing/fuzz/pool.js';

const { values } = parseArgs({
  options: {
    modules: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '0' },
    processes: { type: 'string', default: '2' },
    flags: { type: 'string', default: '' },
  },
});

const started = performance.now();
const rate = (done) => Math.round((1000 * done) / (performance.now() - started));
let said = 0;
const findings = await fuzz({
  first: Number(values.seed),
  modules: Number(values.modules),
  processes: Number(values.processes),
  flags: values.flags === '' ? [] : values.flags.split(','),
  onProgress: (done) => {
    if (done < said + 1000) return;
    said = done;
    process.stderr.write(`${done} of ${values.modules} modules, ${rate(done)} a second\n`);
  },
});

for (const { seed, failures, shrunk } of findings.failures) {
  console.log(`FAILED seed ${seed}: ${failures.slice(0, 3).join(' | ')}`);
  if (shrunk !== null && Number.isFinite(shrunk.bytes))
    console.log(
      `  smaller: seed ${shrunk.seed} ${JSON.stringify(shrunk.options)} (${shrunk.bytes} bytes): ${shrunk.failures[0]}`,
    );
}
const { modules = 0, ...counts } = findings.totals;
console.log(
  `${modules} modules from seed ${values.seed}, ${rate(modules)} a second: ${JSON.stringify(counts)}`,
);
console.log(`${findings.failures.length} failures`);
process.exit(findings.failures.length === 0 ? 0 : 1);
