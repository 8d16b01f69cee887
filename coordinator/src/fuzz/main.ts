/** `npm run fuzz:ledger`: see arguments.ts. Prints one JSON object; ends with 1 where a rule was broken. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { HELP, readArguments, type Wish } from './arguments.ts';
import { openGround } from './grounds.ts';
import { runSteps } from './sequences.ts';
import { shrink } from './shrink.ts';
import { type Step, stepsOf } from './steps.ts';

/** Runs that cutting a failing list down may take. */
const MOST_CUTS = 400;

interface Run {
  readonly seed: number;
  readonly name: string;
  readonly happened: Readonly<Record<string, number>>;
  readonly broken: readonly string[];
}

async function main(): Promise<void> {
  const wish = readArguments(process.argv.slice(2));
  if (wish === null) console.log(HELP);
  else
    console.log(
      JSON.stringify(await (wish.replay === null ? fuzz(wish) : replay(wish, wish.replay)), null, 2),
    );
}

/** Whoever breaks it off is told what was done until then; the run under way is ended first. */
let isBrokenOff = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    isBrokenOff = true;
  });

async function fuzz(wish: Wish) {
  const began = performance.now();
  const kept = readKept(wish);
  const runs: Run[] = [];
  const ground = await openGround(wish.on);
  try {
    const seeds = Array.from({ length: Math.ceil(wish.sequences / wish.lanes) }, (_, i) => wish.seed + i);
    for (const seed of seeds) {
      if (isBrokenOff) break;
      const known = kept.get(seed);
      if (known !== undefined) {
        runs.push(known);
        continue;
      }
      const { broken, done } = await runSteps(ground, stepsOf(seed, wish));
      const run = { name: nameOf(wish), seed, happened: Object.fromEntries(done), broken };
      if (wish.keep !== null) appendFileSync(wish.keep, `${JSON.stringify(run)}\n`);
      runs.push(run);
      if (runs.length % 10 === 0)
        process.stderr.write(
          `${runs.length * wish.lanes} sequences, ${runs.filter(isBroken).length} failures\n`,
        );
    }
    const failures = [];
    for (const run of runs.filter(isBroken)) {
      process.exitCode = 1;
      if (failures.length < 3) failures.push({ ...run, ...(await cutDown(ground, wish, run)) });
    }
    return {
      name: nameOf(wish),
      sequences: runs.length * wish.lanes,
      steps: runs.length * wish.lanes * wish.steps,
      seeds: { first: wish.seed, next: wish.seed + runs.length },
      seconds: Math.round((performance.now() - began) / 1_000),
      resumed: kept.size,
      happened: sumOf(runs),
      broken: runs.filter(isBroken).length,
      failures,
    };
  } finally {
    await ground.close();
  }
}

const isBroken = ({ broken }: Run): boolean => broken.length > 0;
const nameOf = ({ on, lanes, steps }: Wish): string => `${on} ${lanes}×${steps}`;

/** The fewest steps that still break the same rule, in a file by which they can be run again. */
async function cutDown(ground: Awaited<ReturnType<typeof openGround>>, wish: Wish, { seed, broken }: Run) {
  const rule = broken[0].slice(0, 3);
  const fails = async (steps: readonly Step[]): Promise<boolean> =>
    (await runSteps(ground, steps)).broken.some((each) => each.startsWith(rule));
  const least = await shrink(stepsOf(seed, wish), fails, MOST_CUTS);
  const file = `fuzz-ledger-${seed}.json`;
  writeFileSync(file, JSON.stringify(least));
  return { least, again: `npm run fuzz:ledger -- --on ${wish.on} --replay ${file}` };
}

async function replay({ on }: Wish, file: string) {
  const ground = await openGround(on);
  try {
    const steps = JSON.parse(readFileSync(file, 'utf8')) as Step[];
    const { broken, done } = await runSteps(ground, steps);
    if (broken.length > 0) process.exitCode = 1;
    return { steps: steps.length, happened: Object.fromEntries(done), broken };
  } finally {
    await ground.close();
  }
}

/** Runs of the same shape, by seed. A line that was left half written is run again. */
function readKept(wish: Wish): Map<number, Run> {
  const kept = new Map<number, Run>();
  if (wish.keep === null || !existsSync(wish.keep)) return kept;
  for (const line of readFileSync(wish.keep, 'utf8').split('\n')) {
    try {
      const run = JSON.parse(line) as Run;
      if (run.name === nameOf(wish)) kept.set(run.seed, run);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return kept;
}

function sumOf(runs: readonly Run[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { happened } of runs)
    for (const [what, count] of Object.entries(happened)) sums[what] = (sums[what] ?? 0) + count;
  return sums;
}

await main();
