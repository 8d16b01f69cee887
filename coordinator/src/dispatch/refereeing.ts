/** Trusted execution: what the referee says is the truth, and what it cannot execute is held against nobody. */
import { ITEM_STATUS, type ItemIndex, type ItemResult, isKnownError } from '@manyhands/protocol';
import type { RefereeResult } from './ports.ts';
import type { OpenSlice } from './state.ts';
import type { World } from './world.ts';

/** How often the referee tries what it has no memory, stack or time for. */
const TRIES = 3;
/** How long to wait before asking again when the trouble is not the item's. */
const AGAIN_MS = 1_000;
/** Items before the referee at once; the rest waits here, in order of priority. */
const AT_ONCE = 64;

/** What waits for what: a dispute for nothing, an audit for units that only the referee can decide. */
export const PRIORITY = { dispute: 0, unit: 1, audit: 2 } as const;

export interface RefereeRun {
  readonly slice: OpenSlice;
  readonly items: readonly ItemIndex[];
  readonly priority: (typeof PRIORITY)[keyof typeof PRIORITY];
  /** Whether to measure how long they take. */
  readonly timed?: boolean;
  /** Asked before the items are executed, and before the outcome is used: the question may have settled itself. */
  stillWanted(): boolean;
  done(results: RefereeResult[]): void;
  /**
   * The items end the referee's sandbox. That is no result: a device with a deeper stack or more time may have
   * executed them honestly.
   */
  unable(): void;
}

export function runReferee(world: World, run: RefereeRun): void {
  world.refereeWaits[run.priority].push(run);
  executeNext(world);
}

function executeNext(world: World): void {
  while (world.refereeing < AT_ONCE) {
    const run = world.refereeWaits.find((queue) => queue.length > 0)?.shift();
    if (run === undefined) return;
    if (run.stillWanted()) execute(world, run, 0);
  }
}

function execute(world: World, run: RefereeRun, tries: number): void {
  const { slice, items } = run;
  const inputs = items.map((item) => slice.inputs.row(item));
  world.refereeing += items.length;
  const { referee } = world.ports;
  referee
    .execute(slice.job.terms, inputs, { timed: run.timed ?? false })
    .finally(() => {
      world.refereeing -= items.length;
    })
    .then(
      (results) => {
        if (run.stillWanted()) run.done(results);
        executeNext(world);
      },
      (cause) => {
        executeNext(world);
        if (!run.stillWanted() || world.draining) return;
        world.ports.report({ kind: 'trouble', what: 'the referee failed', cause });
        if (!isTheItems(cause))
          world.later.push({ at: world.now() + AGAIN_MS, act: () => runReferee(world, run) });
        else if (tries + 1 < TRIES) execute(world, run, tries + 1);
        else run.unable();
      },
    );
}

const isTheItems = (cause: unknown): boolean =>
  isKnownError(cause) && (cause.code === 'SEAT_FAILED' || cause.code === 'SANDBOX_LIMIT');

/**
 * Items that nobody else can or may execute any more: the referee's word is final, and what ends its sandbox as well
 * counts as a trap.
 */
export function decideByReferee(world: World, run: Omit<RefereeRun, 'unable'>): void {
  const results: ItemResult[] = [];
  const trap: ItemResult = {
    status: ITEM_STATUS.trap,
    fuel: run.slice.job.terms.fuelCap,
    output: new Uint8Array(),
  };
  const decideOne = (at: number, result: ItemResult): void => {
    results[at] = result;
    if (Object.keys(results).length === run.items.length) run.done(results);
  };
  const oneByOne = (): void =>
    run.items.forEach((item, at) => {
      runReferee(world, {
        ...run,
        items: [item],
        done: ([result]) => decideOne(at, result),
        unable: () => decideOne(at, trap),
      });
    });
  runReferee(world, { ...run, unable: oneByOne });
}
