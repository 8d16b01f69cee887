import { setTimeout as wait } from 'node:timers/promises';
import { KnownError } from '@manyhands/protocol';
import { formatTokens, manyhands } from '@manyhands/sdk';
import { Command } from 'commander';
import type { JsonRpcProvider } from 'ethers';
import { acting } from '../acting.ts';
import type { Channel, ExitStep } from '../chain/channels.ts';
import type { HubAt, HubPlace } from '../chain/opened.ts';
import { EXIT, type ExitCode, UsageError } from '../exit-codes.ts';
import { coordinatorUrl, payee } from '../options.ts';
import { duration } from '../progress-lines.ts';
import type { Screen } from '../screen.ts';
import { stoppable } from '../stop-signal.ts';
import { walletAddress, walletKey } from '../wallet-file.ts';
import { paying } from './deposit.ts';

interface Options {
  readonly wallet?: string;
  readonly coordinator: string;
  readonly json?: boolean;
  readonly hub?: string;
  readonly rpc?: string;
}
type Finish = (code: number) => void;
type Verb = 'show' | 'begin' | 'cancel' | 'finish' | 'exit';

const VERBS: Readonly<Record<Verb, string>> = {
  show: 'show your channels: what is in them, and when an exit that was begun may be finished',
  begin:
    'begin to take out what is not spent; vouchers that you signed are redeemed in the window that follows',
  cancel: 'take the beginning of an exit back, so that the channel pays again',
  finish: 'take out what is left, once the window is over',
  exit: 'all of it: begin, wait until the window is over, and take out what is left; broken off, it goes on where it was',
};

/** A way out that needs nobody: neither the coordinator nor its operator can stop it. */
export const withdrawCommand = (finish: Finish): Command => {
  const command = new Command('withdraw').description(
    'take unspent deposits back out of the hub, without anybody’s consent',
  );
  for (const verb of Object.keys(VERBS) as Verb[])
    command.addCommand(
      (verb === 'show'
        ? atHubItself(verb)
        : atHubItself(verb).argument('[channel]', 'its id, or the beginning of it (all that this fits)')
      ).action(
        acting<Options>(finish, (screen, options, [channel]) => withdraw(screen, options, { verb, channel })),
      ),
    );
  return command;
};

const atHubItself = (verb: Verb): Command =>
  paying(verb, VERBS[verb])
    .option('--hub <address>', 'the hub itself, with --rpc: no coordinator is asked for anything', payee)
    .option('--rpc <url>', 'a node of the chain on which it is', coordinatorUrl);

interface Wish {
  readonly verb: Verb;
  readonly channel?: string;
}

async function withdraw(screen: Screen, options: Options, wish: Wish): Promise<ExitCode> {
  const place = placeFrom(options);
  const privateKey = walletKey(options.wallet);
  const { atHub } = await import('../chain/opened.ts');
  const act = (signal: AbortSignal) =>
    atHub(manyhands(options.coordinator), place, async ({ chain, payments }) => {
      const leaving = { chain, hub: payments, privateKey, screen, signal };
      return wish.verb === 'exit' ? exitWhole(leaving, wish) : step(leaving, wish);
    });
  return stoppable(() => screen.line('stopping; run the same command again to continue'), act);
}

function placeFrom({ hub, rpc }: Options): HubPlace | null {
  if (hub === undefined && rpc === undefined) return null;
  if (hub === undefined || rpc === undefined)
    throw new UsageError('the hub itself is named by both --hub and --rpc');
  return { hub, rpcUrl: rpc };
}

interface Leaving {
  readonly chain: JsonRpcProvider;
  readonly hub: HubAt;
  readonly privateKey: string;
  readonly screen: Screen;
  readonly signal: AbortSignal;
}

/** How the wallet's channels stand, and the chain's time in seconds since 1970. */
async function look({ chain, hub, privateKey }: Leaving) {
  const { channelsOf } = await import('../chain/channels.ts');
  const channels = await channelsOf(chain, hub, walletAddress(privateKey));
  // The pending block carries the present time; the latest one is as old as the last transaction.
  const block = await chain.getBlock('pending').catch(() => chain.getBlock('latest'));
  return { channels, now: Number(block?.timestamp) };
}

