/**
 * What travels over the socket at /v1/contribute: one version byte, one byte for the kind, then MessagePack.
 * Bulk travels in columns (see items.ts). Described for other implementers in docs/WIRE.md.
 */
import { decode, encode } from '@msgpack/msgpack';
import { KnownError } from './errors.ts';
import type { Fields, Shape } from './frame-fields.ts';
import { readFields } from './frame-fields.ts';
import { LIMITS, PROTOCOL_VERSION } from './limits.ts';

/**
 * From the contributor:
 * hello – who it is: device, payee and site (addresses or empty), seats, and a signature over the challenge;
 * want – how many seats are open for work now (0 pauses);
 * answer – results of the first items of an assignment (fewer than all: the rest is given back);
 * giveBack – nothing was computed: `failed` when a seat ran out of memory or stack;
 * beat – sent every `beatSeconds` of the welcome, from the worker and not the page;
 * bye – finished; nothing more is wanted.
 */
export const CONTRIBUTOR_FRAMES = {
  hello: {
    device: 'text',
    payee: 'text',
    site: 'text',
    seats: 'count',
    agent: 'text',
    signature: 'text',
  },
  want: { seats: 'count' },
  answer: { assignment: 'text', statuses: 'bytes', fuels: 'bytes', lengths: 'bytes', outputs: 'bytes' },
  giveBack: { assignment: 'text', reason: 'text' },
  beat: {},
  bye: {},
} as const satisfies Record<string, Shape>;

/**
 * From the coordinator:
 * challenge – the nonce to sign; welcome – the session is on;
 * job – what is fixed about a job, before its first assignment in a session: build, hooked build and datasets by hash, the
 * fuel cap of each item, and the number by which assignments name it;
 * assign – items to compute: inputs in columns;
 * credited – these answers are committed [CM1];
 * standing – what the device has done and earned so far, and in words why nothing is sent, if nothing is;
 * cancel – an assignment is no longer wanted; refuse – a code of the catalogue, then the socket closes.
 */
export const COORDINATOR_FRAMES = {
  challenge: { nonce: 'text', coordinator: 'text' },
  welcome: { session: 'text', seatWindow: 'count', beatSeconds: 'count' },
  job: {
    number: 'count',
    job: 'text',
    title: 'text',
    kernel: 'text',
    researcher: 'text',
    build: 'text',
    hooked: 'text',
    datasets: 'texts',
    fuelCap: 'bigint',
  },
  assign: { assignment: 'text', job: 'count', lengths: 'bytes', inputs: 'bytes' },
  credited: { assignments: 'texts' },
  standing: {
    reason: 'text',
    finalItems: 'count',
    heldItems: 'count',
    refutedItems: 'count',
    finalFuel: 'bigint',
    earned: 'bigint',
    held: 'bigint',
  },
  cancel: { assignment: 'text' },
  refuse: { code: 'text', message: 'text' },
} as const satisfies Record<string, Shape>;

type Union<Shapes extends Record<string, Shape>> = {
  [Kind in keyof Shapes]: { readonly kind: Kind } & Fields<Shapes[Kind]>;
}[keyof Shapes];
export type ContributorFrame = Union<typeof CONTRIBUTOR_FRAMES>;
export type CoordinatorFrame = Union<typeof COORDINATOR_FRAMES>;
export type AssignFrame = Extract<CoordinatorFrame, { kind: 'assign' }>;
export type AnswerFrame = Extract<ContributorFrame, { kind: 'answer' }>;
export type StandingFrame = Extract<CoordinatorFrame, { kind: 'standing' }>;

const encodeWith = (shapes: Record<string, Shape>, frame: { kind: string }): Uint8Array<ArrayBuffer> => {
  const { kind, ...fields } = frame;
  const body = encode(fields, { useBigInt64: true });
  const bytes = new Uint8Array(2 + body.length);
  bytes[0] = PROTOCOL_VERSION;
  bytes[1] = Object.keys(shapes).indexOf(kind);
  bytes.set(body, 2);
  return bytes;
};

function decodeWith<F>(shapes: Record<string, Shape>, bytes: Uint8Array): F {
  if (bytes.length > LIMITS.frameBytes)
    throw new KnownError(
      'FRAME_TOO_LARGE',
      `a frame may have ${LIMITS.frameBytes} bytes, this one has ${bytes.length}`,
    );
  if (bytes.length < 2) throw new KnownError('FRAME_INVALID', 'the frame is too short');
  if (bytes[0] !== PROTOCOL_VERSION)
    throw new KnownError(
      'VERSION_UNSUPPORTED',
      `this coordinator speaks version ${PROTOCOL_VERSION}, not ${bytes[0]}; reload the page or update`,
    );
  const kind = Object.keys(shapes)[bytes[1]];
  if (kind === undefined) throw new KnownError('FRAME_INVALID', `${bytes[1]} is no kind of frame`);
  return { kind, ...readFields(shapes[kind], decodeBody(bytes.subarray(2))) } as F;
}

function decodeBody(body: Uint8Array): unknown {
  try {
    return decode(body, {
      useBigInt64: true,
      maxStrLength: 4096,
      maxArrayLength: 4096,
      maxMapLength: 64,
      maxExtLength: 0,
    });
  } catch (cause) {
    throw new KnownError('FRAME_INVALID', 'the frame is not valid MessagePack', { cause });
  }
}

export const encodeContributorFrame = (frame: ContributorFrame) => encodeWith(CONTRIBUTOR_FRAMES, frame);
export const encodeCoordinatorFrame = (frame: CoordinatorFrame) => encodeWith(COORDINATOR_FRAMES, frame);
/** Throws FRAME_INVALID, FRAME_TOO_LARGE or VERSION_UNSUPPORTED. */
export const decodeContributorFrame = (bytes: Uint8Array): ContributorFrame =>
  decodeWith(CONTRIBUTOR_FRAMES, bytes);
export const decodeCoordinatorFrame = (bytes: Uint8Array): CoordinatorFrame =>
  decodeWith(COORDINATOR_FRAMES, bytes);
