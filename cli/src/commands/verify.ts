import { access, readFile } from 'node:fs/promises';
import { type Certificate, KnownError } from '@manyhands/protocol';
import { parseAudits, type Verification } from '@manyhands/sdk';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import { colors } from '../colors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { verifyWritten } from '../fold-file.ts';
import { type RangeOption, rangeOption } from '../input-options.ts';
import { payee } from '../options.ts';
import { percent } from '../progress-lines.ts';
import type { Screen } from '../screen.ts';

interface Options {
  readonly json?: boolean;
  readonly audits?: string;
  readonly signer?: string;
  readonly range?: RangeOption;
}

export const verifyCommand = (finish: (code: number) => void): Command =>
  new Command('verify')
    .description('recompute what a certificate claims from the results, without any coordinator')
    .argument('<certificate>', 'the certificate, JSON')
    .argument('<results>', 'the results, CSV or NDJSON')
    .option('--audits <file>', 'audit records, NDJSON: recompute every audit draw as well')
    .option('--signer <address>', 'the coordinator that must have signed', payee)
    .option(
      '--range <from..to[:step]>',
      'what the inputs were: recompute the input root as well',
      rangeOption,
    )
    .option('--json', 'write one JSON object instead of text')
    .action(acting<Options>(finish, verify));

async function verify(screen: Screen, options: Options, [path, results]: string[]): Promise<ExitCode> {
  const certificate = await readCertificate(path);
  const evidence = {
    audits: options.audits === undefined ? undefined : parseAudits(await readFile(options.audits, 'utf8')),
    signer: options.signer,
    inputs: options.range === undefined ? undefined : [{ range: axesIn(options.range) }],
  };
  // A file that is not there is no result that fails.
  await access(results);
  const verification = await verifyWritten(certificate, results, evidence);
  showVerification(screen, certificate, verification);
  screen.result(verification);
  return verification.valid ? EXIT.ok : EXIT.unverified;
}

/** A range's axes; those of several columns in the order they were given, which must be the kernel's. */
const axesIn = (range: RangeOption) =>
  (range.kind === 'range' ? [range] : Object.values(range.axes)).map(({ from, to, step = 1 }) => ({
    from: BigInt(from),
    to: BigInt(to),
    step: BigInt(step),
  }));

export async function readCertificate(path: string): Promise<Certificate> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new KnownError('CERTIFICATE_INVALID', `${path} is not JSON`, { cause });
  }
}

/** Every check in a line. */
export function showChecks(screen: Screen, checks: Verification['checks']): void {
  for (const { what, failure } of checks)
    screen.line(
      failure === null ? `  ${colors.green('✓')} ${what}` : `  ${colors.red('✗')} ${what}: ${failure}`,
    );
}

/** Every check in a line, then what the certificate promises. */
export function showVerification(screen: Screen, certificate: Certificate, verification: Verification): void {
  showChecks(screen, verification.checks);
  if (!verification.valid) {
    screen.line(colors.red('The certificate does not hold.'));
    return;
  }
  for (const sentence of verification.unchecked) screen.line(`  ${colors.yellow('?')} ${sentence}`);
  const { items, units, deviceAudits, refereeAudits, refuted, caught, bound } = certificate;
  screen.line(
    `  ${items} items in ${units} units, ${deviceAudits + refereeAudits} audited again ` +
      `(${refereeAudits} by the referee), ${refuted} answers refuted, ${caught.reduce((sum, { devices }) => sum + devices, 0)} devices caught`,
  );
  screen.line(
    `  at most ${percent(verification.bound)} of items are wrong (confidence ${percent(bound.confidencePpm / 1e6)}, ` +
      `if up to ${percent(bound.colludingPpm / 1e6)} of checks collude)`,
  );
  screen.line(`  signed by ${verification.signer}`);
}
