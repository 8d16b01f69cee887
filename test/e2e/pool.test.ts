import { afterEach, describe, expect, it, vi } from 'vitest';
import { WALK, walks } from './kernels.ts';
import { Cleanup, contribute, researcherAt, startStack } from './stack.ts';

const KEY = 'a-key-that-nobody-guesses-in-a-hundred-years';
const ITEMS = 200;

describe('a private pool with a join key', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it('[VF7] computes its jobs alone; a wrong key is refused for good', async () => {
    const { url } = await startStack(cleanup, { joinKeys: new Map([['farm', KEY]]) });
    const stranger = await contribute(cleanup, url);
    const wrong = await contribute(cleanup, url, { joinKey: `${KEY}!` });
    await vi.waitFor(
      () => expect(wrong.stats().phase).toMatchObject({ kind: 'refused', code: 'JOIN_KEY_REFUSED' }),
      10_000,
    );
    await vi.waitFor(() => expect(stranger.stats().phase.kind).toBe('working'), 10_000);
    const client = await researcherAt(url);
    const policy = { kind: 'trusted', devices: [], pool: 'farm', auditPpm: 0 } as const;
    const job = await client.run({ source: WALK }, walks(ITEMS), { policy });
    const member = await contribute(cleanup, url, { joinKey: KEY });
    expect(await job.certified()).toMatchObject({ items: ITEMS, policy });
    expect(member.stats().computedItems).toBe(ITEMS);
    expect(stranger.stats().computedItems).toBe(0);
  });
});
