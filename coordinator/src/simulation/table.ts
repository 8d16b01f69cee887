/** The comparison with the peers' rules: one row a policy, one column a crowd. */
import type { AuditPolicy } from '@manyhands/protocol';
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

interface RowKind {
  readonly name: string;
  readonly title: string;
  /** Of a row of the production's audits: what it has otherwise than the ordinary one. */
  readonly audits?: Partial<AuditPolicy>;
}

const ROWS: readonly RowKind[] = [
  { name: 'plain-quorum', title: 'quorum of 2' },
  { name: 'boinc', title: 'BOINC adaptive replication' },
  { name: 'poco', title: 'iExec PoCo, trust 100' },
  { name: 'credibility', title: 'Sarmenta credibility 0.99, 10 % spot checks' },
  { name: 'audit', title: '**Manyhands item audits** (production code)', audits: {} },
  {
    name: 'audit',
    title: '**the same, 16 % until 500 have passed**',
    audits: { newcomerPpm: 160_000, veteranAfter: 500 },
  },
];

export interface Cell {
  /** The mean of all seeds. */
  readonly mean: Report;
  /** Wrong at the end, in the worst seed. */
  readonly worst: number;
}

export interface Row {
  readonly title: string;
  readonly isProduction: boolean;
  readonly cells: readonly Cell[];
}

/** `seeds` of each rule and crowd: seed by seed, so that what a stopped command has kept is a table of fewer seeds. */
export async function compare(
  settings: Run['settings'],
  seeds: number,
  running: Omit<Running, 'progress'> & { readonly progress: (line: string) => void },
): Promise<Row[]> {
  const cells = ROWS.flatMap(({ name, title, audits }) =>
    CROWDS.map(({ malicious, strategy, name: crowd }) => ({
      title: `${title}, ${crowd}`,
      run: { policy: name, settings: { ...withAudits(settings, audits), malicious, strategy } },
    })),
  );
  const runs = Array.from({ length: seeds }, (_, i) =>
    cells.map(({ title, run }) => ({
      title,
      run: { ...run, settings: { ...run.settings, seed: settings.seed + i } },
    })),
  ).flat();
  const titles = new Map(runs.map(({ title, run }) => [run as Run, title]));
  const reports = await runAll(
    runs.map(({ run }) => run),
    {
      ...running,
      progress: (done, of, run, report) =>
        running.progress(
          `${done}/${of} ${titles.get(run)}, seed ${run.settings.seed}: ${shortly(report)}, referee ${share(report.refereeShare)}`,
        ),
    },
  );
  return ROWS.map(({ title, audits }, row) => ({
    title,
    isProduction: audits !== undefined,
    cells: CROWDS.map((_, column) =>
      cellOf(reports.filter((_, run) => run % cells.length === row * CROWDS.length + column)),
    ),
  }));
}

const withAudits = (settings: Run['settings'], audits: Partial<AuditPolicy> = {}): Run['settings'] =>
  settings.policy.kind === 'audit' ? { ...settings, policy: { ...settings.policy, ...audits } } : settings;

const cellOf = (reports: readonly Report[]): Cell => ({
  mean: meanOf(reports),
  worst: Math.max(...reports.map(({ wrongFinalShare }) => wrongFinalShare)),
});

export const share = (value: number): string => {
  if (value === 0) return '0';
  const percent = 100 * value;
  return `${percent >= 1 ? percent.toFixed(1) : percent.toPrecision(2)} %`;
};

const shortly = (report: Report): string =>
  `${report.executionsPerItem.toFixed(2)} / ${share(report.wrongFinalShare)}${report.finished ? '' : ' (unfinished)'}`;

const table = (lines: readonly (readonly string[])[]): string => {
  const [head, ...rest] = lines;
  return [head, head.map(() => '---'), ...rest].map((line) => `| ${line.join(' | ')} |`).join('\n');
};

/** Markdown: executions per item / share of wrong items at the end; then the production's rows one by one. */
export function markdown(rows: readonly Row[]): string {
  const comparison = [
    ['rule', ...CROWDS.map(({ name }) => name)],
    ...rows.map(({ title, cells }) => [title, ...cells.map(({ mean }) => shortly(mean))]),
  ];
  const closer = rows
    .filter(({ isProduction }) => isProduction)
    .map((row) => `${row.title}:\n\n${details(row)}`);
  return [table(comparison), ...closer].join('\n\n');
}

const details = ({ cells }: Row): string =>
  table([
    [
      'crowd',
      'executions',
      'wrong on hold',
      'when final',
      'at the end',
      'worst seed',
      'referee',
      'honest bans',
    ],
    ...cells.map(({ mean, worst }, column) => [
      CROWDS[column].name,
      mean.executionsPerItem.toFixed(3),
      share(mean.wrongProvisionalShare),
      share(mean.wrongEverFinalShare),
      share(mean.wrongFinalShare),
      share(worst),
      share(mean.refereeShare),
      String(mean.honestBans),
    ]),
  ]);
