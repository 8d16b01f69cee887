/** The comparison with the peers' rules: one row a policy, one column a crowd. */
import { meanOf, type Report } from './report.ts';
import { type Run, type Running, runAll } from './runs.ts';
import type { Strategy } from './strategies.ts';

const CROWDS: readonly { readonly name: string; readonly malicious: number; readonly strategy: Strategy }[] =
  [
    { name: 'honest', malicious: 0, strategy: 'always' },
    { name: '20 % always lie', malicious: 0.2, strategy: 'always' },
    { name: '20 % sleepers', malicious: 0.2, strategy: 'sleeper' },
    { name: '20 % corrupt one item a unit', malicious: 0.2, strategy: 'item' },
  ];

const ROWS: readonly { readonly name: string; readonly title: string }[] = [
  { name: 'plain-quorum', title: 'quorum of 2' },
  { name: 'boinc', title: 'BOINC adaptive replication' },
  { name: 'poco', title: 'iExec PoCo, trust 100' },
  { name: 'credibility', title: 'Sarmenta credibility 0.99, 10 % spot checks' },
  { name: 'audit', title: '**Manyhands item audits** (production code)' },
];

export interface Row {
  readonly title: string;
  readonly cells: readonly Report[];
}

/** The mean of `seeds` for each rule and crowd. */
export async function compare(
  settings: Run['settings'],
  seeds: number,
  running: Omit<Running, 'progress'> & { readonly progress: (line: string) => void },
): Promise<Row[]> {
  const runs = ROWS.flatMap(({ name, title }) =>
    CROWDS.flatMap(({ malicious, strategy, name: crowd }) =>
      Array.from({ length: seeds }, (_, i) => ({
        title: `${title}, ${crowd}`,
        run: { policy: name, settings: { ...settings, malicious, strategy, seed: settings.seed + i } },
      })),
    ),
  );
  const titles = new Map(runs.map(({ title, run }) => [run as Run, title]));
  const reports = await runAll(
    runs.map(({ run }) => run),
    {
      ...running,
      progress: (done, of, run, report) =>
        running.progress(
          `${done}/${of} ${titles.get(run)}, seed ${run.settings.seed}: ${cellOf(report)}, referee ${share(report.refereeShare)}`,
        ),
    },
  );
  const cell = (at: number): Report => meanOf(reports.slice(at * seeds, (at + 1) * seeds));
  return ROWS.map(({ title }, row) => ({
    title,
    cells: CROWDS.map((_, column) => cell(row * CROWDS.length + column)),
  }));
}

export const share = (value: number): string => {
  if (value === 0) return '0';
  const percent = 100 * value;
  return `${percent >= 1 ? percent.toFixed(1) : percent.toPrecision(2)} %`;
};

const cellOf = (report: Report): string =>
  `${report.executionsPerItem.toFixed(2)} / ${share(report.wrongFinalShare)}${report.finished ? '' : ' (unfinished)'}`;

/** Markdown: executions per item / share of wrong items at the end. */
export function markdown(rows: readonly Row[]): string {
  const head = ['rule', ...CROWDS.map(({ name }) => name)];
  const lines = [
    head,
    head.map(() => '---'),
    ...rows.map(({ title, cells }) => [title, ...cells.map(cellOf)]),
  ];
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}
