import { type ExitCode, exitCodeOf } from './exit-codes.ts';
import { openScreen, type Screen } from './screen.ts';

/** Wraps a command's action: opens its screen, reports what it throws, and hands on how it ended. `Args`: as parsed. */
export function acting<Options extends { json?: boolean }, Args extends unknown[] = string[]>(
  finish: (code: number) => void,
  action: (screen: Screen, options: Options, args: Args) => Promise<ExitCode>,
): (...given: unknown[]) => Promise<void> {
  return async (...given) => {
    const options = given.at(-2) as Options;
    const screen = openScreen(options.json === true);
    try {
      finish(await action(screen, options, given.slice(0, -2) as Args));
    } catch (error) {
      screen.error(error);
      finish(exitCodeOf(error));
    }
  };
}
