import { Command } from 'commander';
import { acting } from '../acting.ts';
import type { HubTerms } from '../chain/guarded-hub.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { publishedAt } from '../guard/leaves.ts';
import type { Deed, Look, Watch } from '../guard/look.ts';
import { keptReceipts, receiptIn } from '../guard/receipts-file.ts';
import { type HubOptions, hubPlace, withHub } from '../hub-place.ts';
import { payee, wholeNumber } from '../options.ts';
import type { Screen } from '../screen.ts';
import { aborted, stoppable } from '../stop-signal.ts';
import { walletAddress, walletKey } from '../wallet-file.ts';

interface Options extends HubOptions {
  readonly wallet?: string;
  readonly leaves?: readonly string[];
  readonly receipt?: readonly string[];
  readonly account?: readonly string[];
  readonly demands: number;
  readonly reportOnly?: boolean;
  readonly once?: boolean;
  readonly json?: boolean;
}

/** In milliseconds. A root waits a whole activation delay, in whose first part demands are taken. */
const LOOKS_PER_DELAY = 20;
const LEAST_PAUSE = 500;
const LONGEST_PAUSE = 60_000;

const several = (text: string, before: readonly string[] = []): string[] => [...before, text];

export const guardCommand = (finish: (code: number) => void): Command =>
  withHub(
    new Command('guard').description(
      'watch what a hub’s operator posts, for everybody whom it owes: roots that take back, leave out or hide are cancelled',
    ),
  )
    .option(
      '--leaves <place>',
      'where lists of leaves are: a folder, a file, a URL with {hash} (again for more)',
      several,
    )
    .option('--receipt <file>', 'a receipt to watch besides those kept here (again for more)', several)
    .option(
      '--account <address>',
      'whose leaf is demanded first where leaves are hidden (again for more)',
      (text, before: readonly string[] = []) => [...before, payee(text)],
    )
    .option(
      '--demands <n>',
      'leaves to demand at most of a root whose list is hidden; each takes a stake',
      wholeNumber(0, 100),
      3,
    )
    .option(
      '--wallet <file>',
      'pays for gas and stakes (else $MANYHANDS_WALLET_KEY, else this machine’s wallet)',
    )
    .option('--report-only', 'say what is wrong, and send nothing; needs no wallet')
    .option('--once', 'look once; the code is 1 where something is wrong')
    .option('--json', 'write one JSON object instead of text')
    .addHelpText(
      'after',
      '\nHalf of the bond that an operator loses is the watcher’s. A demand that is answered costs its stake.\nLists of leaves are kept under .manyhands/leaves.',
    )
    .action(
      acting<Options>(finish, (screen, options) =>
        stoppable(
          () => screen.line('stopping'),
          (signal) => guard(screen, options, signal),
        ),
      ),
    );

async function guard(screen: Screen, options: Options, signal: AbortSignal): Promise<ExitCode> {
  const { atHub } = await import('../chain/at-hub.ts');
  const place = await hubPlace(options);
  return atHub(place, async (hub) => {
    // Receipts that are kept meanwhile are watched as well.
    const watchNow = (): Watch => ({ ...watchOf(options, place.hub), hub, rpcUrl: place.rpcUrl });
    const watch = watchNow();
    const terms = await hub.terms();
    screen.line(`watching the hub ${place.hub} of the operator ${terms.operator}`);
    if (options.once) return once(screen, watch);
    const deeds = await again(screen, watchNow, { terms, signal });
    screen.result({ hub: place.hub, deeds });
    return EXIT.ok;
  });
}

function watchOf(options: Options, hub: string): Omit<Watch, 'hub' | 'rpcUrl'> {
  const privateKey = options.reportOnly ? null : walletKey(options.wallet);
  const wallet = privateKey === null ? null : { privateKey, address: walletAddress(privateKey) };
  const published = options.coordinator === undefined ? [] : [publishedAt(options.coordinator)];
  const receipts = [...keptReceipts(), ...(options.receipt ?? []).map(receiptIn)].filter(
    (each) => each.hub.toLowerCase() === hub.toLowerCase(),
  );
  const accounts = [...(options.account ?? []), ...receipts.map(({ account }) => account.toLowerCase())];
  return {
    wallet,
    places: [...(options.leaves ?? []), ...published],
    receipts,
    wishes: { most: options.demands, accounts, random: Math.random },
  };
}

async function once(screen: Screen, watch: Watch): Promise<ExitCode> {
  const { lookAtHub } = await import('../guard/look.ts');
  const look = await lookAtHub(watch);
  tell(screen, look);
  screen.result({
    ...{ hub: watch.hub.address, epoch: look.state.epoch, isPending: look.state.isPending },
    ...{ missing: look.missing, deeds: look.deeds },
  });
  const isWrong = look.missing.length > 0 || look.deeds.some(({ what }) => what !== 'close');
  return isWrong ? EXIT.failed : EXIT.ok;
}

/** Looks until it is stopped, whatever fails in between. */
async function again(
  screen: Screen,
  watchNow: () => Watch,
  { terms, signal }: { readonly terms: HubTerms; readonly signal: AbortSignal },
): Promise<Deed[]> {
  const { lookAtHub } = await import('../guard/look.ts');
  const pause = Math.min(
    LONGEST_PAUSE,
    Math.max(LEAST_PAUSE, (terms.activationDelay * 1000) / LOOKS_PER_DELAY),
  );
  const deeds: Deed[] = [];
  const told = new Set<string>();
  while (!signal.aborted) {
    try {
      const look = await lookAtHub(watchNow());
      const fresh = { ...look, deeds: look.deeds.filter((each) => isNew(told, each)) };
      tell(screen, fresh);
      deeds.push(...fresh.deeds);
    } catch (error) {
      screen.error(error);
    }
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      aborted(signal),
      new Promise((resolve) => {
        timer = setTimeout(resolve, pause);
      }),
    ]);
    clearTimeout(timer);
  }
  return deeds;
}

/** What is only reported, or refused for the same reason again, is said once. */
function isNew(told: Set<string>, { what, why, tx, failure }: Deed): boolean {
  const key = `${what} ${why} ${tx} ${failure}`;
  if (told.has(key)) return false;
  told.add(key);
  return true;
}

const DEEDS: Readonly<Record<Deed['what'], string>> = {
  cancel: 'the pending root is cancelled',
  demandLeaf: 'a leaf is demanded',
  demandReceipt: 'what a receipt says is demanded',
  close: 'a demand is closed',
};

function tell(screen: Screen, { state, missing, deeds }: Look): void {
  for (const { what, why, tx, failure } of deeds) {
    const outcome = tx ?? (failure === null ? 'only reported' : `not done: ${failure}`);
    screen.line(`${DEEDS[what]}: ${why} (${outcome})`);
  }
  const hidden = missing.map((epoch) => `; the leaves of epoch ${epoch} are nowhere to be had`).join('');
  const age = formatAge(state.now - state.postedAt);
  screen.live([
    `epoch ${state.epoch} ${state.isPending ? 'is pending' : `stands, posted ${age} ago`}${hidden}`,
  ]);
}

const formatAge = (seconds: number): string =>
  seconds < 7_200 ? `${Math.max(0, Math.round(seconds / 60))} min` : `${Math.round(seconds / 3_600)} h`;
