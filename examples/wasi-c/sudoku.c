/*
 * Sudoku by the line: reads grids of 81 cells (digits; 0, . or _ for an empty cell) from the standard input and
 * writes one line for each: how many solutions it has, counted up to a limit, and the solution where it is the only
 * one. `--limit N` sets the limit, 2 or more (default 2). Ends with 1 where a line is no grid.
 *
 * An ordinary C program: nothing in it knows of Manyhands.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CELLS 81
#define ALL 0x1ff

struct grid {
  /* Bits of the digits that are still free in each row, column and box. */
  unsigned rows[9], columns[9], boxes[9];
  char digits[CELLS];
};

static int row_of(int cell) { return cell / 9; }
static int column_of(int cell) { return cell % 9; }
static int box_of(int cell) { return cell / 27 * 3 + cell % 9 / 3; }

static unsigned candidates(const struct grid *grid, int cell) {
  return grid->rows[row_of(cell)] & grid->columns[column_of(cell)] & grid->boxes[box_of(cell)];
}

/* Sets a digit, or takes it back. */
static void flip(struct grid *grid, int cell, unsigned bit) {
  grid->rows[row_of(cell)] ^= bit;
  grid->columns[column_of(cell)] ^= bit;
  grid->boxes[box_of(cell)] ^= bit;
}

/* The empty cell with the fewest candidates, or -1 where all are filled. */
static int tightest(const struct grid *grid) {
  int best = -1, fewest = 10;
  for (int cell = 0; cell < CELLS && fewest > 1; cell++) {
    if (grid->digits[cell]) continue;
    int count = __builtin_popcount(candidates(grid, cell));
    if (count < fewest) fewest = count, best = cell;
  }
  return best;
}

/* Counts solutions up to the limit; the first one found stays in `found`. */
static long count(struct grid *grid, long limit, char *found) {
  int cell = tightest(grid);
  if (cell < 0) {
    memcpy(found, grid->digits, CELLS);
    return 1;
  }
  long total = 0;
  for (unsigned left = candidates(grid, cell); left && total < limit; left &= left - 1) {
    unsigned bit = left & -left;
    flip(grid, cell, bit);
    grid->digits[cell] = (char)('1' + __builtin_ctz(bit));
    total += count(grid, limit - total, found);
    grid->digits[cell] = 0;
    flip(grid, cell, bit);
  }
  return total;
}

/* Gives 0 where the line is no grid, -1 where two equal digits meet, else 1. */
static int parse(const char *line, struct grid *grid) {
  int valid = 1;
  for (int i = 0; i < 9; i++) grid->rows[i] = grid->columns[i] = grid->boxes[i] = ALL;
  for (int cell = 0; cell < CELLS; cell++) {
    char c = line[cell];
    grid->digits[cell] = 0;
    if (c == '0' || c == '.' || c == '_') continue;
    if (c < '1' || c > '9') return 0;
    unsigned bit = 1u << (c - '1');
    if (!(candidates(grid, cell) & bit)) valid = -1;
    else flip(grid, cell, bit);
    grid->digits[cell] = c;
  }
  return line[CELLS] == 0 ? valid : 0;
}

static long limit_of(int argc, char **argv) {
  long limit = 2;
  for (int i = 1; i < argc; i++) {
    if (strcmp(argv[i], "--limit") == 0 && i + 1 < argc) limit = strtol(argv[++i], NULL, 10);
    else limit = 0;
  }
  return limit;
}

int main(int argc, char **argv) {
  long limit = limit_of(argc, argv);
  if (limit < 2) {
    fprintf(stderr, "usage: sudoku [--limit N] < grids\n");
    return 2;
  }
  char line[128], found[CELLS];
  struct grid grid;
  int status = 0;
  for (long number = 1; fgets(line, sizeof line, stdin); number++) {
    line[strcspn(line, "\r\n")] = 0;
    int parsed = parse(line, &grid);
    if (parsed == 0) {
      fprintf(stderr, "line %ld is no grid\n", number);
      printf("?\n");
      status = 1;
      continue;
    }
    long solutions = parsed < 0 ? 0 : count(&grid, limit, found);
    if (solutions == 1) printf("1 %.81s\n", found);
    else printf("%ld\n", solutions);
  }
  return status;
}
