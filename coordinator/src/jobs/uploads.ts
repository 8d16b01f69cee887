import { type AccountId, type Hash, KnownError, LIMITS } from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { addDatasetShare, findDatasetShares } from '../db/jobs/dataset-shares.ts';
import { keepUpload } from '../db/jobs/keep-upload.ts';
import { checkSame, percent, type StatedShare } from '../domain/roles.ts';

/** Stored bytes that an account sent. */
export interface Upload {
  readonly hash: Hash;
  readonly size: number;
  readonly name: string;
}

/**
 * Notes that an account sent bytes, with what their owner takes of work with them if that is stated. Throws SHARE_FIXED where
 * they are here already with another share or with none [SH2]. What their owner takes from now on.
 */
export function noteUpload(
  db: Db,
  account: AccountId,
  upload: Upload,
  stated: StatedShare | null,
): Promise<StatedShare | null> {
  const { hash } = upload;
  return db.transaction(async (sql) => {
    if (stated !== null) await addDatasetShare(sql, account, { blob: hash, ...stated });
    const share = (await findDatasetShares(sql, [hash])).get(hash) ?? null;
    if (stated !== null) checkSame('this dataset', share, stated);
    await keepUpload(sql, account, upload);
    return share;
  });
}

/** What a request states; throws REQUEST_INVALID for half a statement, or too much. */
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
  return { payee: owner.toLowerCase(), ppm };
}
