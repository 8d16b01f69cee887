import { KnownError } from '@manyhands/protocol';
import { type ClaimQuote, type Client, formatTokens, manyhands, type Payee } from '@manyhands/sdk';
import type { Command } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';
import { tokens } from '../options.ts';
import type { Screen } from '../screen.ts';
import { aborted, stoppable } from '../stop-signal.ts';
import { walletAddress, walletKey } from '../wallet-file.ts';
import { claimFromLeaves, type LeavesOptions } from './claim-leaves.ts';
import { claimSilent } from './claim-silent.ts';
import { paying } from './deposit.ts';

interface Options extends LeavesOptions {
  readonly wallet?: string;
  readonly coordinator: string;
  readonly relay?: boolean;
  readonly maxFee?: bigint;
  readonly quote?: boolean;
  readonly silent?: boolean;
  readonly receipt?: string;
  readonly json?: boolean;
}

const LOOK_MS = 500;

export const claimCommand = (finish: (code: number) => void): Command =>
  paying(
    'claim',
    'have what you earned paid out: by a transaction of your own, or without gas through the relayer',
  )
    .option('--relay', 'sign the relayer’s terms: it pays the gas and takes the fee that they name')
    .option('--max-fee <tokens>', 'with --relay: sign no fee above this', tokens)
    .option('--quote', 'only say what could be claimed, and the relayer’s fee; nothing is signed')
    .option(
      '--silent',
      'once the hub has had no root for long: pay your kept receipt, without the coordinator',
    )
    .option('--receipt <file>', 'with --silent: another receipt than the one kept here')
    .option(
      '--leaves <place>',
      'claim without a coordinator, from published leaves: a file or an http address; with --silent also a folder, or a URL with {hash} (again for more)',
      (text, before: readonly string[] = []) => [...before, text],
    )
    .option('--rpc <url>', 'with --leaves: the chain')
    .option('--hub <address>', 'with --leaves: the hub on that chain')
    .action(acting<Options>(finish, claim));

function claim(screen: Screen, options: Options): Promise<ExitCode> {
  const privateKey = walletKey(options.wallet);
  if (options.silent) return claimSilent(screen, options, privateKey);
  if (options.receipt !== undefined) throw new UsageError('--receipt belongs to --silent');
  if (options.leaves !== undefined) return claimFromLeaves(screen, options, privateKey);
  const payee = manyhands(options.coordinator).payee(walletAddress(privateKey));
  if (options.quote) return showQuote(screen, payee, manyhands(options.coordinator));
  if (!options.relay) return claimAlone(screen, options, privateKey);
  return stoppable(
    () => screen.line('not waiting: the relayer goes on, and “manyhands claim --quote” says how it went'),
    (signal) => claimRelayed(signal, screen, { options, payee, privateKey }),
  );
}

async function showQuote(screen: Screen, payee: Payee, client: Client): Promise<ExitCode> {
  const [quote, { settling }] = await Promise.all([payee.quote(), client.payments()]);
  for (const line of quoteLines(quote)) screen.line(line);
  screen.line(`settlement: ${settling.sentence}`);
  screen.result({ ...quote, settling });
  return EXIT.ok;
}

const hand = (units: string): string => `${formatTokens(BigInt(units))} HAND`;

function quoteLines({ due, fee, net, reason, last }: ClaimQuote): string[] {
  return [
    `${hand(due)} are settled and not claimed`,
    reason === null ? `the relayer’s fee is ${hand(fee)}: ${hand(net)} would be yours` : reason.sentence,
    ...(last === null
      ? []
      : [`the last relayed claim: ${last.state}${last.why === '' ? '' : ` (${last.why})`}`]),
  ];
}

/** By the wallet's own transaction: it needs coins for the gas, and pays no fee. */
async function claimAlone(screen: Screen, options: Options, privateKey: string): Promise<ExitCode> {
  const client = manyhands(options.coordinator);
  const payee = client.payee(walletAddress(privateKey));
  const { onChain } = await import('../chain/opened.ts');
  const { claimAt } = await import('../chain/channels.ts');
  const { rooted, claimed } = await payee.balance();
  const due = BigInt(rooted) - BigInt(claimed ?? 0);
  if (due <= 0n) throw nothingDue(payee.address);
  const proof = await payee.proof();
  const { keepForSilence } = await import('../guard/keep.ts');
  return onChain(client, async (open) => {
    const { chain, payments } = open;
    await keepForSilence(client, open, { account: payee.address, coordinator: options.coordinator });
    const tx = await claimAt(chain, payments, privateKey, proof);
    screen.line(`${formatTokens(due)} HAND paid to ${payee.address}`);
    screen.result({ account: payee.address, amount: due, fee: 0n, tx });
    return EXIT.ok;
  });
}

const nothingDue = (address: string): KnownError =>
  new KnownError(
    'PAYEE_UNROOTED',
    `nothing is settled for ${address} that was not paid out: what is earned is settled at the next epoch`,
  );

interface Relaying {
  readonly options: Options;
  readonly payee: Payee;
  readonly privateKey: string;
}

async function claimRelayed(
  signal: AbortSignal,
  screen: Screen,
  { options, payee, privateKey }: Relaying,
): Promise<ExitCode> {
  const client = manyhands(options.coordinator);
  const quote = await payee.quote();
  refuseQuote(quote, payee.address, options.maxFee);
  screen.line(`signing: ${hand(quote.fee)} to the relayer, ${hand(quote.net)} to ${payee.address}`);
  await payee.relay(quote, await client.payments(), privateKey);
  const last = await followed(signal, screen, payee);
  screen.line(last.state === 'done' ? `paid: ${hand(quote.net)}` : `${last.state} ${last.why}`.trim());
  screen.result({ account: payee.address, amount: quote.due, net: quote.net, ...last });
  return last.state === 'dropped' ? EXIT.failed : EXIT.ok;
}

/** Before anything is signed. */
function refuseQuote({ reason, fee, due }: ClaimQuote, address: string, maxFee?: bigint): void {
  if (reason?.code === 'NOTHING_DUE') throw nothingDue(address);
  if (reason?.code === 'PENDING') throw new KnownError('CLAIM_PENDING', reason.sentence);
  if (reason !== null) throw new KnownError('CLAIM_BELOW_GAS', reason.sentence);
  if (maxFee !== undefined && BigInt(fee) > maxFee)
    throw new KnownError(
      'CLAIM_BELOW_GAS',
      `the relayer asks ${hand(fee)} for ${hand(due)}, more than --max-fee; nothing was signed: wait for cheaper gas, or allow more`,
    );
}

type Last = NonNullable<ClaimQuote['last']>;

/** Until the claim is done or dropped, or nobody waits any more. */
async function followed(signal: AbortSignal, screen: Screen, payee: Payee): Promise<Last> {
  for (;;) {
    const { last } = await payee.quote();
    if (last !== null && (last.state === 'done' || last.state === 'dropped' || signal.aborted)) return last;
    screen.live([`the claim is ${last?.state ?? 'asked'}`]);
    const timer = new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    await Promise.race([timer, aborted(signal)]);
  }
}
