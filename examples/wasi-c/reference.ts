/** The program of sudoku.c in plain TypeScript, by another method: cell after cell, without looking for tight ones. */

/** One line of the answer for one grid. */
export function solveLine(line: string, limit: number): string {
  if (!/^[0-9._]{81}$/.test(line)) return '?';
  const digits = Array.from(line, (cell) => Number(cell.replace(/[._]/, '0')));
  if (digits.some((digit, cell) => digit !== 0 && !fits(digits, cell, digit))) return '0';
  const found: string[] = [];
  search(digits, 0, { limit, found });
  return found.length === 1 ? `1 ${found[0]}` : String(found.length);
}

function search(digits: number[], cell: number, until: { limit: number; found: string[] }): void {
  if (until.found.length >= until.limit) return;
  if (cell === 81) {
    until.found.push(digits.join(''));
    return;
  }
  if (digits[cell] !== 0) {
    search(digits, cell + 1, until);
    return;
  }
  for (let digit = 1; digit <= 9; digit++) {
    if (!fits(digits, cell, digit)) continue;
    digits[cell] = digit;
    search(digits, cell + 1, until);
    digits[cell] = 0;
  }
}

/** Whether no other cell of the row, column or box has the digit. */
function fits(digits: readonly number[], cell: number, digit: number): boolean {
  const [row, column] = [Math.floor(cell / 9), cell % 9];
  return digits.every((other, at) => {
    if (other !== digit || at === cell) return true;
    const [r, c] = [Math.floor(at / 9), at % 9];
    const sameBox = Math.floor(r / 3) === Math.floor(row / 3) && Math.floor(c / 3) === Math.floor(column / 3);
    return r !== row && c !== column && !sameBox;
  });
}

/**
 * A grid with at least one solution: the digits of a regular one exchanged, its bands, rows, stacks and columns
 * shuffled, and so many cells emptied.
 */
export function makeGrid(empty: number, seed: number): string {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const shuffled = <T>(list: readonly T[]): T[] => {
    const copy = [...list];
    for (let i = copy.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [copy[i], copy[j]] = [copy[j], copy[i]];
    }
    return copy;
  };
  const lines = (): number[] =>
    shuffled([0, 1, 2]).flatMap((band) => shuffled([0, 1, 2]).map((line) => 3 * band + line));
  const digits = shuffled([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const [rows, columns] = [lines(), lines()];
  const cells = rows.flatMap((row) =>
    columns.map((column) => digits[(3 * (row % 3) + Math.floor(row / 3) + column) % 9]),
  );
  for (const cell of shuffled([...cells.keys()]).slice(0, empty)) cells[cell] = 0;
  return cells.join('').replaceAll('0', '.');
}
