import type { Hash } from '@manyhands/protocol';
import type { Sql } from '../db/db.ts';
import { clearLeaves } from '../db/settlement/clear-leaves.ts';
import { findEpochAt } from '../db/settlement/find-epoch-at.ts';
import { findPostedEpoch, type PostedEpoch } from '../db/settlement/find-posted-epoch.ts';
import { lockPlaces } from '../db/settlement/lock-places.ts';
import { markCancelled, markStanding } from '../db/settlement/mark-standing.ts';
import { raiseLeaves } from '../db/settlement/raise-leaves.ts';
import type { HubBook } from './chain.ts';
import { decodeLeaves } from './leaf-list.ts';
import type { SettlementPorts } from './ports.ts';

/**
 * Has the database believe the root that the chain has [ST4]: of epochs that were cancelled there, the leaves are those
 * of the one before again, and what was promised is promised still. So the next plan begins from what is really active.
 * Says whether something was taken back.
 */
export async function followChain(ports: SettlementPorts): Promise<boolean> {
  const { db, chain } = ports;
  const book = await chain.book();
  await reinstate(ports, book);
  for (let hasTaken = false; ; hasTaken = true) {
    const newest = await findPostedEpoch(db);
    if (newest === null || newest.root === book.root) return hasTaken;
    const cancelled = await chain.guard.cancelled(newest.number, newest.root);
    // Another chain, or one that a reorganisation has taken back: settling again mends both.
    if (cancelled === null) return hasTaken;
    await takeBack(ports, newest);
    ports.report(
      `the root of epoch ${newest.number} was cancelled by ${cancelled.challenger}; the bond lost ${cancelled.lostBond} token units. What it said is settled again.`,
    );
  }
}

/**
 * A reorganisation may take a cancellation back. And what was given up may be mined after all, where nodes answer each from
 * another block: its root may give somebody more than another plan would.
 */
async function reinstate({ db, chain, archive }: SettlementPorts, book: HubBook): Promise<void> {
  const epoch = await findEpochAt(db, book.epoch, book.root);
  if (epoch?.state !== 'cancelled' && epoch?.state !== 'dropped') return;
  const posting = await chain.postedBy(epoch.number, book.root);
  if (posting === null) return;
  const leaves = decodeLeaves(await archive.read(epoch.leaves as Hash));
  await db.transaction(async (sql) => {
    await lockPlaces(sql);
    if (await markStanding(sql, epoch.id, posting.tx)) await raiseLeaves(sql, leaves);
  });
}

async function takeBack(ports: SettlementPorts, epoch: PostedEpoch): Promise<void> {
  await ports.db.transaction(async (sql) => {
    await lockPlaces(sql);
    // Another coordinator may have done so, and settled since.
    if (!(await markCancelled(sql, epoch.id))) return;
    const leaves = await leavesBefore(ports, sql);
    await clearLeaves(sql);
    await raiseLeaves(sql, leaves);
  });
}

async function leavesBefore({ archive }: SettlementPorts, sql: Sql) {
  const before = await findPostedEpoch(sql);
  return before === null ? [] : decodeLeaves(await archive.read(before.leaves as Hash));
}
