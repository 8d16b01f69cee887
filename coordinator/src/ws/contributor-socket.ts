import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { WebSocket } from '@fastify/websocket';
import {
  ADDRESS,
  type ContributorFrame,
  type CoordinatorFrame,
  checkPayee,
  type DeviceId,
  decodeContributorFrame,
  ERRORS,
  type ErrorCode,
  encodeCoordinatorFrame,
  isKnownError,
  KnownError,
  LIMITS,
  SITE_KEY,
} from '@manyhands/protocol';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { Link } from '../dispatch/ports.ts';
import { siteShares } from '../domain/site-shares.ts';
import type { Admission, Consents } from '../sites/consents.ts';
import { corkForThisTurn } from './corked.ts';
import type { DispatchTimes } from './dispatch-times.ts';
import { Pace } from './pace.ts';
import type { Pools } from './pools.ts';
import type { Proofs } from './proofs.ts';
import type { Greeted, Tickets } from './tickets.ts';
import { inTurn } from './turns.ts';

type Session = Awaited<ReturnType<Dispatcher['join']>>;
type Hello = Extract<ContributorFrame, { kind: 'hello' }>;
type Resume = Extract<ContributorFrame, { kind: 'resume' }>;

/** What a session needs of the coordinator around it. */
export interface Door {
  readonly dispatcher: Pick<Dispatcher, 'join' | 'receive' | 'leave'>;
  /** The address that signs certificates, named in the challenge. */
  readonly coordinator: string;
  readonly proofs: Proofs;
  readonly consents: Pick<Consents, 'admit'>;
  readonly pools: Pools;
  readonly tickets: Tickets;
  readonly times: DispatchTimes;
  /** It has said who it is, or shown a ticket. */
  greeted(socket: ContributorSocket): void;
  /** Something failed that is nobody's fault outside. */
  trouble(what: string, cause: unknown): void;
}

/** Where a socket comes from. */
export interface Origin {
  /** The connection below the WebSocket. */
  readonly wire: Socket;
  readonly prefix: string;
}

type Stage =
  /** `proof` is that of a private pool's key, which may come before the greeting. */
  | {
      readonly kind: 'challenged';
      readonly nonce: string;
      readonly mayResume: boolean;
      readonly proof: string | null;
    }
  /** What a hasty contributor sends before its welcome waits here. */
  | { readonly kind: 'joining'; readonly early: ContributorFrame[] }
  | { readonly kind: 'joined'; readonly session: Session; readonly pace: Pace }
  | { readonly kind: 'closed' };

const EARLY_FRAMES = 16;
/** Of a frame that comes between greeting and welcome. */
const EARLY_BYTES = 4_096;
/** Sent and not read yet. Beyond this a session cannot keep up with what it asked for. */
const UNREAD_BYTES = 64 * 1024 * 1024;
const FRAMES_PER_SECOND = 100;
/** Units of cheap items are done in milliseconds. */
const FRAMES_PER_SEAT_SECOND = 500;
const BEAT_SECONDS = 10;
const MESSAGE_LENGTH = 1_000;
/** Application codes begin at 4000; the catalogue's status makes them telling. */
const closeCode = (code: ErrorCode): number => 4000 + ERRORS[code].status;

/**
 * One socket of a contributor: challenge → hello or resume → welcome, then frames to and from the dispatcher.
 *
 * Whatever a stranger sends ends at most his own session: each failure becomes a `refuse` frame with a code, then the
 * socket closes with the code as its reason [SE1]. Who sends faster than the pace is read more slowly, not refused.
 */
export class ContributorSocket implements Pick<Link, 'send' | 'close'> {
  readonly #socket: WebSocket;
  readonly #door: Door;
  readonly #origin: Origin;
  #stage: Stage = { kind: 'closed' };
  /** Of a session that works for a site. */
  #admission: Admission | null = null;
  /** What had arrived when the last message was whole. */
  #arrived: number;
  /** When an answer arrived that no assignment followed yet; −1: none did. */
  #unfollowed = -1;

