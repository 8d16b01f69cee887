import { isKnownError } from '@manyhands/protocol';

/** How every command ends; `manyhands --help` lists them. */
export const EXIT = { ok: 0, failed: 1, usage: 2, refused: 3, unverified: 4, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_HELP = `
Exit codes:
  0  done
  1  something failed: the network, a file, a crash
  2  wrong usage
  3  refused: the kernel, a row, the budget or the request is not acceptable; the error's code says why
  4  a certificate, its results or a ledger do not verify
130  ended at once by a second Ctrl-C or SIGTERM; after the first, what is under way is finished and the code is 0`;

/** Whoever called said something that cannot be meant; the message says what to say instead. */
export class UsageError extends Error {}

/** What a failure means to whoever called the command. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError) return EXIT.usage;
  if (!isKnownError(error)) return EXIT.failed;
  if (error.code === 'USAGE_INVALID') return EXIT.usage;
  if (error.code === 'CERTIFICATE_INVALID') return EXIT.unverified;
  return error.retry || error.status >= 500 ? EXIT.failed : EXIT.refused;
}
