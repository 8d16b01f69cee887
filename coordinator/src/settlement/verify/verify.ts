/** Recomputes the books from everything that is kept of them, and compares each part with the others [LV1]. */
import type { Db } from '../../db/db.ts';
import { foldTallies } from '../../db/ledger/fold-tallies.ts';
import type { Chain } from '../chain.ts';
import type { LeafArchive } from '../settle.ts';
import type { Checked, FindingCode } from './finding.ts';
import { verifyChannels, verifyClaims, verifyRoots } from './verify-chain.ts';
import { verifyAccounts, verifyJobs, verifySlices, verifyTransactions } from './verify-entries.ts';
import { type Newest, verifyEarned, verifyEpochs } from './verify-leaves.ts';

export interface VerifyPorts {
  readonly db: Db;
  readonly archive: LeafArchive;
  /** Null: what the chain says is not asked for. */
  readonly chain: Chain | null;
}

/** How a verification ended. */
export interface Verified {
  readonly kind: 'verified';
  readonly findings: number;
  /** What was looked at, and how much of it. */
  readonly counts: Readonly<Record<string, number>>;
  /** Findings of a kind beyond these are counted and not told. */
  readonly told: number;
}

/** Of one kind: books that are wrong throughout would fill a disk with words. */
const MOST_TOLD = 100;

/**
 * Looks at all of it, while work goes on: what grows meanwhile is no finding. Reads pages; memory holds one of them, and the leaves of
 * two epochs. Throws CHAIN_UNREACHABLE.
 */
export async function* verifyLedger(ports: VerifyPorts): AsyncGenerator<Checked | Verified> {
  await foldTallies(ports.db);
  const counts: Record<string, number> = {};
  const told = new Map<FindingCode, number>();
  let findings = 0;
  for await (const checked of allChecks(ports)) {
    if (checked.kind === 'counted') counts[checked.what] = checked.count;
    else {
      findings++;
      const { code } = checked.finding;
      told.set(code, (told.get(code) ?? 0) + 1);
      if ((told.get(code) as number) > MOST_TOLD) continue;
    }
    yield checked;
  }
  const shown = [...told.values()].reduce((sum, count) => sum + Math.min(count, MOST_TOLD), 0);
  yield { kind: 'verified', findings, counts, told: shown };
}

async function* allChecks({ db, archive, chain }: VerifyPorts): AsyncGenerator<Checked> {
  const newest: Newest = { epoch: null, ofChain: [] };
  yield* verifyTransactions(db);
  yield* verifyAccounts(db);
  yield* verifyJobs(db);
  yield* verifySlices(db);
  yield* verifyEpochs({ db, archive }, newest);
  yield* verifyEarned(db, chain?.operator ?? null);
  if (chain === null) return;
  yield* verifyChannels(db, chain);
  yield* verifyRoots(chain, newest);
  yield* verifyClaims(db, chain);
}
