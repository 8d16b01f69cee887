import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isKnownError } from './errors.ts';
import {
  type ContributorFrame,
  type CoordinatorFrame,
  decodeContributorFrame,
  decodeCoordinatorFrame,
  encodeContributorFrame,
  encodeCoordinatorFrame,
} from './frames.ts';
import { LIMITS } from './limits.ts';

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (isKnownError(error)) return error.code;
    throw error;
  }
  return 'accepted';
};

describe('frames', () => {
  it.each<ContributorFrame>([
    { kind: 'hello', device: '0x1', payee: '', site: '', seats: 4, agent: 'test', signature: '0x' },
    {
      kind: 'answer',
      assignment: 'a',
      statuses: Uint8Array.of(0),
      fuels: new Uint8Array(8),
      lengths: new Uint8Array(4),
      outputs: new Uint8Array(),
    },
    { kind: 'giveBack', assignment: 'a', reason: 'paused' },
    { kind: 'beat' },
  ])('a contributor’s $kind comes back as it was', (frame) => {
    expect(decodeContributorFrame(encodeContributorFrame(frame))).toEqual(frame);
  });

  it.each<CoordinatorFrame>([
    {
      kind: 'assign',
      assignment: 'a',
      job: 'j',
      title: 't',
      kernel: 'k',
      researcher: 'r',
      build: 'b',
      hooked: 'h',
      datasets: ['d'],
      fuelCap: 2n ** 63n,
      lengths: new Uint8Array(4),
      inputs: new Uint8Array(0),
    },
    {
      kind: 'standing',
      reason: '',
      finalItems: 2 ** 40,
      heldItems: 0,
      refutedItems: 0,
      finalFuel: 7n,
      earned: 0n,
      held: 1n,
    },
  ])('a coordinator’s $kind comes back as it was', (frame) => {
    expect(decodeCoordinatorFrame(encodeCoordinatorFrame(frame))).toEqual(frame);
  });

  it('[SE1] whatever bytes arrive, the answer is a frame or a code of the catalogue', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(8), (noise, kind) => {
        for (const bytes of [noise, Uint8Array.of(1, kind, ...noise)])
          expect(['accepted', 'FRAME_INVALID', 'VERSION_UNSUPPORTED']).toContain(
            codeOf(() => decodeContributorFrame(bytes)),
          );
      }),
      { numRuns: 2000 },
    );
  });

  it('[SE1] refuses what is oversized, of another version or of no kind', () => {
    expect(codeOf(() => decodeContributorFrame(new Uint8Array(LIMITS.frameBytes + 1)))).toBe(
      'FRAME_TOO_LARGE',
    );
    expect(codeOf(() => decodeContributorFrame(Uint8Array.of(9, 0, 0x80)))).toBe('VERSION_UNSUPPORTED');
    expect(codeOf(() => decodeContributorFrame(Uint8Array.of(1, 99, 0x80)))).toBe('FRAME_INVALID');
    expect(codeOf(() => decodeContributorFrame(Uint8Array.of(1, 0, 0x80)))).toBe('FRAME_INVALID');
  });
});
