import { describe, expect, it } from 'vitest';
import { storm } from './storm.ts';

/** More with `npm run simulate -- --storm --seeds 5000`. */
const SEEDS = Array.from({ length: 15 }, (_, i) => i * 10 + 1);

describe('storms over several coordinators', () => {
  it.each(SEEDS)(
    '[LS1] [LS2] [LS3] [LS4] [SL1] [AS1] [AS2] [VF1] [VF2] [VF4] [CM1] [CM2] [LG1] [LG3] every rule holds after every event (seeds from %i)',
    async (first) => {
      for (let seed = first; seed < first + 10; seed++)
        expect((await storm(seed)).broken, `npm run simulate -- --storm --seed ${seed}`).toEqual([]);
    },
  );
});
