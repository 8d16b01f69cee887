import { KnownError } from '@manyhands/protocol';
import { formatTokens } from '@manyhands/sdk';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import type { Bond, GuardedHub } from '../chain/guarded-hub.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';
import { type HubOptions, hubPlace, withHub } from '../hub-place.ts';
import { tokens } from '../options.ts';
import { duration } from '../progress-lines.ts';
import type { Screen } from '../screen.ts';
import { walletAddress, walletKey } from '../wallet-file.ts';

interface Options extends HubOptions {
  readonly wallet?: string;
  readonly json?: boolean;
}
type Finish = (code: number) => void;

const part = (name: string, description: string): Command =>
  withHub(new Command(name).description(description)).option(
    '--json',
    'write one JSON object instead of text',
  );

const paying = (name: string, description: string): Command =>
  part(name, description).option(
    '--wallet <file>',
    'private key (else $MANYHANDS_WALLET_KEY, else this machine’s wallet)',
  );

/** What the operator loses when a root of its is cancelled. */
export const bondCommand = (finish: Finish): Command => {
  const command = new Command('bond').description(
    'the operator’s bond at the hub: half of it goes to whoever shows that a root took something back, the rest to nobody',
  );
  command.addCommand(
    part('show', 'say how much is there, and when it may be withdrawn').action(
      acting<Options>(finish, (screen, options) => atBond(screen, options, async () => null)),
    ),
  );
  command.addCommand(
    paying('add', 'add to it; anyone may, and only the operator can take it out')
      .argument('<tokens>', 'HAND, such as 100', tokens)
      .action(acting<Options, [bigint]>(finish, add)),
  );
  command.addCommand(
    paying('request', 'begin to take it out; what happens until then still costs it').action(
      acting<Options>(finish, (screen, options) =>
        atBond(screen, options, (hub) => asOperator(hub, options, (key) => hub.requestBondExit(key))),
      ),
    ),
  );
  command.addCommand(
    paying('withdraw', 'take all of it out, once the window is over').action(
      acting<Options>(finish, (screen, options) =>
        atBond(screen, options, (hub) => asOperator(hub, options, (key) => hub.withdrawBond(key))),
      ),
    ),
  );
  return command;
};

async function add(screen: Screen, options: Options, [amount]: [bigint]): Promise<ExitCode> {
  if (amount === 0n) throw new UsageError('nothing is added with 0: say how many HAND, such as 100');
  const privateKey = walletKey(options.wallet);
  return atBond(screen, options, (hub) => hub.addBond(privateKey, amount));
}

/** Throws CHAIN_REFUSED before anything is sent where the wallet is somebody else's. */
async function asOperator(
  hub: GuardedHub,
  { wallet }: Options,
  act: (privateKey: string) => Promise<string>,
): Promise<string> {
  const privateKey = walletKey(wallet);
  const { operator } = await hub.terms();
  if (walletAddress(privateKey) === operator) return act(privateKey);
  throw new KnownError(
    'CHAIN_REFUSED',
    `only the hub’s operator ${operator} may take the bond out: name its key with --wallet`,
  );
}

async function atBond(
  screen: Screen,
  options: Options,
  act: (hub: GuardedHub) => Promise<string | null>,
): Promise<ExitCode> {
  const { atHub } = await import('../chain/at-hub.ts');
  return atHub(await hubPlace(options), async (hub) => {
    const tx = await act(hub);
    const [bond, { now }, { operator, exitWindow }] = await Promise.all([
      hub.bond(),
      hub.state(),
      hub.terms(),
    ]);
    screen.line(bondLine(bond, now, exitWindow));
    screen.result({ hub: hub.address, operator, ...bond, tx });
    return EXIT.ok;
  });
}

/** `now`: the chain's, in seconds since 1970; `window`: seconds, for which it may be withdrawn once it may. */
function bondLine({ amount, exitAt }: Bond, now: number, window: number): string {
  const held = `the bond is ${formatTokens(amount)} HAND`;
  if (exitAt === null) return held;
  if (now < exitAt)
    return `${held}, and may be withdrawn in ${duration(exitAt - now)}, for ${duration(window)}`;
  return now < exitAt + window
    ? `${held}, and may be withdrawn for ${duration(exitAt + window - now)} more, unless a root waits`
    : `${held}; the request to withdraw it has run out: request it again`;
}
