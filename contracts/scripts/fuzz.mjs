// The invariant campaigns at length: `npm run fuzz:hub -- --calls 1000000 --depth 500 --seed 1 --json`. Each campaign
// makes its share of the calls, in sequences of `depth` from a hub that was just deployed. Ends with 1 and prints the
// sequence where an invariant breaks, and ends so as well where fewer calls were made or some action never went through.
import { parseArgs } from 'node:util';
import { forge } from './forge.mjs';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '1000000' },
    depth: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const CAMPAIGNS = 2;
const [calls, depth] = [Number(values.calls), Number(values.depth)];
const runs = Math.ceil(calls / depth / CAMPAIGNS);

const built = forge(['build'], { env: { FOUNDRY_PROFILE: 'default' } });
if (built.status !== 0) throw new Error(built.stderr);

const started = Date.now();
const { stdout, stderr } = forge(
  ['test', '--match-test', 'invariant_', '--fuzz-seed', values.seed, '--json'],
  {
    env: {
      FOUNDRY_PROFILE: 'fuzz',
      FOUNDRY_INVARIANT_RUNS: String(runs),
      FOUNDRY_INVARIANT_DEPTH: String(depth),
    },
  },
);
const seconds = Math.round((Date.now() - started) / 1000);
const line = stdout.split('\n').find((each) => each.startsWith('{"forge'));
if (line === undefined) throw new Error(stdout + stderr);

/** How often each action was tried and refused, by its name alone. */
const actionsOf = (metrics) =>
  Object.fromEntries(
    Object.entries(metrics).map(([name, each]) => [
      name.split('.').at(-1),
      { calls: each.calls, reverts: each.reverts },
    ]),
  );

const campaigns = Object.entries(JSON.parse(line)).flatMap(([file, { test_results }]) =>
  Object.values(test_results).map(({ status, reason, counterexample, kind }) => ({
    campaign: file.split(':')[1],
    passed: status === 'Success',
    runs: kind.Invariant.runs,
    calls: kind.Invariant.calls,
    reverts: kind.Invariant.reverts,
    actions: actionsOf(kind.Invariant.metrics),
    ...(status === 'Success' ? {} : { reason, counterexample }),
  })),
);
const sum = (pick) => campaigns.reduce((total, each) => total + pick(each), 0);
const report = {
  calls: sum((each) => each.calls),
  reverts: sum((each) => each.reverts),
  sequences: sum((each) => each.runs),
  depth,
  seed: values.seed,
  seconds,
  campaigns,
};
if (values.json) console.log(JSON.stringify(report));
else {
  for (const { campaign, passed, calls: made, reverts, reason, counterexample } of campaigns)
    console.log(
      `${passed ? 'holds' : 'BREAKS'}  ${campaign}: ${made} calls, ${reverts} refused`,
      ...(passed ? [] : [reason, JSON.stringify(counterexample, null, 1)]),
    );
  console.log(`${report.calls} calls, ${report.reverts} refused, ${seconds} s`);
}
/** What never went through was not tested. */
const idle = campaigns.flatMap(({ campaign, actions }) =>
  Object.keys(actions)
    .filter((name) => actions[name].calls === actions[name].reverts)
    .map((name) => `${campaign}.${name}`),
);
if (idle.length > 0) console.error(`never went through: ${idle.join(', ')}`);
if (idle.length > 0 || report.calls < calls || campaigns.some(({ passed }) => !passed)) process.exitCode = 1;
