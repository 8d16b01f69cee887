#!/usr/bin/env node
/**
 * `npm run fuzz -- [--modules N] [--from SEED] [--minutes N] [--processes N] [--flags=--liftoff-only,…]`: random modules, plain against
 * every kind of build. Each failure comes with its seed and a smaller module that fails alike; the last line is JSON and says from which
 * seed to go on. Ends with code 1 where anything differed, with 2 where it was stopped (by its time or by Ctrl-C) before it was through.
 */
import { parseArgs } from 'node:util';
import { fuzz } from '../dist/testing/fuzz/pool.js';

const { values } = parseArgs({
  options: {
    modules: { type: 'string', default: '1000' },
    from: { type: 'string', default: '0' },
    minutes: { type: 'string', default: '120' },
    processes: { type: 'string', default: '2' },
    flags: { type: 'string', default: '' },
  },
});
const [from, wanted] = [Number(values.from), Number(values.modules)];
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
const deadline = setTimeout(() => stop.abort(), Number(values.minutes) * 60_000);

const SAY_EVERY_MILLISECONDS = 10_000;
const started = performance.now();
const rate = (done) => Number(((1000 * done) / (performance.now() - started)).toFixed(1));
let said = started;
const findings = await fuzz({
  first: from,
  modules: wanted,
  processes: Number(values.processes),
  flags: values.flags === '' ? [] : values.flags.split(','),
  signal: stop.signal,
  onProgress: (done, failures) => {
    if (performance.now() < said + SAY_EVERY_MILLISECONDS) return;
    said = performance.now();
    process.stderr.write(`${done} of ${wanted} modules, ${rate(done)} a second, ${failures} failures\n`);
  },
});
clearTimeout(deadline);

for (const { seed, failures, shrunk } of findings.failures) {
  console.log(`FAILED seed ${seed}: ${failures.slice(0, 3).join(' | ')}`);
  if (shrunk !== null && Number.isFinite(shrunk.bytes))
    console.log(
      `  smaller: seed ${shrunk.seed} ${JSON.stringify(shrunk.options)} (${shrunk.bytes} bytes): ${shrunk.failures[0]}`,
    );
}
const { modules = 0, ...counts } = findings.totals;
const { failures, next } = findings;
const summary = { modules, from, next, failures: failures.length, perSecond: rate(modules), ...counts };
console.log(JSON.stringify(summary));
process.exit(failures.length > 0 ? 1 : next < from + wanted ? 2 : 0);
