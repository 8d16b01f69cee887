import { describe, expect, it } from 'vitest';
import { storm } from './storm.ts';

/** More with `npm run simulate -- --storm --seeds 5000`. */
const SEEDS = Array.from({ length: 15 }, (_, i) => i * 10 + 1);

describe('storms over several coordinators', () => {
  it.each(SEEDS)(
    '[LS1] [LS2] [LS3] [LS4] [SL1] [AS1] [AS2] [VF1] [VF2] [VF4] [CM1] [CM2] [LG1] [LG3] [VF7] every rule holds after every event (seeds from %i)',
    async (first) => {
      for (let seed = first; seed < first + 10; seed++)
        expect((await storm(seed)).broken, `npm run simulate -- --storm --seed ${seed}`).toEqual([]);
    },
  );

  // Seeds that failed once: a claim whose reply was lost, a coordinator without seats that kept work, votes and unwanted
  // answers credited before anything stored them, a slice lost and claimed again between two commits.
  it.each([
    ['[LS4] what a lost reply granted is granted again', 63],
    ['[LS4] a coordinator without seats gives waiting work back', 68],
    ['[CM1] the votes of a quorum are credited with its verdict', 65],
    ['[LS3] a slice lost and claimed again between two commits', 203],
    ['[SL1] an old fence of a slice counts nothing', 55],
    ['[CM1] an answer of which nothing is taken is not credited', 419],
    ['[UN1] a unit that everybody here was slow with is given out again', 104],
    ['[UN1] a unit that everybody here failed on goes to the referee', 131],
    ['[LS4] an exit check of which a part went with a slice is drawn anew', 569],
    ['[LG3] what was paid and is answered again in pieces is not paid twice', 1110],
    ['[SL1] a refuted unit answered in pieces is restored in pieces', 450],
    ['[AS1] what is restored is not audited from the address that it came from', 2102],
  ])('%s (seed %i)', async (_title, seed) => {
    expect((await storm(seed, 1)).broken).toEqual([]);
  });

  // The same since storms have all policies, sessions that are resumed, and seats that beat and answer nothing.
  it.each([
    ['[UN1] a quorum does not wait for a silent seat', 22],
    ['[UN1] a silent seat does not hold up what its device has on hold', 26],
    ['[UN1] a unit whose second copy came back is wanted although the first one is overdue', 34],
    ['[VF2] votes fall with their device', 258],
    [
      '[UN1] votes that what checks found since makes enough, or too few, are decided without another one',
      865,
    ],
    ['[VF1] a voter who left long ago is remembered until its unit is decided', 62],
    ['[LS4] a coordinator where only strangers are connected gives the slices of a private pool back', 178],
    ['[AS1] an old audit of an answer that was lost does not vouch for its own author', 245],
    ['[UN1] who answered once after a long silence is not waited for ever longer', 112],
    ['[VF1] what two liars alone vouched for each other is all that may stay wrong', 1918],
    ['[VF1] an answer of one item that only a fellow audited', 2962],
  ])('%s (seed %i)', async (_title, seed) => {
    expect((await storm(seed)).broken).toEqual([]);
  });
});
