import { KnownError } from '@manyhands/protocol';
import { CommanderError } from 'commander';
import { EXIT } from './exit-codes.ts';
import { programFor } from './program.ts';
import { openScreen } from './screen.ts';

/** Runs the command line; resolves with the exit code, never rejects. */
export async function main(argv: readonly string[]): Promise<number> {
  const isJson = argv.includes('--json');
  let code: number = EXIT.ok;
  const program = programFor(
    (result) => {
      code = result;
    },
    (text) => {
      if (!isJson) process.stderr.write(text);
    },
  );
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.ok;
    if (isJson)
      openScreen(isJson).error(new KnownError('USAGE_INVALID', error.message.replace(/^error: /, '')));
    return EXIT.usage;
  }
}
