import { createHmac } from 'node:crypto';
import { joinMessage } from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import { Pools } from './pools.ts';

const KEYS = { physics: 'p'.repeat(32), farm: 'f'.repeat(40) };
const NONCE = `0x${'5a'.repeat(32)}`;
const DEVICE = `0x${'11'.repeat(20)}`;
const pools = new Pools(new Map(Object.entries(KEYS)));
const proofBy = (key: string, nonce = NONCE, device = DEVICE): string =>
  createHmac('sha256', key).update(joinMessage(nonce, device)).digest('hex');

describe('private pools', () => {
  it.each(Object.entries(KEYS))('lets in by the key of %s', (pool, key) => {
    expect(pools.poolOf(proofBy(key), NONCE, DEVICE)).toBe(pool);
  });

  it('is nobody’s business where no key is shown', () => {
    expect(pools.poolOf(null, NONCE, DEVICE)).toBeNull();
  });

  it.each([
    ['another key', proofBy('x'.repeat(32))],
    ['another challenge', proofBy(KEYS.farm, `0x${'5b'.repeat(32)}`)],
    ['another device', proofBy(KEYS.farm, NONCE, `0x${'12'.repeat(20)}`)],
    ['a part of it', proofBy(KEYS.farm).slice(0, 62)],
    ['capitals', proofBy(KEYS.farm).toUpperCase()],
    ['nothing', ''],
    ['no hex', 'z'.repeat(64)],
  ])('refuses %s, and the message has no key', (_, proof) => {
    expect(() => pools.poolOf(proof, NONCE, DEVICE)).toThrow(
      expect.objectContaining({ code: 'JOIN_KEY_REFUSED', message: expect.not.stringMatching(/ppp|fff/) }),
    );
  });

  it('refuses every key where there are no pools', () => {
    expect(() => new Pools(new Map()).poolOf(proofBy(KEYS.farm), NONCE, DEVICE)).toThrow(/no private pool/);
  });
});
