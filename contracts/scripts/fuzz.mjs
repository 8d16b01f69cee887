// The invariant campaigns at length: `npm run fuzz:hub -- --calls 1000000 --depth 500 --seed 1 --json`. Each campaign makes
// its share of the calls, in sequences of `depth` from a hub that was just deployed; parts of 100,000 calls, each with a
// seed of its own, say how far it got. Ends with 1 where an invariant breaks, which prints the sequence, where fewer calls
// were made, and where some action never went through, so that nothing was tested by it.
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
const PART = 100_000;
const [wanted, depth, seed] = [Number(values.calls), Number(values.depth), Number(values.seed)];

/** @returns what each campaign did: `{ campaign, calls, reverts, sequences, actions, broken }` */
function runPart(calls, partSeed) {
  const { stdout, stderr } = forge(
    ['test', '--match-test', 'invariant_', '--fuzz-seed', String(partSeed), '--json'],
    {
      env: {
        FOUNDRY_PROFILE: 'fuzz',
        FOUNDRY_INVARIANT_RUNS: String(Math.ceil(calls / depth / CAMPAIGNS)),
        FOUNDRY_INVARIANT_DEPTH: String(depth),
      },
    },
  );
  const line = stdout.split('\n').find((each) => each.startsWith('{"forge'));
  if (line === undefined) throw new Error(stdout + stderr);
  return Object.entries(JSON.parse(line)).flatMap(([file, { test_results }]) =>
    Object.values(test_results).map(({ status, reason, counterexample, kind: { Invariant } }) => ({
      campaign: file.split(':')[1],
      calls: Invariant.calls,
      reverts: Invariant.reverts,
      sequences: Invariant.runs,
      actions: Object.entries(Invariant.metrics).map(([name, each]) => [name.split('.').at(-1), each]),
      broken: status === 'Success' ? null : { seed: partSeed, reason, counterexample },
    })),
  );
}

const totals = new Map();
function add({ campaign, calls, reverts, sequences, actions, broken }) {
  const total = totals.get(campaign) ?? { calls: 0, reverts: 0, sequences: 0, actions: {}, broken: null };
  totals.set(campaign, total);
  total.calls += calls;
  total.reverts += reverts;
  total.sequences += sequences;
  total.broken ??= broken;
  for (const [name, each] of actions) {
    const { calls: made, reverts: refused } = total.actions[name] ?? { calls: 0, reverts: 0 };
    total.actions[name] = { calls: made + each.calls, reverts: refused + each.reverts };
  }
}

const sum = (key) => [...totals.values()].reduce((all, each) => all + each[key], 0);
const broken = () => [...totals.values()].some((each) => each.broken !== null);

const built = forge(['build'], { env: { FOUNDRY_PROFILE: 'default' } });
if (built.status !== 0) throw new Error(built.stderr);
const started = Date.now();
const seconds = () => Math.round((Date.now() - started) / 1000);
for (let part = 0; sum('calls') < wanted && !broken(); part++) {
  for (const each of runPart(Math.min(PART, wanted - sum('calls')), seed + part)) add(each);
  console.error(`${sum('calls')} calls, ${sum('reverts')} refused, ${seconds()} s`);
}

const idle = [...totals].flatMap(([campaign, { actions }]) =>
  Object.keys(actions)
    .filter((name) => actions[name].calls === actions[name].reverts)
    .map((name) => `${campaign}.${name}`),
);
const report = {
  calls: sum('calls'),
  reverts: sum('reverts'),
  sequences: sum('sequences'),
  depth,
  seed,
  seconds: seconds(),
  neverWentThrough: idle,
  campaigns: Object.fromEntries(totals),
};
if (values.json) console.log(JSON.stringify(report));
else
  for (const [campaign, each] of totals)
    console.log(
      `${each.broken === null ? 'holds' : 'BREAKS'}  ${campaign}: ${each.calls} calls, ${each.reverts} refused`,
      ...(each.broken === null ? [] : [JSON.stringify(each.broken, null, 1)]),
    );
if (idle.length > 0) console.error(`never went through: ${idle.join(', ')}`);
if (idle.length > 0 || report.calls < wanted || broken()) process.exitCode = 1;
