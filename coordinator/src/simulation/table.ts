/** The comparison with the peers' rules: one row a policy, one column a crowd. */
import { simulatePolicy } from './policies.ts';
import { meanOf, type Report } from './report.ts';
import type { Settings } from './settings.ts';
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

export async function compare(
  settings: Omit<Settings, 'sleeps'>,
  seeds: number,
  progress: (line: string) => void,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, title } of ROWS) {
    const cells: Report[] = [];
    for (const { malicious, strategy, name: crowd } of CROWDS) {
      const reports: Report[] = [];
      for (let i = 0; i < seeds; i++)
        reports.push(
          await simulatePolicy(name, { ...settings, malicious, strategy, seed: settings.seed + i }),
        );
      cells.push(meanOf(reports));
      progress(`${title}, ${crowd}: ${cellOf(cells[cells.length - 1])}`);
    }
    rows.push({ title, cells });
  }
  return rows;
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
