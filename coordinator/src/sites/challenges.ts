/** Useful-work challenges: a site's server asks for fuel, one visitor's device works it, the server looks whether it did. */
import { randomBytes } from 'node:crypto';
import { type AccountId, type DeviceId, isSigned, KnownError, proofOfChallenge } from '@manyhands/protocol';
import type { Db } from '../db/db.ts';
import { findDevice } from '../db/jobs/find-device.ts';
import { addChallenge } from '../db/sites/add-challenge.ts';
import { findChallenge } from '../db/sites/find-challenge.ts';
import { forgetChallenges } from '../db/sites/forget-challenges.ts';
import { hasReceipt } from '../db/sites/has-receipt.ts';
import { lockDeviceChallenges } from '../db/sites/lock-device-challenges.ts';
import { takeChallenge } from '../db/sites/take-challenge.ts';
import { baselineOf, type Challenge, doneOf } from '../domain/challenge.ts';
import { ownSite } from './sites.ts';

const CHALLENGES_PER_SITE = 10_000;

export interface ChallengeState extends Challenge {
  /** Final fuel that counts for it. */
  readonly done: bigint;
}

/** Throws SITE_UNKNOWN or CHALLENGES_FULL. */
export async function openChallenge(
  db: Db,
  account: AccountId,
  asked: { readonly site: string; readonly fuel: bigint; readonly seconds: number },
): Promise<Challenge> {
  await ownSite(db, account, asked.site);
  await forgetChallenges(db, asked.site);
  const id = randomBytes(16).toString('hex');
  const made = await addChallenge(db, { id, ...asked }, CHALLENGES_PER_SITE);
  if (made === null)
    throw new KnownError('CHALLENGES_FULL', `a site may have ${CHALLENGES_PER_SITE} open challenges`);
  return made;
}

/** Where a challenge stands, for the site's owner. Throws SITE_UNKNOWN or CHALLENGE_UNKNOWN. */
export async function ownChallenge(
  db: Db,
  account: AccountId,
  site: string,
  id: string,
): Promise<ChallengeState> {
  await ownSite(db, account, site);
  const state = await challengeOf(db, id);
  if (state.site !== site) throw unknown(id);
  return state;
}

/** Where a challenge stands, for whoever knows its id. Throws CHALLENGE_UNKNOWN. */
export async function challengeOf(db: Db, id: string): Promise<ChallengeState> {
  const challenge = await findChallenge(db, id);
  if (challenge === null) throw unknown(id);
  const { taken } = challenge;
  const finalFuel = taken === null ? 0n : (await findDevice(db, taken.device as DeviceId)).finalFuel;
  return { ...challenge, done: doneOf(challenge, finalFuel) };
}

const unknown = (id: string): KnownError =>
  new KnownError('CHALLENGE_UNKNOWN', `no challenge ${id} is open here`);

/**
 * A device takes a challenge up, once; saying so again changes nothing. Throws CHALLENGE_UNKNOWN, CHALLENGE_TAKEN,
 * CONSENT_MISSING where it has not consented to the site, or DEVICE_UNPROVEN.
 */
export async function takeUp(db: Db, id: string, device: string, signature: string): Promise<ChallengeState> {
  const challenge = await findChallenge(db, id);
  if (challenge === null) throw unknown(id);
  if (!isSigned(proofOfChallenge(device, id, signature)))
    throw new KnownError('DEVICE_UNPROVEN', 'the challenge is not taken up by this device');
  if (!(await hasReceipt(db, device, challenge.site)))
    throw new KnownError('CONSENT_MISSING', 'this device has not consented to work for the site');
  if (challenge.taken === null) await give(db, challenge, device);
  const state = await challengeOf(db, id);
  if (state.taken?.device !== device)
    throw new KnownError('CHALLENGE_TAKEN', 'another device has taken up this challenge');
  return state;
}

const give = (db: Db, { id }: Challenge, device: string): Promise<boolean> =>
  db.transaction(async (sql) => {
    const others = await lockDeviceChallenges(sql, device);
    const { finalFuel } = await findDevice(sql, device as DeviceId);
    return takeChallenge(sql, { id, device, baseline: baselineOf(finalFuel, others) });
  });
