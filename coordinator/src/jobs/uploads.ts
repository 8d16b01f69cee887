import { type AccountId, checkPayee, type Hash, KnownError, LIMITS } from '@manyhands/protocol';
import type { Db, Sql } from '../db/db.ts';
import { addDatasetShare, dropDatasetShare, findDatasetShares } from '../db/jobs/dataset-shares.ts';
import { keepUpload } from '../db/jobs/keep-upload.ts';
import { checkSame, percent, type StatedShare } from '../domain/roles.ts';

/** Stored bytes that an account sent. */
export interface Upload {
  readonly hash: Hash;
  readonly size: number;
  readonly name: string;
}

/**
 * Has bytes stored that are not here yet, and says how many they are. What their owner takes is kept before they are: otherwise a
 * coordinator that dies in between would leave them without a share, or to whoever states one next. Throws SHARE_FIXED, or what
 * storing throws, and then nothing is kept.
 */
export async function storeFirst(
  db: Db,
  account: AccountId,
  { hash, stated, put }: { hash: Hash; stated: StatedShare | null; put: () => Promise<number> },
): Promise<number> {
  if (stated === null) return put();
  await addDatasetShare(db, account, { blob: hash, ...stated });
  checkSame('this dataset', await shareOf(db, hash), stated);
  try {
    return await put();
  } catch (error) {
    await dropDatasetShare(db, account, hash);
    throw error;
  }
}

/**
 * Notes that an account sent bytes, with what their owner takes of work with them if that is stated; `isNew`: they were not here
 * when they were sent. Throws SHARE_FIXED where they are here already with another share or with none [SH2]. What their owner takes from now on.
 */
export function noteUpload(
  db: Db,
  account: AccountId,
  upload: Upload & { readonly isNew: boolean },
  stated: StatedShare | null,
): Promise<StatedShare | null> {
  const { hash } = upload;
  return db.transaction(async (sql) => {
    if (stated !== null && upload.isNew) await addDatasetShare(sql, account, { blob: hash, ...stated });
    const share = await shareOf(sql, hash);
    if (stated !== null) checkSame('this dataset', share, stated);
    await keepUpload(sql, account, upload);
    return share;
  });
}

const shareOf = async (sql: Sql, hash: Hash): Promise<StatedShare | null> =>
  (await findDatasetShares(sql, [hash])).get(hash) ?? null;

/** What a request states; throws REQUEST_INVALID for half a statement, or too much, and PAYEE_INVALID. */
export function statedShare({
  owner,
  ownerPpm,
}: {
  readonly owner?: string;
  readonly ownerPpm?: string;
}): StatedShare | null {
  if (owner === undefined && ownerPpm === undefined) return null;
  const ppm = Number(ownerPpm);
  if (owner === undefined || !(ppm <= LIMITS.dataPpm))
    throw new KnownError(
      'REQUEST_INVALID',
      `a share has an owner and its ownerPpm, at most ${percent(LIMITS.dataPpm)}`,
      { details: { field: owner === undefined ? 'querystring.owner' : 'querystring.ownerPpm' } },
    );
  return { payee: checkPayee(owner.toLowerCase(), 'the owner'), ppm };
}
