/**
 * What travels over the socket at /v1/contribute: one version byte, one byte for the kind, then its fields in order.
 * Bulk travels in columns (see items.ts). Described for other implementers in docs/WIRE.md.
 */
import { KnownError } from './errors.ts';
import { type Fields, Layout, type Shape } from './frame-fields.ts';
import { LIMITS, PROTOCOL_VERSION } from './limits.ts';

/**
 * From the contributor:
 * hello – who it is: device and payee (an address or empty), the embedding site's key or empty, then with the visitor's
 *   consent receipt and its signature (consent-receipt.ts); seats, assignments of an earlier connection that it still
 *   computes or whose answers are not credited, and a signature over the challenge;
 * want – how many seats are open for work now (0 pauses);
 * answer – results of the first items of an assignment (fewer than all: the rest is given back);
 * giveBack – nothing was computed: `failed` when a seat ran out of memory or stack;
 * beat – sent every `beatSeconds` of the welcome, from the worker and not the page;
 * bye – finished; nothing more is wanted;
 * resume – instead of hello: the ticket of the last welcome takes the place of who it is and of the signature;
 * join – before hello or resume, from members of a private pool: what its key makes of the challenge (see join.ts);
 * accept – what it may be given from now on: the categories of jobs, none meaning all; the ids of jobs that it chose, which
 *   come first whatever their category; and whether others may follow them (1) or nothing else is taken (0). After each
 *   welcome everything is accepted.
 */
export const CONTRIBUTOR_FRAMES = {
  hello: {
    device: 'text',
    payee: 'text',
    site: 'text',
    receipt: 'text',
    receiptSignature: 'text',
    seats: 'count',
    agent: 'text',
    keeps: 'texts',
    signature: 'text',
  },
  want: { seats: 'count' },
  answer: { assignment: 'text', statuses: 'bytes', fuels: 'bytes', lengths: 'bytes', outputs: 'bytes' },
  giveBack: { assignment: 'text', reason: 'text' },
  beat: {},
  bye: {},
  resume: { ticket: 'text', seats: 'count', agent: 'text', keeps: 'texts' },
  join: { proof: 'text' },
  accept: { categories: 'texts', jobs: 'texts', others: 'count' },
} as const satisfies Record<string, Shape>;

/**
 * From the coordinator:
 * challenge – the nonce to sign; a second one on a socket says that the ticket of `resume` was not taken;
 * welcome – the session is on, with a ticket to come back by;
 * job – what all assignments of a job have in common, once before the first of them after a welcome: its number,
 *   build, hooked build and datasets by hash, the fuel cap of each item;
 * assign – items to compute: the number of their job, inputs in columns;
 * credited – these answers are committed [CM1];
 * standing – what the device has done and earned so far, and why nothing is sent, if nothing is: code and sentence;
 * cancel – an assignment is no longer wanted; refuse – a code of the catalogue, then the socket closes.
 */
export const COORDINATOR_FRAMES = {
  challenge: { nonce: 'text', coordinator: 'text' },
  welcome: { session: 'text', ticket: 'text', seatWindow: 'count', beatSeconds: 'count' },
  assign: { assignment: 'text', job: 'count', lengths: 'bytes', inputs: 'bytes' },
  credited: { assignments: 'texts' },
  standing: {
    code: 'text',
    sentence: 'text',
    finalItems: 'count',
    heldItems: 'count',
    refutedItems: 'count',
    finalFuel: 'fuel',
    earned: 'amount',
    held: 'amount',
  },
  cancel: { assignment: 'text' },
  refuse: { code: 'text', message: 'text' },
  job: {
    number: 'count',
    job: 'text',
    title: 'text',
    kernel: 'text',
    researcher: 'text',
    build: 'text',
    hooked: 'text',
    datasets: 'texts',
    fuelCap: 'fuel',
  },
} as const satisfies Record<string, Shape>;

type Union<Shapes extends Record<string, Shape>> = {
  [Kind in keyof Shapes]: { readonly kind: Kind } & Fields<Shapes[Kind]>;
}[keyof Shapes];
export type ContributorFrame = Union<typeof CONTRIBUTOR_FRAMES>;
export type CoordinatorFrame = Union<typeof COORDINATOR_FRAMES>;
export type JobFrame = Extract<CoordinatorFrame, { kind: 'job' }>;
export type AssignFrame = Extract<CoordinatorFrame, { kind: 'assign' }>;
export type AcceptFrame = Extract<ContributorFrame, { kind: 'accept' }>;
export type AnswerFrame = Extract<ContributorFrame, { kind: 'answer' }>;
export type StandingFrame = Extract<CoordinatorFrame, { kind: 'standing' }>;

/** One side's frames; a frame's kind on the wire is its position. */
class Codec<F extends { readonly kind: string }> {
  readonly #kinds: readonly string[];
  readonly #layouts: readonly Layout[];

  constructor(shapes: Record<F['kind'], Shape>) {
    this.#kinds = Object.keys(shapes);
    this.#layouts = Object.values<Shape>(shapes).map((shape) => new Layout(shape));
  }

  encode(frame: F): Uint8Array<ArrayBuffer> {
    const kind = this.#kinds.indexOf(frame.kind);
    return this.#layouts[kind].write([PROTOCOL_VERSION, kind], frame);
  }

  decode(bytes: Uint8Array): F {
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
    const kind = this.#kinds[bytes[1]];
    if (kind === undefined) throw new KnownError('FRAME_INVALID', `${bytes[1]} is no kind of frame`);
    return this.#layouts[bytes[1]].read(bytes, { kind }) as unknown as F;
  }
}

const contributor = new Codec<ContributorFrame>(CONTRIBUTOR_FRAMES);
const coordinator = new Codec<CoordinatorFrame>(COORDINATOR_FRAMES);

/** These throw a RangeError on values that no frame can carry. */
export const encodeContributorFrame = (frame: ContributorFrame) => contributor.encode(frame);
export const encodeCoordinatorFrame = (frame: CoordinatorFrame) => coordinator.encode(frame);
/** Byte fields are views into `bytes`. Throws FRAME_INVALID, FRAME_TOO_LARGE or VERSION_UNSUPPORTED. */
export const decodeContributorFrame = (bytes: Uint8Array): ContributorFrame => contributor.decode(bytes);
export const decodeCoordinatorFrame = (bytes: Uint8Array): CoordinatorFrame => coordinator.decode(bytes);