  constructor(socket: WebSocket, door: Door, origin: Origin) {
    this.#socket = socket;
    this.#door = door;
    this.#origin = origin;
    this.#arrived = origin.wire.bytesRead;
    socket.on('message', (message, isBinary) => this.#guard(() => this.#take(message as Buffer, isBinary)));
    // What it sent before it went is taken first.
    socket.on('close', () => inTurn(() => this.#ended()));
    // The socket closes itself after an error of its protocol; without a listener the process would end instead.
    socket.on('error', () => undefined);
    this.#challenge(true);
  }

  /** Bytes that have arrived of a message that is not whole yet. */
  get unfinished(): number {
    return this.#origin.wire.bytesRead - this.#arrived;
  }

  #challenge(mayResume: boolean): void {
    const nonce = `0x${randomBytes(32).toString('hex')}`;
    this.#stage = { kind: 'challenged', nonce, mayResume, proof: null };
    this.send({ kind: 'challenge', nonce, coordinator: this.#door.coordinator });
  }

  send(frame: CoordinatorFrame): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const bytes = this.#encoded(frame);
    if (bytes === null) return;
    if (frame.kind === 'assign') this.#noteNext();
    corkForThisTurn(this.#origin.wire);
    this.#socket.send(bytes);
    if (this.#socket.bufferedAmount <= UNREAD_BYTES || frame.kind === 'refuse') return;
    this.close('SESSION_SLOW', 'what was sent is not read; ask for fewer seats');
    this.#socket.terminate();
  }

  /** Null when no frame can carry it, which ends this session and must not end the turn of those that send to others. */
  #encoded(frame: CoordinatorFrame): Uint8Array | null {
    try {
      return encodeCoordinatorFrame(frame);
    } catch (error) {
      this.#refuse(error);
      return null;
    }
  }

  /** Refuses with a code and closes. */
  close(code: ErrorCode, message: string): void {
    if (this.#stage.kind === 'closed') return;
    this.send({ kind: 'refuse', code, message: message.slice(0, MESSAGE_LENGTH) });
    this.#ended();
    // A paused socket would never see the other side's close.
    this.#socket.resume();
    this.#socket.close(closeCode(code), code);
  }

  /** Refuses one that must not even stay for the closing handshake, or that keeps sending although it is refused. */
  turnAway({ code, message }: KnownError): void {
    this.close(code, message);
    this.#origin.wire.destroySoon();
  }

  #ended(): void {
    const stage = this.#stage;
    this.#stage = { kind: 'closed' };
    this.#admission?.end();
    this.#admission = null;
    if (stage.kind === 'joined') this.#door.dispatcher.leave(stage.session);
  }

  /** Runs a step for this session; a failure is refused here and goes no further. */
  #guard(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.#refuse(error);
    }
  }

  #refuse(error: unknown): void {
    if (isKnownError(error)) {
      this.close(error.code, error.message);
      return;
    }
    this.#door.trouble('a session failed', error);
    this.close('INTERNAL', 'something in the coordinator failed');
  }

  #take(message: Buffer, isBinary: boolean): void {
    const stage = this.#stage;
    this.#arrived = this.#origin.wire.bytesRead;
    if (stage.kind === 'closed') return;
    if (!isBinary) throw new KnownError('FRAME_INVALID', 'frames are binary');
    const frame = decodeContributorFrame(message);
    switch (stage.kind) {
      case 'challenged':
        if (message.length > LIMITS.greetingBytes)
          throw new KnownError('FRAME_TOO_LARGE', `a greeting may have ${LIMITS.greetingBytes} bytes`);
        this.#greeted(frame, stage);
        break;
      case 'joining':
        if (message.length > EARLY_BYTES || stage.early.push(frame) > EARLY_FRAMES)
          throw new KnownError('FRAME_UNEXPECTED', 'wait for the welcome before sending more');
        break;
      case 'joined':
        stage.pace.take(performance.now());
        this.#slowDown(stage.pace);
        this.#passInTurn(stage.session, frame);
        break;
      default:
        stage satisfies never;
    }
  }

