import { ITEM_STATUS, type ItemIndex, type ItemResult, isKnownError } from '@manyhands/protocol';
import type { OpenJob, World } from './state.ts';

/** How often a failing referee run is tried again before the item counts as one that traps for everybody. */
const TRIES = 3;

/**
 * Executes items on the referee and hands on what it says, unless that is no longer wanted by then.
 * A device failure (memory, stack) that the referee meets as well is the item's own doing: it counts as a trap.
 */
export function runReferee(
  world: World,
  job: OpenJob,
  items: readonly ItemIndex[],
  stillWanted: () => boolean,
  then: (results: ItemResult[]) => void,
  tries = 0,
): void {
  world.refereeing++;
  const finish = (): void => {
    world.refereeing--;
  };
  world.ports.referee
    .execute(
      job.terms,
      items.map((item) => job.inputs[item]),
    )
    .then(
      (results) => {
        finish();
        if (stillWanted()) then(results);
      },
      (cause) => {
        finish();
        if (!stillWanted() || world.draining) return;
        world.ports.report({ kind: 'trouble', what: 'the referee failed', cause });
        if (tries + 1 < TRIES) runReferee(world, job, items, stillWanted, then, tries + 1);
        else if (isKnownError(cause) && (cause.code === 'SEAT_FAILED' || cause.code === 'SANDBOX_LIMIT'))
          eachAlone(world, job, items, stillWanted, then);
        else setAside(world, job, items, stillWanted, then);
      },
    );
}

/** One item fails the whole run: find it by running them one by one, and let it count as a trap. */
function eachAlone(
  world: World,
  job: OpenJob,
  items: readonly ItemIndex[],
  stillWanted: () => boolean,
  then: (results: ItemResult[]) => void,
): void {
  const trapped: ItemResult = { status: ITEM_STATUS.trap, fuel: job.terms.fuelCap, output: new Uint8Array() };
  if (items.length === 1) {
    then([trapped]);
    return;
  }
  const results: ItemResult[] = [];
  items.forEach((item, i) => {
    runReferee(world, job, [item], stillWanted, ([result]) => {
      results[i] = result;
      if (Object.keys(results).length === items.length) then(results);
    });
  });
}

/** Trouble that is not the item's: ask again with the next claim of attention, a second later at the earliest. */
function setAside(
  world: World,
  job: OpenJob,
  items: readonly ItemIndex[],
  stillWanted: () => boolean,
  then: (results: ItemResult[]) => void,
): void {
  world.later.push({ at: world.now() + 1_000, act: () => runReferee(world, job, items, stillWanted, then) });
}
