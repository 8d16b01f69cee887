import { KnownError, type Membership } from '@manyhands/protocol';

/** How far a device's clock may be off, in milliseconds: older words are not taken again. */
const CLOCK_MS = 10 * 60_000;
/** No control, format or unassigned characters, and nothing that stands at an edge unseen. */
const NAME = /^(?!\s)[^\p{C}]{1,32}(?<!\s)$/u;

/** Refuses what no membership may say; throws MEMBERSHIP_INVALID. `now` in milliseconds since 1970. */
export function checkMembership({ name, team, founds, at }: Membership, now: number): void {
  const problem =
    Math.abs(now - at) > CLOCK_MS
      ? 'its time is more than ten minutes off: set the clock'
      : name !== '' && !NAME.test(name)
        ? 'a name has 1 to 32 characters, none of them invisible'
        : founds !== '' && !NAME.test(founds)
          ? 'a team’s name has 1 to 32 characters, none of them invisible'
          : team !== '' && founds !== ''
            ? 'it joins one team and founds another'
            : name === '' && (team !== '' || founds !== '')
              ? 'a team needs a name to show'
              : null;
  if (problem !== null) throw new KnownError('MEMBERSHIP_INVALID', `the membership is not taken: ${problem}`);
}
