import type { Challenge } from '../../domain/challenge.ts';

export const CHALLENGE_COLUMNS = 'id, site, fuel, expires, device, baseline';

export interface ChallengeRow {
  readonly id: string;
  readonly site: string;
  readonly fuel: bigint;
  readonly expires: Date;
  readonly device: string | null;
  readonly baseline: bigint | null;
}

export const challengeFrom = ({ device, baseline, ...rest }: ChallengeRow): Challenge => ({
  ...rest,
  taken: device === null ? null : { device, baseline: baseline ?? 0n },
});
