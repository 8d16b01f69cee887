import { channelId, fromHex, hubDomain, MAKE_GOOD_SALT, signTyped, VOUCHER } from '@manyhands/protocol';
import { type Admin, formatTokens, manyhands } from '@manyhands/sdk';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import type { OpenChain } from '../chain/opened.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { coordinatorUrl, DEFAULT_COORDINATOR, tokens } from '../options.ts';
import type { Screen } from '../screen.ts';
import { walletAddress, walletKey } from '../wallet-file.ts';
import { type AdminOptions, adminFor } from './admin.ts';
import { refuseShort } from './deposit.ts';

interface Options extends AdminOptions {
  readonly wallet?: string;
}

export const makeGoodCommand = (finish: (code: number) => void): Command =>
  new Command('make-good')
    .description('pay in what the operator lost after its income was settled, so that payees lack nothing')
    .argument('[tokens]', 'HAND, such as 12.5; else what is missing', tokens)
    .option('--coordinator <url>', 'whose', coordinatorUrl, DEFAULT_COORDINATOR)
    .option('--key-file <file>', 'the admin key (else $MANYHANDS_ADMIN_KEY, else .manyhands/keys/admin)')
    .option('--wallet <file>', 'private key (else $MANYHANDS_WALLET_KEY, else this machine’s wallet)')
    .option('--json', 'write one JSON object instead of text')
    .addHelpText(
      'after',
      '\nIt is given out with the next settlements. What is more than was lost is the operator’s again.',
    )
    .action(
      acting<Options, [bigint | undefined]>(finish, async (screen, options, [amount]) => {
        const { onChain } = await import('../chain/opened.ts');
        const privateKey = walletKey(options.wallet);
        return onChain(manyhands(options.coordinator), (open) =>
          payIn(screen, open, { admin: adminFor(options), privateKey, amount }),
        );
      }),
    );

interface Paying {
  readonly admin: Admin;
  readonly privateKey: string;
  /** Absent: what is missing. */
  readonly amount: bigint | undefined;
}

async function payIn(
  screen: Screen,
  open: OpenChain,
  { admin, privateKey, amount }: Paying,
): Promise<ExitCode> {
  const { code, figures } = open.payments.settling;
  const wanted = amount ?? (code === 'OPERATOR_SHORT' ? BigInt(figures.deficit) : 0n);
  const owner = walletAddress(privateKey);
  const key = { researcher: owner, signer: owner, salt: MAKE_GOOD_SALT };
  const { channelState } = await import('../chain/hub-wallet.ts');
  const { depositInto } = await import('../chain/channels.ts');
  const deposited = async () => (await channelState(open.chain, open.payments.hub, key)).deposit;
  const book = async (cumulative: bigint) =>
    admin.makeGood({ channel: key, cumulative, signature: signed(open, { privateKey, key, cumulative }) });
  // What was deposited by a command that broke off counts.
  const before = await deposited();
  let booked = before > 0n ? (await book(before)).booked : 0n;
  let tx: string | null = null;
  if (booked < wanted) {
    await refuseShort(open, owner, wanted - booked);
    tx = await depositInto(open.chain, open.payments, { privateKey, key, amount: wanted - booked });
    booked += (await book(await deposited())).booked;
  }
  screen.line(
    booked === 0n
      ? 'nothing is missing, and nothing was paid in'
      : `${formatTokens(booked)} HAND paid in: the next settlement gives them to whom they are owed`,
  );
  screen.result({ booked, tx });
  return EXIT.ok;
}

function signed(
  { payments: { chainId, hub } }: OpenChain,
  {
    privateKey,
    key,
    cumulative,
  }: {
    readonly privateKey: string;
    readonly key: { readonly researcher: string; readonly signer: string; readonly salt: string };
    readonly cumulative: bigint;
  },
): string {
  const channel = channelId(key.researcher, key.signer, key.salt);
  return signTyped(fromHex(privateKey), hubDomain(BigInt(chainId), hub), VOUCHER, { channel, cumulative });
}
