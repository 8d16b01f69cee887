/** The command line of `npm run fuzz:ledger`. */
import { parseArgs } from 'node:util';

export interface Wish {
  readonly sequences: number;
  readonly seed: number;
  readonly lanes: number;
  readonly steps: number;
  readonly on: 'memory' | 'postgres' | 'pglite' | 'anvil';
  /** File of finished runs, a JSON line each: read first, and added to. It is for one version of the code. */
  readonly keep: string | null;
  /** A file of steps to run again instead. */
  readonly replay: string | null;
}

const GROUNDS = ['memory', 'postgres', 'pglite', 'anvil'] as const;

export const HELP = `npm run fuzz:ledger -- [options]      random sequences of everything that happens to money
  --sequences N   how many, 1000 unless given; side by side in runs of --lanes each
  --seed N        of the first run; the next runs have the seeds after it
  --lanes N       sequences side by side in a run, 32
  --steps N       steps of a sequence, 20
  --on WHERE      memory: the journal in memory, settlements on a PostgreSQL of its own; postgres: all on that; pglite: all
                  on PGlite; anvil: that, and the real hub on a development chain
  --keep FILE     finished runs are kept there and not run again
  --replay FILE   runs a list of steps again, as a failure leaves one behind`;

/** Throws an Error in words about what cannot be understood; null: help is asked for. */
export function readArguments(args: readonly string[]): Wish | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sequences: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      lanes: { type: 'string', default: '32' },
      steps: { type: 'string', default: '20' },
      on: { type: 'string', default: 'memory' },
      keep: { type: 'string' },
      replay: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const on = GROUNDS.find((ground) => ground === values.on);
  if (on === undefined) throw new Error(`--on is one of ${GROUNDS.join(', ')}, not ${values.on}`);
  return {
    sequences: whole('sequences', values.sequences, 1, 1e9),
    seed: whole('seed', values.seed, 0, 2 ** 31),
    lanes: whole('lanes', values.lanes, 1, 200),
    steps: whole('steps', values.steps, 1, 10_000),
    on,
    keep: values.keep ?? null,
    replay: values.replay ?? null,
  };
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Error(`--${name} is a whole number from ${least} to ${most}, not ${text}`);
}
