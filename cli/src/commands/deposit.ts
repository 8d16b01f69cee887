import { KnownError } from '@manyhands/protocol';
import { formatTokens, manyhands } from '@manyhands/sdk';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import type { OpenChain } from '../chain/opened.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';
import { coordinatorUrl, DEFAULT_COORDINATOR, tokens } from '../options.ts';
import type { Screen } from '../screen.ts';
import { walletAddress, walletKey } from '../wallet-file.ts';

interface Options {
  readonly wallet?: string;
  readonly coordinator: string;
  readonly json?: boolean;
}

/** A command that moves money: a wallet, and the coordinator whose chain it is. */
export const paying = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .option('--wallet <file>', 'private key (else $MANYHANDS_WALLET_KEY, else this machine’s wallet)')
    .option('--coordinator <url>', 'whose hub it is', coordinatorUrl, DEFAULT_COORDINATOR)
    .option('--json', 'write one JSON object instead of text');

export const depositCommand = (finish: (code: number) => void): Command =>
  paying('deposit', 'put tokens into the hub, from which `run --from-deposit` pays')
    .argument('<tokens>', 'HAND, such as 12.5', tokens)
    .addHelpText(
      'after',
      '\nWhat is not spent comes back with `manyhands withdraw`, without anybody’s consent.',
    )
    .action(
      acting<Options, [bigint]>(finish, (screen, options, [amount]) => deposit(screen, options, amount)),
    );

async function deposit(screen: Screen, options: Options, amount: bigint): Promise<ExitCode> {
  if (amount === 0n) throw new UsageError('nothing is deposited with 0: say how many HAND, such as 12.5');
  const privateKey = walletKey(options.wallet);
  const { onChain } = await import('../chain/opened.ts');
  return onChain(manyhands(options.coordinator), async (open) => {
    await refuseShort(open, walletAddress(privateKey), amount);
    const { depositChannel, depositInto } = await import('../chain/channels.ts');
    const { channelState } = await import('../chain/hub-wallet.ts');
    const { chain, payments } = open;
    const key = depositChannel(privateKey);
    const tx = await depositInto(chain, payments, { privateKey, key, amount });
    const { deposit, spent } = await channelState(chain, payments.hub, key);
    screen.line(
      `${formatTokens(amount)} HAND deposited; ${formatTokens(deposit - spent)} HAND are there to be spent`,
    );
    screen.result({ tx, amount, deposit, spent });
    return EXIT.ok;
  });
}

/** Throws WALLET_SHORT where a wallet has not so many tokens, or no coins for the gas. */
export async function refuseShort(open: OpenChain, address: string, amount: bigint): Promise<void> {
  const { holdings } = await import('../chain/opened.ts');
  const { tokens, hasCoins } = await holdings(open, address);
  if (tokens < amount)
    throw new KnownError(
      'WALLET_SHORT',
      `the wallet ${address} has ${formatTokens(tokens)} HAND, not ${formatTokens(amount)}: send it tokens, or deposit less`,
    );
  if (!hasCoins)
    throw new KnownError(
      'WALLET_SHORT',
      `the wallet ${address} has no coins of the chain for the gas: send it some`,
    );
}
