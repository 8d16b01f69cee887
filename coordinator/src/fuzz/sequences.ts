/** Runs a list of steps from an empty database and a fresh hub to the end, where nothing happens any more. */

import type { Db } from '../db/db.ts';
import { channelAccount } from '../ledger/ledger.ts';
import { checkEnd, wholeUnits } from './checks.ts';
import type { FuzzedHub } from './hub.ts';
import { liftLimits } from './limits.ts';
import { Moves } from './moves.ts';
import type { Step } from './steps.ts';
import { vouchFor } from './vouching.ts';
import type { Works } from './works.ts';
import { World } from './world.ts';

export interface Outcome {
  /** Rules that were broken, in words; empty when all held. */
  readonly broken: readonly string[];
  /** How often what really happened. */
  readonly done: ReadonlyMap<string, number>;
}

export interface Ground {
  readonly db: Db;
  /** Leaves nothing of earlier sequences in the database. */
  empty(): Promise<unknown>;
  /** A hub on which nothing happened yet. */
  hub(): Promise<FuzzedHub>;
  works(db: Db, hub: FuzzedHub): Works;
}

export async function runSteps(ground: Ground, steps: readonly Step[]): Promise<Outcome> {
  const { db } = ground;
  await ground.empty();
  const hub = await ground.hub();
  const world = new World({ db, hub, works: ground.works(db, hub) });
  try {
    await world.open();
    const moves = new Moves(world);
    for (const [at, step] of steps.entries()) {
      await moves.take(step).catch((error) => {
        world.break('SE1', `step ${at} (${step}) failed: ${error instanceof Error ? error.stack : error}`);
      });
      if (world.broken.length > 0) break;
    }
    if (world.broken.length === 0)
      await end(world, moves).catch((error) => {
        world.break('SE1', `the end failed: ${error instanceof Error ? error.stack : error}`);
      });
  } finally {
    await world.hub.close();
  }
  return { broken: world.broken, done: world.done };
}

/** What is under way ends; whoever can signs for what is owed; and everything is settled and claimed. */
async function end(world: World, moves: Moves): Promise<void> {
  for (const place of world.processes.keys()) await world.commit(place, false);
  await liftLimits(world);
  await moves.settleAll();
  for (const state of world.lanes.values()) {
    if (state.exiting) await world.hub.cancelExit(state.lane.channel);
    const owed = wholeUnits(-world.expected.balance(channelAccount(state.lane.channel.id)));
    const { deposit } = await world.hub.chain.channel(state.lane.channel.id);
    if (deposit < owed) continue;
    if (owed > (state.ladders.at(-1)?.at(-1) ?? 0n) && !(await vouchFor(world, state, owed, [])))
      world.break('VO1', `lane ${state.lane.index} cannot sign for the ${owed} that it owes`);
  }
  await moves.settleAll();
  await checkEnd(world);
}
