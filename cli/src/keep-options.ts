/** What of a job's results `run` keeps, and where what was written of it is wrong. */
import { isKnownError, type Keep, KnownError } from '@manyhands/protocol';
import type { Command } from 'commander';

export interface KeepOptions {
  readonly reduce?: string;
  readonly top?: string;
  readonly where?: string;
}

export const withKeep = (command: Command): Command =>
  command
    .option('--reduce <list>', 'keep sums and the like instead of rows, as sum(x),min(y),hist(z,50)')
    .option(
      '--top <n:column>',
      'keep the n highest rows by a column, as 100:score; the lowest with 100:-score',
    )
    .option(
      '--where <condition>',
      "keep the rows that fit, as score > 80 and kind = 'a'; also before the others",
    );

/** Undefined: all rows are kept. */
export function keepFrom({ reduce, top, where }: KeepOptions): Keep | undefined {
  return reduce === undefined && top === undefined && where === undefined
    ? undefined
    : { reduce, top, where };
}

/** What `act` gives; a KEEP_INVALID it throws shows the place in the option. */
export async function showingPlace<T>(keep: Keep | undefined, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw isKnownError(error) && error.code === 'KEEP_INVALID' ? pointed(error, keep ?? {}) : error;
  }
}

/** The option with a mark under the character that is wrong; a long one is cut around it. */
function pointed(error: KnownError, keep: Keep): KnownError {
  const { field, position } = (error.details ?? {}) as { field?: keyof Keep; position?: number };
  const text = field === undefined ? undefined : keep[field];
  if (text === undefined || position === undefined) return error;
  const from = Math.max(0, position - 60);
  const shown = text.slice(from, from + 80).replaceAll(/\s/g, ' ');
  const indent = ' '.repeat(`--${field} `.length + position - 1 - from);
  const message = `${error.message}\n  --${field} ${shown}\n  ${indent}^`;
  return new KnownError('KEEP_INVALID', message, { cause: error, details: error.details });
}
