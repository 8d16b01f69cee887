import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from './bytes.ts';
import { isKnownError } from './errors.ts';
import type { Shape } from './frame-fields.ts';
import {
  CONTRIBUTOR_FRAMES,
  COORDINATOR_FRAMES,
  type ContributorFrame,
  type CoordinatorFrame,
  decodeContributorFrame,
  decodeCoordinatorFrame,
  encodeContributorFrame,
  encodeCoordinatorFrame,
} from './frames.ts';
import { LIMITS, PROTOCOL_VERSION } from './limits.ts';

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (isKnownError(error)) return error.code;
    throw error;
  }
  return 'accepted';
};

const text = fc.string({ unit: 'binary', maxLength: 100 });
const FIELDS: Record<Shape[string], fc.Arbitrary<unknown>> = {
  text: fc.oneof(text, fc.constant('é'.repeat(LIMITS.textBytes / 2)), fc.constant('a'.repeat(33))),
  texts: fc.array(text, { maxLength: 20 }),
  bytes: fc.uint8Array({ maxLength: 200 }),
  count: fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER)),
  fuel: fc.bigInt(0n, 2n ** 64n - 1n),
  amount: fc.bigInt(-(2n ** 127n), 2n ** 127n - 1n),
};
/** Any frame of one side. */
const frameOf = <F>(shapes: Record<string, Shape>): fc.Arbitrary<F> =>
  fc.oneof(
    ...Object.entries(shapes).map(([kind, shape]) =>
      fc.record({
        kind: fc.constant(kind),
        ...Object.fromEntries(Object.entries(shape).map(([name, type]) => [name, FIELDS[type]])),
      }),
    ),
  ) as fc.Arbitrary<F>;

const contributors = frameOf<ContributorFrame>(CONTRIBUTOR_FRAMES);
const coordinators = frameOf<CoordinatorFrame>(COORDINATOR_FRAMES);
const KINDS = { contributor: contributors, coordinator: coordinators };
const DECODERS = { contributor: decodeContributorFrame, coordinator: decodeCoordinatorFrame };
const encodeAny = (side: keyof typeof KINDS, frame: unknown): Uint8Array<ArrayBuffer> =>
  side === 'contributor'
    ? encodeContributorFrame(frame as ContributorFrame)
    : encodeCoordinatorFrame(frame as CoordinatorFrame);
const SIDES = ['contributor', 'coordinator'] as const;

describe('frames', () => {
  it.each(SIDES)('each frame of a %s comes back as it was', (side) => {
    fc.assert(
      fc.property(KINDS[side], (frame) => {
        expect(DECODERS[side](encodeAny(side, frame))).toEqual(frame);
      }),
      { numRuns: 500 },
    );
  });

  it('lies on the wire as docs/WIRE.md shows', () => {
    const frame: ContributorFrame = {
      kind: 'answer',
      assignment: 'a7',
      statuses: Uint8Array.of(0, 2),
      fuels: fromHex('39300000000000000010a5d4e8000000'),
      lengths: fromHex('0200000000000000'),
      outputs: fromHex('beef'),
    };
    expect(toHex(encodeContributorFrame(frame))).toBe(
      '0402020061370200000000021000000039300000000000000010a5d4e800000008000000020000000000000002000000beef',
    );
  });

  it.each(SIDES)(
    '[SE1] whatever bytes a %s sends, the answer is a frame or a code of the catalogue',
    (side) => {
      const codes = ['accepted', 'FRAME_INVALID', 'VERSION_UNSUPPORTED'];
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(9), (noise, kind) => {
          for (const bytes of [noise, Uint8Array.of(2, kind, ...noise)])
            expect(codes).toContain(codeOf(() => DECODERS[side](bytes)));
        }),
        { numRuns: 2000 },
      );
    },
  );

  it.each(SIDES)(
    '[SE1] a frame of a %s with bytes changed, cut off or added has one meaning or none',
    (side) => {
      fc.assert(
        fc.property(
          KINDS[side],
          fc.nat(),
          fc.nat(255),
          fc.uint8Array({ minLength: 1 }),
          (frame, where, byte, tail) => {
            const whole = encodeAny(side, frame);
            const at = where % whole.length;
            expect(codeOf(() => DECODERS[side](whole.subarray(0, at)))).not.toBe('accepted');
            expect(codeOf(() => DECODERS[side](Uint8Array.of(...whole, ...tail)))).not.toBe('accepted');
            whole[at] = byte;
            const changed = (): unknown => DECODERS[side](whole);
            // What is accepted is said in the one way there is: it encodes to the same bytes.
            if (codeOf(changed) === 'accepted') expect(encodeAny(side, changed())).toEqual(whole);
          },
        ),
        { numRuns: 500 },
      );
    },
  );

  it('[SE1] counts and lengths that promise more than there is take no memory', () => {
    const much = Uint8Array.of(PROTOCOL_VERSION, 3, 255, 255, ...new Uint8Array(50));
    expect(codeOf(() => decodeCoordinatorFrame(much))).toBe('FRAME_INVALID');
    const claims = Uint8Array.of(PROTOCOL_VERSION, 2, 0, 0, 255, 255, 255, 255);
    expect(codeOf(() => decodeContributorFrame(claims))).toBe('FRAME_INVALID');
  });

  it('[SE1] refuses what is oversized, of another version or of no kind', () => {
    expect(codeOf(() => decodeContributorFrame(new Uint8Array(LIMITS.frameBytes + 1)))).toBe(
      'FRAME_TOO_LARGE',
    );
    expect(codeOf(() => decodeContributorFrame(Uint8Array.of(2, 0, 0x80)))).toBe('VERSION_UNSUPPORTED');
    expect(codeOf(() => decodeContributorFrame(Uint8Array.of(PROTOCOL_VERSION, 99, 0x80)))).toBe(
      'FRAME_INVALID',
    );
    expect(codeOf(() => decodeContributorFrame(Uint8Array.of(PROTOCOL_VERSION, 0, 0x80)))).toBe(
      'FRAME_INVALID',
    );
    expect(codeOf(() => decodeContributorFrame(Uint8Array.of(2)))).toBe('FRAME_INVALID');
  });

  it('does not send what nobody could read', () => {
    const refuse = (message: string) => () =>
      encodeCoordinatorFrame({ kind: 'refuse', code: 'INTERNAL', message });
    expect(refuse('x'.repeat(LIMITS.textBytes))).not.toThrow();
    expect(refuse('x'.repeat(LIMITS.textBytes + 1))).toThrow(RangeError);
    expect(() => encodeContributorFrame({ kind: 'want', seats: -1 })).toThrow(RangeError);
  });
});
