import type { Chapter } from './page.ts';

export const COMMANDS: Chapter = {
  title: 'The command line',
  where: 'by `manyhands` itself, before anything is asked of a coordinator',
  pages: {
    USAGE_INVALID: {
      why: 'An option is missing, contradicts another, or is not written as it has to be.',
      remedy:
        'Correct the option or argument that the message names; `manyhands COMMAND --help` and [CLI.md](CLI.md) list them.',
      example: 'a paid job needs both --price and --budget',
    },
    FILE_FAILED: {
      why: 'The path is wrong, the file belongs to somebody else, or the disk is full.',
      remedy:
        'The message names the file and what stands in the way: a wrong path, permissions, a full disk. A `run` that broke off continues when it is given again.',
      example: 'reads.csv: no such file or directory',
    },
  },
};
