/** A fold for reading: few lines of what a file has all of. */
import type { JobFold } from '@manyhands/sdk';
import { colors } from './colors.ts';
import { count } from './progress-lines.ts';

const ROWS = 10;
const BAR = 24;

export function foldLines(fold: JobFold): string[] {
  if (fold.kind === 'rows') return rowLines(fold.csv, fold.rows.length);
  const { values, histograms } = fold;
  const width = Math.max(...Object.keys(values).map(({ length }) => length));
  return [
    ...Object.entries(values).map(([name, value]) => `  ${name.padEnd(width)}  ${value ?? '–'}`),
    ...Object.entries(histograms).flatMap(([name, bins]) => {
      const most = Math.max(...bins.map((bin) => bin.count));
      const bar = (n: number): string => '█'.repeat(Math.ceil((BAR * n) / Math.max(1, most)));
      const edges = bins.map(({ low, high }) => `${low} … ${high}`);
      const widest = Math.max(...edges.map(({ length }) => length));
      return [
        `  ${name}`,
        ...bins.map(
          (bin, i) =>
            `    ${edges[i].padEnd(widest)}  ${colors.green(bar(bin.count).padEnd(BAR))} ${count(bin.count)}`,
        ),
      ];
    }),
  ];
}

function rowLines(csv: string, rows: number): string[] {
  const lines = csv
    .trimEnd()
    .split('\n')
    .slice(0, ROWS + 1);
  const more = rows > ROWS ? [`  … ${count(rows - ROWS)} more`] : [];
  return [...lines.map((line) => `  ${line}`), ...more];
}
