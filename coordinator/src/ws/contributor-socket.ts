import { randomBytes } from 'node:crypto';
import type { WebSocket } from '@fastify/websocket';
import {
  type ContributorFrame,
  type CoordinatorFrame,
  type DeviceId,
  decodeContributorFrame,
  type ErrorCode,
  encodeCoordinatorFrame,
  greetingIsSigned,
  isKnownError,
  KnownError,
  LIMITS,
} from '@manyhands/protocol';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { Link } from '../dispatch/ports.ts';
import { Pace } from './pace.ts';

type Session = Awaited<ReturnType<Dispatcher['join']>>;
type Hello = Extract<ContributorFrame, { kind: 'hello' }>;

/** What a session needs of the coordinator around it. */
export interface Door {
  readonly dispatcher: Pick<Dispatcher, 'join' | 'receive' | 'leave'>;
  /** The address that signs certificates, named in the challenge. */
  readonly coordinator: string;
  /** Something failed that is nobody's fault outside. */
  trouble(what: string, cause: unknown): void;
}

type Stage =
  | { readonly kind: 'challenged'; readonly nonce: string; readonly timer: NodeJS.Timeout }
  /** What a hasty contributor sends before its welcome waits here. */
  | { readonly kind: 'joining'; readonly early: ContributorFrame[] }
  | { readonly kind: 'joined'; readonly session: Session; readonly pace: Pace }
  | { readonly kind: 'closed' };

const GREETING_MILLISECONDS = 10_000;
const EARLY_FRAMES = 16;
/** Sent and not read yet. Beyond this a session cannot keep up with what it asked for. */
const UNREAD_BYTES = 64 * 1024 * 1024;
const FRAMES_PER_SECOND = 100;
/** Units of cheap items are done in milliseconds. */
const FRAMES_PER_SEAT_SECOND = 500;
const BEAT_SECONDS = 10;
/** Application codes begin at 4000; the catalogue's status makes them telling. */
const closeCode = (code: ErrorCode): number => 4000 + new KnownError(code, '').status;
const ADDRESS = /^0x[0-9a-f]{40}$/;

/**
 * One socket of a contributor: challenge → hello → welcome, then frames to and from the dispatcher.
 *
 * Whatever a stranger sends ends at most his own session: each failure becomes a `refuse` frame with a code, then the
 * socket closes with the code as its reason [SE1]. Who sends faster than the pace is read more slowly, not refused.
 */
export class ContributorSocket implements Pick<Link, 'send' | 'close'> {
  readonly #socket: WebSocket;
  readonly #door: Door;
  readonly #prefix: string;
  #stage: Stage;

  constructor(socket: WebSocket, door: Door, prefix: string) {
    this.#socket = socket;
    this.#door = door;
    this.#prefix = prefix;
    const nonce = `0x${randomBytes(32).toString('hex')}`;
    const timer = setTimeout(
      () => this.close('SESSION_SILENT', 'no greeting came in time'),
      GREETING_MILLISECONDS,
    );
    this.#stage = { kind: 'challenged', nonce, timer };
    socket.on('message', (message, isBinary) => this.#guard(() => this.#take(message as Buffer, isBinary)));
    socket.on('close', () => this.#ended());
    // The socket closes itself after an error of its protocol; without a listener the process would end instead.
    socket.on('error', () => undefined);
    this.send({ kind: 'challenge', nonce, coordinator: door.coordinator });
  }

  send(frame: CoordinatorFrame): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(encodeCoordinatorFrame(frame));
    if (this.#socket.bufferedAmount <= UNREAD_BYTES || frame.kind === 'refuse') return;
    this.close('SESSION_SLOW', 'what was sent is not read; ask for fewer seats');
    this.#socket.terminate();
  }

  /** Refuses with a code and closes. */
  close(code: ErrorCode, message: string): void {
    if (this.#stage.kind === 'closed') return;
    this.send({ kind: 'refuse', code, message });
    this.#ended();
    // A paused socket would never see the other side's close.
    this.#socket.resume();
    this.#socket.close(closeCode(code), code);
  }

  #ended(): void {
    const stage = this.#stage;
    this.#stage = { kind: 'closed' };
    if (stage.kind === 'challenged') clearTimeout(stage.timer);
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
    if (stage.kind === 'closed') return;
    if (!isBinary) throw new KnownError('FRAME_INVALID', 'frames are binary');
    const frame = decodeContributorFrame(message);
    switch (stage.kind) {
      case 'challenged':
        if (frame.kind !== 'hello') throw new KnownError('FRAME_UNEXPECTED', 'the first frame must be hello');
        clearTimeout(stage.timer);
        checkHello(frame, stage.nonce);
        this.#stage = { kind: 'joining', early: [] };
        void this.#join(frame).catch((error) => this.#refuse(error));
        break;
      case 'joining':
        if (stage.early.push(frame) > EARLY_FRAMES)
          throw new KnownError('FRAME_UNEXPECTED', 'wait for the welcome before sending more');
        break;
      case 'joined':
        stage.pace.take(performance.now());
        this.#slowDown(stage.pace);
        this.#pass(stage.session, frame);
        break;
      default:
        stage satisfies never;
    }
  }

  /** Hands a frame on; after a bye nothing more is to come. */
  #pass(session: Session, frame: ContributorFrame): void {
    this.#door.dispatcher.receive(session, frame);
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

  async #join(hello: Hello): Promise<void> {
    const name = randomBytes(8).toString('hex');
    const session = await this.#door.dispatcher.join({
      device: hello.device as DeviceId,
      paid: { payee: hello.payee, site: hello.site },
      prefix: this.#prefix,
      agent: hello.agent,
      seats: hello.seats,
      keeps: hello.keeps,
      send: (frame) => this.send(frame),
      close: (code, message) => this.close(code, message),
    });
    const stage = this.#stage;
    // It went away while the device was looked up.
    if (stage.kind !== 'joining') return this.#door.dispatcher.leave(session);
    const pace = new Pace(FRAMES_PER_SECOND + hello.seats * FRAMES_PER_SEAT_SECOND, performance.now());
    this.#stage = { kind: 'joined', session, pace };
    this.send({
      kind: 'welcome',
      session: name,
      ticket: '',
      seatWindow: LIMITS.seatWindow,
      beatSeconds: BEAT_SECONDS,
    });
    for (const frame of stage.early) if (this.#isOn(session)) this.#pass(session, frame);
  }

  #isOn(session: Session): boolean {
    return this.#stage.kind === 'joined' && this.#stage.session === session;
  }
}

/** Throws FRAME_INVALID or DEVICE_UNPROVEN. */
function checkHello(hello: Hello, nonce: string): void {
  const bad = (['device', 'payee', 'site'] as const).find(
    (name) => !ADDRESS.test(hello[name]) && (name === 'device' || hello[name] !== ''),
  );
  if (bad !== undefined)
    throw new KnownError('FRAME_INVALID', `${bad} is no address: 0x and 40 lower-case hex digits`);
  if (hello.seats < 1 || hello.seats > LIMITS.seatsPerSession)
    throw new KnownError(
      'FRAME_INVALID',
      `a session has 1 to ${LIMITS.seatsPerSession} seats, not ${hello.seats}`,
    );
  const { device, payee, site, signature } = hello;
  if (!greetingIsSigned({ nonce, device, payee, site }, signature))
    throw new KnownError('DEVICE_UNPROVEN', 'the greeting is not signed by this device for this challenge');
}