async function take(
  { chain, hub, privateKey }: Leaving,
  step: ExitStep,
  chosen: readonly Channel[],
): Promise<void> {
  const { exitStep } = await import('../chain/channels.ts');
  for (const { key } of chosen) await exitStep(chain, hub, { privateKey, key, step });
}

async function step(leaving: Leaving, wish: Wish): Promise<ExitCode> {
  const { channels, now } = await look(leaving);
  const chosen = wish.verb === 'show' ? [] : chosenFrom(channels, wish, now);
  await take(leaving, STEPS[wish.verb], chosen);
  return tell(leaving, chosen);
}

/** Between looks at the chain's time. */
const LOOK_MS = 5_000;

/** What was begun before counts as begun. Ends early, with nothing lost, where it is told to stop. */
async function exitWhole(leaving: Leaving, { channel }: Wish): Promise<ExitCode> {
  const before = await look(leaving);
  const leaves = before.channels.filter((each) => isLeft(each) || each.exitAt !== null);
  const chosen = chosenFrom(leaves, { verb: 'exit', channel }, before.now);
  await take(
    leaving,
    'requestExit',
    chosen.filter(({ exitAt }) => exitAt === null),
  );
  const ids = new Set(chosen.map(({ id }) => id));
  let told = false;
  while (!leaving.signal.aborted) {
    const { channels, now } = await look(leaving);
    const exiting = channels.filter(({ id, exitAt }) => ids.has(id) && exitAt !== null);
    const ready = exiting.filter(({ exitAt }) => Number(exitAt) <= now);
    await take(leaving, 'exit', ready);
    if (ready.length === exiting.length) return tell(leaving, chosen);
    if (!told) leaving.screen.line(exitWords(Math.max(...exiting.map(({ exitAt }) => Number(exitAt))) - now));
    told = true;
    await wait(LOOK_MS, undefined, { signal: leaving.signal }).catch(() => undefined);
  }
  await tell(leaving, []);
  return EXIT.failed;
}

async function tell(leaving: Leaving, changed: readonly Channel[]): Promise<ExitCode> {
  const { exitWindow } = await import('../chain/channels.ts');
  const window = await exitWindow(leaving.chain, leaving.hub);
  const { channels, now } = await look(leaving);
  const { screen } = leaving;
  for (const line of channelLines(channels, { window, now })) screen.line(line);
  screen.result({
    window,
    channels: channels.map(({ key, ...rest }) => ({ ...rest, salt: key.salt })),
    changed: changed.map(({ id }) => id),
  });
  return EXIT.ok;
}

const STEPS: Readonly<Record<Verb, ExitStep>> = {
  show: 'requestExit',
  begin: 'requestExit',
  cancel: 'cancelExit',
  finish: 'exit',
  exit: 'exit',
};

const isLeft = ({ deposit, spent }: Channel): boolean => deposit > spent;

/**
 * The channels that a verb can do something with. Throws CHANNEL_UNKNOWN where there is none, CHAIN_REFUSED where all have to
 * wait. `now`: the chain's, in seconds since 1970.
 */
function chosenFrom(all: readonly Channel[], { verb, channel = '' }: Wish, now: number): Channel[] {
  const fits = (each: Channel): boolean => {
    if (verb === 'exit') return true;
    return verb === 'begin' ? each.exitAt === null && isLeft(each) : each.exitAt !== null;
  };
  const chosen = all.filter((each) => each.id.startsWith(channel.toLowerCase()) && fits(each));
  if (chosen.length === 0) throw noneFits(verb, channel);
  const ready = verb === 'finish' ? chosen.filter(({ exitAt }) => Number(exitAt) <= now) : chosen;
  if (ready.length > 0) return ready;
  const first = Math.min(...chosen.map(({ exitAt }) => Number(exitAt)));
  throw new KnownError('CHAIN_REFUSED', `it is too early; ${exitWords(first - now)}`);
}

function noneFits(verb: Verb, prefix: string): KnownError {
  const what =
    verb === 'begin' || verb === 'exit'
      ? 'has anything to take out that is not on its way'
      : 'has an exit that was begun';
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