  #greeted(frame: ContributorFrame, stage: Stage & { kind: 'challenged' }): void {
    const { nonce, proof } = stage;
    if (frame.kind === 'join' && proof === null) this.#stage = { ...stage, proof: frame.proof };
    else if (frame.kind === 'resume' && stage.mayResume) {
      checkSeats(frame.seats);
      const greeted = this.#door.tickets.open(frame.ticket);
      if (greeted === null) this.#challenge(false);
      else
        this.#begin(() =>
          this.#join({ ...greeted, site: '' }, frame, this.#door.pools.poolOf(proof, nonce, greeted.device)),
        );
    } else if (frame.kind === 'hello') {
      checkHello(frame);
      this.#begin(() => this.#prove(frame, nonce, proof));
    } else
      throw new KnownError(
        'FRAME_UNEXPECTED',
        'the first frame must be hello, or once resume, and before it once join',
      );
  }

  #begin(join: () => Promise<void>): void {
    this.#door.greeted(this);
    this.#stage = { kind: 'joining', early: [] };
    void join().catch((error) => this.#refuse(error));
  }

  async #prove(hello: Hello, nonce: string, proof: string | null): Promise<void> {
    const { device, payee, site, signature } = hello;
    const isHere = (): boolean => this.#stage.kind === 'joining';
    const isProven = await this.#door.proofs.check({ nonce, device, payee, site }, signature, isHere);
    if (!isHere()) return;
    if (!isProven)
      throw new KnownError('DEVICE_UNPROVEN', 'the greeting is not signed by this device for this challenge');
    const pool = this.#door.pools.poolOf(proof, nonce, device);
    if (hello.site === '') return this.#join(hello, hello, pool);
    const admission = await this.#admit(hello, isHere);
    const { site: terms, visit } = admission;
    const greeted = { device, payee, site: siteShares(terms, visit), allows: terms.categories };
    if (isHere()) await this.#join(greeted, hello, pool);
  }

  async #admit(hello: Hello, isHere: () => boolean): Promise<Admission> {
    const admission = await this.#door.consents.admit(hello, {
      verify: (proof) => this.#door.proofs.verify(proof, isHere),
      close: (code, message) => this.close(code, message),
    });
    if (isHere()) this.#admission = admission;
    else admission.end();
    return admission;
  }

  #passInTurn(session: Session, frame: ContributorFrame): void {
    const arrivedAt = performance.now();
    inTurn(() => {
      if (this.#isOn(session)) this.#guard(() => this.#pass(session, frame, arrivedAt));
    });
  }

  /** Hands a frame on; after a bye nothing more is to come. */
  #pass(session: Session, frame: ContributorFrame, arrivedAt: number): void {
    if (frame.kind === 'answer') {
      this.#door.times.taken(arrivedAt, performance.now());
      if (this.#unfollowed < 0) this.#unfollowed = arrivedAt;
    }
    this.#door.dispatcher.receive(session, frame, arrivedAt);
    if (frame.kind !== 'bye') return;
    this.#ended();
    this.#socket.close(1000);
  }

  /** Frames that arrived in one piece with this one are taken still; then nothing until the pace is made up for. */
  #slowDown(pace: Pace): void {
    if (this.#socket.isPaused || pace.wait(performance.now()) === 0) return;
    this.#socket.pause();
    const resume = (): void => {
      const wait = pace.wait(performance.now());
      if (wait > 0) setTimeout(resume, wait).unref();
      else this.#socket.resume();
    };
    resume();
  }

  /** `site`: its shares, or empty; `allows`: what jobs may be for there. */
  async #join(
    greeted: Greeted & { readonly site: string; readonly allows?: readonly string[] },
    { agent, seats, keeps }: Hello | Resume,
    pool: string | null,
  ): Promise<void> {
    const session = await this.#door.dispatcher.join({
      device: greeted.device as DeviceId,
      paid: { payee: greeted.payee, site: greeted.site },
      prefix: this.#origin.prefix,
      agent,
      seats,
      pool,
      keeps,
      allows: greeted.allows,
      send: (frame) => this.send(frame),
      close: (code, message) => this.close(code, message),
    });
    const stage = this.#stage;
    // It went away while the device was looked up.
    if (stage.kind !== 'joining') return this.#door.dispatcher.leave(session);
    const pace = new Pace(FRAMES_PER_SECOND + seats * FRAMES_PER_SEAT_SECOND, performance.now());
    this.#stage = { kind: 'joined', session, pace };
    this.send({
      kind: 'welcome',
      session: randomBytes(8).toString('hex'),
      // A receipt may be withdrawn: whoever works for a site shows it each time instead.
      ticket: greeted.site === '' ? this.#door.tickets.issue(greeted) : '',
      seatWindow: LIMITS.seatWindow,
      beatSeconds: BEAT_SECONDS,
    });
    for (const frame of stage.early) this.#passInTurn(session, frame);
  }

  #noteNext(): void {
    if (this.#unfollowed < 0) return;
    this.#door.times.next(this.#unfollowed, performance.now());
    this.#unfollowed = -1;
  }

  #isOn(session: Session): boolean {
    return this.#stage.kind === 'joined' && this.#stage.session === session;
  }
}

/** Throws FRAME_INVALID or PAYEE_INVALID. */
function checkHello(hello: Hello): void {
  const bad = (['device', 'payee'] as const).find(
    (name) => !ADDRESS.test(hello[name]) && (name === 'device' || hello[name] !== ''),
  );
  if (bad !== undefined)
    throw new KnownError('FRAME_INVALID', `${bad} is no address: 0x and 40 lower-case hex digits`);
  checkPayee(hello.payee, 'the payee');
  if (hello.site !== '' && !SITE_KEY.test(hello.site))
    throw new KnownError('FRAME_INVALID', 'site is no key of a site: 32 lower-case hex digits');
  checkSeats(hello.seats);
}

function checkSeats(seats: number): void {
  if (seats < 1 || seats > LIMITS.seatsPerSession)
    throw new KnownError('FRAME_INVALID', `a session has 1 to ${LIMITS.seatsPerSession} seats, not ${seats}`);
}
