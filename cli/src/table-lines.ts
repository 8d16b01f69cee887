/** Cells below each other; from column `numbers` on to the right. */
export function tableLines(rows: readonly (readonly string[])[], numbers: number): string[] {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows.map((row) =>
    row
      .map((cell, i) => (i < numbers ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join('  ')
      .trimEnd(),
  );
}

/** Words that strangers chose: no escape of a terminal's among them, and no line end; a tab does nothing. */
export const plainWords = (text: string): string => text.replace(/[^\P{C}\t]/gu, '?');
