/** What a policy costs and what gets past it, with the production scheduler. See docs/SIMULATION.md. */
import { HELP, OPTION_NAMES, readArguments, type Wish } from './arguments.ts';
import { certify } from './certify.ts';
import { meanOf, type Report } from './report.ts';
import { runAll } from './runs.ts';
import { type StormResult, storm } from './storm/storm.ts';
import { compare, markdown, share } from './table.ts';

export { OPTION_NAMES, readArguments };

export type Print = (text: string) => void;

async function one({ policy, settings, seeds, json, running }: Wish, print: Print): Promise<void> {
  const runs = Array.from({ length: seeds }, (_, i) => ({
    policy,
    settings: { ...settings, seed: settings.seed + i },
  }));
  const reports = await runAll(runs, running);
  const report = meanOf(reports);
  const worst = Math.max(...reports.map(({ wrongFinalShare }) => wrongFinalShare));
  const asked = { ...settings, policyName: policy, seeds };
  if (json) print(JSON.stringify({ ...report, worstWrongFinalShare: worst, asked }, null, 2));
  else print(lines(report, worst, settings.seed, seeds));
}

function lines(report: Report, worst: number, seed: number, seeds: number): string {
  const rows: [string, string][] = [
    ['seeds', `${seed} to ${seed + seeds - 1}${report.finished ? '' : ', NOT all jobs ended'}`],
    [
      'executions per item',
      `${report.executionsPerItem.toFixed(4)} (honest ${report.honestExecutionsPerItem.toFixed(4)})`,
    ],
    ['wrong when taken on hold', share(report.wrongProvisionalShare)],
    ['wrong when final', share(report.wrongEverFinalShare)],
    ['wrong at the end', `${share(report.wrongFinalShare)}, worst seed ${share(worst)}`],
    ['referee', `${share(report.refereeShare)} of items, at most ${Math.round(report.refereePeak)} at once`],
    ['bans', `${report.honestBans} of honest devices, ${report.liarBans} of liars`],
    [
      'honest work wasted',
      `${share(report.wastedShare)}, of it taken and unpaid ${share(report.unpaidHonestShare)}`,
    ],
    [
      'time to finality',
      `${report.finalitySeconds.mean.toFixed(1)} s, 99 % within ${report.finalitySeconds.p99.toFixed(1)} s`,
    ],
    ['certified bound', report.certifiedBound === null ? 'none' : share(report.certifiedBound)],
    ['identities', report.identities.toFixed(0)],
    ['simulated', `${report.simulatedSeconds.toFixed(0)} s in ${report.seconds.toFixed(1)} s`],
  ];
  return rows.map(([name, value]) => `${name.padEnd(26)}${value}`).join('\n');
}

async function table({ settings, seeds, json, running }: Wish, print: Print): Promise<void> {
  const rows = await compare(settings, seeds, { ...running, progress: (line) => console.error(line) });
  print(json ? JSON.stringify(rows, null, 2) : markdown(rows));
}

/** Prints the seeds whose storms broke a rule; how many there are. */
async function storms({ settings, seeds, json }: Wish, print: Print): Promise<number> {
  const failed: StormResult[] = [];
  const sum = { seeds, events: 0, crashes: 0 };
  for (let i = 0; i < seeds; i++) {
    const result = await storm(settings.seed + i);
    sum.events += result.events;
    sum.crashes += result.crashes;
    if (result.broken.length === 0) continue;
    failed.push(result);
    if (!json) print(`seed ${result.seed} (${result.what}):\n  ${result.broken.slice(0, 4).join('\n  ')}`);
  }
  if (json) print(JSON.stringify({ ...sum, failed }, null, 2));
  else print(`${seeds} storms, ${sum.events} events, ${sum.crashes} crashes, ${failed.length} broke a rule`);
  return failed.length;
}

async function certificates({ settings, policy, seeds, json, running }: Wish, print: Print): Promise<void> {
  const rows = await certify(settings, seeds, policy, running);
  if (json) print(JSON.stringify(rows, null, 2));
  else
    for (const row of rows)
      print(
        `${row.crowd.padEnd(18)} ${row.covered}/${row.seeds} covered, bound ${share(row.meanBound)}, ` +
          `error mean ${share(row.meanError)} worst ${share(row.worstError)}, provable ${share(row.provable)}, ` +
          `${row.looseness.toFixed(1)} x, worst ${row.worstLooseness.toFixed(1)} x`,
      );
}

/**
 * Does what a command line asks for, and prints what comes of it. False if a storm broke a rule. Throws an Error in words
 * about what cannot be understood.
 */
export async function simulate(args: readonly string[], print: Print): Promise<boolean> {
  const wish = readArguments(args);
  switch (wish.what) {
    case 'help':
      print(HELP);
      return true;
    case 'table':
      await table(wish, print);
      return true;
    case 'storm':
      return (await storms(wish, print)) === 0;
    case 'certify':
      await certificates(wish, print);
      return true;
    default:
      await one(wish, print);
      return true;
  }
}
