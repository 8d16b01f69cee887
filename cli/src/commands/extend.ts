import { isKnownError, KnownError } from '@manyhands/protocol';
import { type Client, formatTokens, type Job, type Progress } from '@manyhands/sdk';
import type { Command } from 'commander';
import { Option } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';
import { clientFor } from '../home.ts';
import { tokens } from '../options.ts';
import { paymentOf } from '../payment.ts';
import type { Screen } from '../screen.ts';
import { walletKey } from '../wallet-file.ts';
import { type OfJob, ofJob } from './job.ts';

interface Options extends OfJob {
  readonly maxCost?: bigint;
  readonly by?: bigint;
  readonly wallet?: string;
}

/** Of a job only the budget can be raised afterwards; items are appended to open jobs. */
export const extendCommand = (finish: (code: number) => void): Command =>
  ofJob('extend', 'raise the budget of a paid job, so that one which ran out of it goes on')
    .addOption(
      new Option('--max-cost <tokens>', 'the budget from now on, in HAND').argParser(tokens).conflicts('by'),
    )
    .addOption(new Option('--by <tokens>', 'so much more than now, in HAND').argParser(tokens))
    .option('--wallet <file>', 'private key that deposits what the channel lacks (else as in `run`)')
    .addHelpText('after', '\nItems are added by `manyhands append`, to jobs that were started with --open.')
    .action(acting<Options>(finish, (screen, options, [id]) => extend(screen, options, id)));

async function extend(screen: Screen, options: Options, id: string): Promise<ExitCode> {
  if (options.maxCost === undefined && options.by === undefined)
    throw new UsageError('say the new budget with --max-cost, or how much is added with --by');
  const client = await clientFor(options.coordinator, { key: options.key });
  const job = client.job(id);
  const budget = await budgetFrom(job, options);
  const deposited = await raised(client, job, { budget, wallet: options.wallet });
  const { state, reason, spent } = await job.progress();
  if (deposited > 0n) screen.line(`${formatTokens(deposited)} HAND deposited into the job’s channel`);
  screen.line(
    `the budget is ${formatTokens(budget)} HAND, of which ${formatTokens(BigInt(spent ?? 0))} are spent`,
  );
  if (reason !== null) screen.line(reason.sentence);
  screen.result({ job: id, state, budget, spent: spent ?? '0', deposited, reason });
  return EXIT.ok;
}

async function budgetFrom(job: Job, { maxCost, by }: Options): Promise<bigint> {
  if (maxCost !== undefined) return maxCost;
  return presentBudget(await job.progress()) + (by ?? 0n);
}

function presentBudget({ budget }: Progress): bigint {
  if (budget !== null) return BigInt(budget);
  throw new KnownError('REQUEST_INVALID', 'this job is volunteer science and has no budget to extend');
}

/** Raises the budget, and deposits what its channel lacks for that where that is all that hinders. How much that was. */
async function raised(
  client: Client,
  job: Job,
  { budget, wallet }: { readonly budget: bigint; readonly wallet?: string },
): Promise<bigint> {
  try {
    await job.extend(budget);
    return 0n;
  } catch (error) {
    if (!isKnownError(error) || error.code !== 'VOUCHER_UNCOVERED') throw error;
    const { needed } = (error.details ?? {}) as { needed?: string };
    // Without it the channel is being withdrawn, which no deposit changes.
    if (needed === undefined) throw error;
    const deposited = await fill(client, job, { needed: BigInt(needed), wallet });
    await job.extend(budget);
    return deposited;
  }
}

/** Deposits what is missing by the chain's own word, so that nothing is deposited twice. Throws WALLET_SHORT. */
async function fill(
  client: Client,
  job: Job,
  { needed, wallet }: { readonly needed: bigint; readonly wallet?: string },
): Promise<bigint> {
  const privateKey = walletKey(wallet);
  const { channel } = await job.bill();
  const { channel: key } = await paymentOf(client, channel ?? '', wallet);
  const [{ onChain }, { channelState }, { depositInto }, { refuseShort }] = await Promise.all([
    import('../chain/opened.ts'),
    import('../chain/hub-wallet.ts'),
    import('../chain/channels.ts'),
    import('./deposit.ts'),
  ]);
  return onChain(client, async (open) => {
    const { chain, payments } = open;
    const missing = needed - (await channelState(chain, payments.hub, key)).deposit;
    if (missing <= 0n) return 0n;
    await refuseShort(open, key.researcher, missing);
    await depositInto(chain, payments, { privateKey, key, amount: missing });
    return missing;
  });
}
