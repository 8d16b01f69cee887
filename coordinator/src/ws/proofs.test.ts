import {
  addressOf,
  addressOfPublicKey,
  fromHex,
  type Greeting,
  newPrivateKey,
  signGreeting,
} from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import { Proofs } from './proofs.ts';

const key = newPrivateKey();
const greeting: Greeting = { nonce: `0x${'5a'.repeat(32)}`, device: addressOf(key), payee: '', site: '' };
const signed = signGreeting(key, greeting);
const wanted = () => true;

describe('proofs of greetings', () => {
  it('agree with what devices sign', async () => {
    const proofs = new Proofs();
    expect(await proofs.check(greeting, signed, wanted)).toBe(true);
    expect(await proofs.check({ ...greeting, payee: greeting.device }, signed, wanted)).toBe(false);
    expect(await proofs.check({ ...greeting, device: addressOf(newPrivateKey()) }, signed, wanted)).toBe(
      false,
    );
    // A signature with a bit changed, none at all, and scalars out of range.
    const head = signed.slice(0, 132);
    for (const scalars of [
      signed.slice(132, -1) + (signed.endsWith('0') ? '1' : '0'),
      '0'.repeat(128),
      'f'.repeat(128),
    ])
      expect(await proofs.check(greeting, head + scalars, wanted)).toBe(false);
  });

  it('[SE1] a key that is no point of the curve is no proof', async () => {
    const point = `04${'11'.repeat(64)}`;
    const posing = { ...greeting, device: addressOfPublicKey(fromHex(point)) };
    expect(await new Proofs().check(posing, `0x${point}${'22'.repeat(64)}`, wanted)).toBe(false);
  });

  it('[SE1] in a flood the oldest are turned away and the latest are served', async () => {
    const proofs = new Proofs();
    const outcomes: string[] = [];
    const flood = Array.from({ length: 1100 }, (_, i) =>
      proofs
        .check(greeting, 'nonsense', wanted)
        .then(() => outcomes.push(`${i} checked`))
        .catch((error) => outcomes.push(`${i} ${error.code}`)),
    );
    const honest = proofs.check(greeting, signed, wanted);
    await Promise.all(flood.slice(1, 77));
    // The first was being checked already; of those behind it the queue keeps the latest 1,024.
    expect(outcomes.filter((outcome) => outcome.endsWith('SESSIONS_FULL'))).toHaveLength(76);
    expect(outcomes).toContain('1 SESSIONS_FULL');
    expect(await honest).toBe(true);
  });

  it('whoever has gone costs no check', async () => {
    const proofs = new Proofs();
    void proofs.check(greeting, signed, wanted);
    expect(await proofs.check(greeting, signed, () => false)).toBe(false);
  });
});
