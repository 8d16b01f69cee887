import { readFileSync } from 'node:fs';
import { newPrivateKey, toHex } from '@manyhands/protocol';
import { formatTokens, manyhands, type PayeeReceipt } from '@manyhands/sdk';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';
import { coordinatorUrl, payee } from '../options.ts';
import type { Screen } from '../screen.ts';
import { walletAddress, walletKey, walletPath, writeWallet } from '../wallet-file.ts';

interface Options {
  readonly wallet?: string;
  readonly from?: string;
  readonly coordinator?: string;
  readonly account?: string;
  readonly json?: boolean;
}
type Finish = (code: number) => void;

const WORDS = 12;

const part = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .option('--wallet <file>', 'the file of its private key (this machine’s: .manyhands/wallet.key)')
    .option('--json', 'write one JSON object instead of text');

/** Keys come from files or standard input; on a command line others could read them. */
export const walletCommand = (finish: Finish): Command => {
  const command = new Command('wallet').description('the account that pays for jobs, or earns');
  const parts = [
    part('make', 'make a new account; its key stays in a file that only you may read').action(
      acting<Options>(finish, async (screen, options) =>
        kept(screen, options, `0x${toHex(newPrivateKey())}`),
      ),
    ),
    part('import', 'take an account over: its private key, or the twelve words of one')
      .option('--from <file>', 'where the key or the words are; - for standard input', '-')
      .action(
        acting<Options>(finish, async (screen, options) =>
          kept(screen, options, await keyIn(readSecret(options.from as string))),
        ),
      ),
    part('show', 'show its address, and at a coordinator what it has and earned')
      .option('--coordinator <url>', 'ask there for tokens, coins and earnings', coordinatorUrl)
      .option('--account <address>', 'another address than the wallet’s', payee)
      .action(acting<Options>(finish, show)),
  ];
  for (const each of parts) command.addCommand(each);
  return command;
};

function kept(screen: Screen, { wallet }: Options, privateKey: string): ExitCode {
  const path = walletPath(wallet);
  writeWallet(path, privateKey);
  const address = walletAddress(privateKey);
  screen.line(`${address}  key in ${path}`);
  screen.line('Keep a copy of that file: whoever has it has the account, and without it nobody has.');
  screen.result({ address, file: path });
  return EXIT.ok;
}

const readSecret = (from: string): string => readFileSync(from === '-' ? 0 : from, 'utf8').trim();

/** A private key as it is, or that of twelve words (BIP-39) at the first address that wallets derive from them. */
async function keyIn(text: string): Promise<string> {
  const words = text.toLowerCase().split(/\s+/);
  if (words.length === 1) return text.startsWith('0x') ? text : `0x${text}`;
  const { HDNodeWallet, Mnemonic } = await import('ethers');
  const phrase = words.join(' ');
  if (words.length !== WORDS || !Mnemonic.isValidMnemonic(phrase))
    throw new UsageError(
      `these ${words.length} words are no account: ${WORDS} are needed, in their order, as they were written down`,
    );
  return HDNodeWallet.fromPhrase(phrase).privateKey;
}

async function show(screen: Screen, options: Options): Promise<ExitCode> {
  const address = options.account ?? walletAddress(walletKey(options.wallet));
  screen.line(address);
  if (options.coordinator === undefined) {
    screen.result({ address });
    return EXIT.ok;
  }
  const client = manyhands(options.coordinator);
  const [{ holdings, onChain }, { keepForSilence }] = await Promise.all([
    import('../chain/opened.ts'),
    import('../guard/keep.ts'),
  ]);
  const whose = { account: address, coordinator: options.coordinator };
  const { tokens, coins, receipt, settling } = await onChain(client, async (open) => ({
    ...(await holdings(open, address)),
    receipt: await keepForSilence(client, open, whose),
    settling: open.payments.settling,
  }));
  const { earned, held, rooted, claimed } = await client.payee(address).balance();
  const hand = (units: string | bigint): string => `${formatTokens(BigInt(units))} HAND`;
  screen.line(`  in the wallet ${hand(tokens)}, and ${coins} coins for gas`);
  screen.line(
    `  earned ${hand(earned)}, on hold ${hand(held)}, settled ${hand(rooted)}, claimed ${hand(claimed ?? '0')}`,
  );
  if (receipt !== null) screen.line(`  ${receiptLine(receipt)}`);
  screen.line(`  settlement: ${settling.sentence} So since ${settling.since}.`);
  screen.result({ address, tokens, coins, earned, held, rooted, claimed, receipt, settling });
  return EXIT.ok;
}

const receiptLine = ({ cumulative, dueEpoch }: PayeeReceipt): string =>
  `the operator’s receipt for ${formatTokens(BigInt(cumulative))} HAND is kept here: settled by epoch ${dueEpoch}, or else “manyhands claim --silent” has the hub pay it`;
