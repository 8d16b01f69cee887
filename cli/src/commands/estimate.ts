import type { Client, Estimate, Job } from '@manyhands/sdk';
import type { Command } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { clientFor } from '../home.ts';
import { inputsFrom } from '../input-options.ts';
import { type AskedJob, askingJob, wantedFrom } from '../job-options.ts';
import { showingPlace } from '../keep-options.ts';
import { kernelNamed, namingFile } from '../kernel-input.ts';
import { fuel, showEstimate } from '../progress-lines.ts';
import type { Screen } from '../screen.ts';
import { tellVisible } from '../told.ts';

/** Nobody's channel: a quote asks for one, and only a start looks whether anything is in it. */
const NOBODY = `0x${'00'.repeat(20)}`;
const CHANNEL = { researcher: NOBODY, signer: NOBODY, salt: `0x${'00'.repeat(32)}` };
const UNBOUNDED = 10n ** 17n;

export const estimateCommand = (finish: (code: number) => void): Command =>
  askingJob('estimate', 'say what a job would cost and take and prove; nothing is started, nothing is paid')
    .addHelpText(
      'after',
      '\nKernel and inputs are sent, and some items tried, as for a job; no wallet is needed.',
    )
    .action(acting<AskedJob>(finish, estimate));

async function estimate(screen: Screen, options: AskedJob, [kernel]: string[]): Promise<ExitCode> {
  const input = kernelNamed(kernel, options);
  tellVisible(screen, options);
  const client = await clientFor(options.coordinator, { key: options.key });
  const quote = await quoted(client, kernel, options);
  const found = ('kernel' in input ? await quote() : await namingFile(input, quote)).estimate as Estimate;
  showEstimate(screen, found);
  screen.line(
    `  ${fuel(found.fuelPerItem)} fuel an item, capped at ${fuel(found.fuelCap)}; nothing was started`,
  );
  const affordable = budgetCovers(options, found);
  if (affordable === false) screen.line('  more than --max-cost: raise it, or lower --price');
  screen.result({ ...found, withinMaxCost: affordable });
  return affordable === false ? EXIT.refused : EXIT.ok;
}

const budgetCovers = ({ budget }: AskedJob, { cost }: Estimate): boolean | null =>
  budget === undefined || cost === null ? null : BigInt(cost) <= budget;

async function quoted(client: Client, kernel: string, options: AskedJob): Promise<() => Promise<Job>> {
  const { price, budget = UNBOUNDED } = options;
  const inputs = await inputsFrom(options, options.coordinator);
  const wanted = await wantedFrom(client, kernel, options);
  const pay =
    price === undefined
      ? undefined
      : {
          perCoreHour: price,
          budget,
          payment: { channel: CHANNEL, signer: { privateKey: '' }, limit: 0n },
        };
  return () =>
    showingPlace(wanted.keep, () => client.quote(kernelNamed(kernel, options), inputs, { ...wanted, pay }));
}
