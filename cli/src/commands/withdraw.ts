import { KnownError } from '@manyhands/protocol';
import { formatTokens, manyhands } from '@manyhands/sdk';
import { Command } from 'commander';
import { acting } from '../acting.ts';
import type { Channel, ExitStep } from '../chain/channels.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { duration } from '../progress-lines.ts';
import type { Screen } from '../screen.ts';
import { walletAddress, walletKey } from '../wallet-file.ts';
import { paying } from './deposit.ts';

interface Options {
  readonly wallet?: string;
  readonly coordinator: string;
  readonly json?: boolean;
}
type Finish = (code: number) => void;
type Verb = 'show' | 'begin' | 'cancel' | 'finish';

const VERBS: Readonly<Record<Verb, string>> = {
  show: 'show your channels: what is in them, and when an exit that was begun may be finished',
  begin:
    'begin to take out what is not spent; vouchers that you signed are redeemed in the window that follows',
  cancel: 'take the beginning of an exit back, so that the channel pays again',
  finish: 'take out what is left, once the window is over',
};

/** A way out that needs nobody: neither the coordinator nor its operator can stop it. */
export const withdrawCommand = (finish: Finish): Command => {
  const command = new Command('withdraw').description(
    'take unspent deposits back out of the hub, without anybody’s consent',
  );
  for (const verb of Object.keys(VERBS) as Verb[])
    command.addCommand(
      (verb === 'show'
        ? paying(verb, VERBS[verb])
        : paying(verb, VERBS[verb]).argument(
            '[channel]',
            'its id, or the beginning of it (all that this fits)',
          )
      ).action(
        acting<Options>(finish, (screen, options, [channel]) => withdraw(screen, options, { verb, channel })),
      ),
    );
  return command;
};

interface Wish {
  readonly verb: Verb;
  readonly channel?: string;
}

async function withdraw(screen: Screen, options: Options, { verb, channel }: Wish): Promise<ExitCode> {
  const privateKey = walletKey(options.wallet);
  const [{ onChain }, { channelsOf, exitStep, exitWindow }] = await Promise.all([
    import('../chain/opened.ts'),
    import('../chain/channels.ts'),
  ]);
  return onChain(manyhands(options.coordinator), async ({ chain, payments }) => {
    const list = () => channelsOf(chain, payments, walletAddress(privateKey));
    const before = await list();
    const now = Number((await chain.getBlock('latest'))?.timestamp);
    const chosen = verb === 'show' ? [] : chosenFrom(before, { verb, channel }, now);
    for (const { key } of chosen) await exitStep(chain, payments, { privateKey, key, step: STEPS[verb] });
    const window = await exitWindow(chain, payments);
    const after = verb === 'show' ? before : await list();
    for (const line of channelLines(after, { window, now })) screen.line(line);
    screen.result({
      window,
      channels: after.map(({ key, ...rest }) => ({ ...rest, salt: key.salt })),
      changed: chosen.map(({ id }) => id),
    });
    return EXIT.ok;
  });
}

const STEPS: Readonly<Record<Verb, ExitStep>> = {
  show: 'requestExit',
  begin: 'requestExit',
  cancel: 'cancelExit',
  finish: 'exit',
};

/**
 * The channels that a verb can do something with. Throws CHANNEL_UNKNOWN where there is none, CHAIN_REFUSED where all have to
 * wait. `now`: the chain's, in seconds since 1970.
 */
function chosenFrom(all: readonly Channel[], { verb, channel = '' }: Wish, now: number): Channel[] {
  const fits = ({ deposit, spent, exitAt }: Channel): boolean =>
    verb === 'begin' ? exitAt === null && deposit > spent : exitAt !== null;
  const chosen = all.filter((each) => each.id.startsWith(channel.toLowerCase()) && fits(each));
  if (chosen.length === 0) throw noneFits(verb, channel);
  const ready = verb === 'finish' ? chosen.filter(({ exitAt }) => Number(exitAt) <= now) : chosen;
  if (ready.length > 0) return ready;
  const first = Math.min(...chosen.map(({ exitAt }) => Number(exitAt)));
  throw new KnownError('CHAIN_REFUSED', `it is too early; ${exitWords(first - now)}`);
}

function noneFits(verb: Verb, prefix: string): KnownError {
  const what =
    verb === 'begin' ? 'has anything to take out that is not on its way' : 'has an exit that was begun';
  const which = prefix === '' ? '' : ` that begins with ${prefix}`;
  return new KnownError(
    'CHANNEL_UNKNOWN',
    `no channel of this wallet${which} ${what}: “manyhands withdraw show” lists them`,
  );
}

function channelLines(
  channels: readonly Channel[],
  { window, now }: { window: number; now: number },
): string[] {
  if (channels.length === 0) return ['This wallet never deposited anything here.'];
  const lines = channels.map(({ id, deposit, spent, exitAt }) => {
    const money = `${formatTokens(deposit - spent)} HAND left of ${formatTokens(deposit)}`;
    return `${id}  ${money}${exitAt === null ? '' : `, ${exitWords(exitAt - now)}`}`;
  });
  return [...lines, `An exit may be finished ${duration(window)} after it was begun.`];
}

const exitWords = (left: number): string =>
  left > 0 ? `exit begun: may be finished in ${duration(left)}` : 'exit begun: may be finished now';
