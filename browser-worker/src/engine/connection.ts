import {
  type ContributorFrame,
  type CoordinatorFrame,
  decodeCoordinatorFrame,
  ERRORS,
  type ErrorCode,
  encodeContributorFrame,
  isKnownError,
} from '@manyhands/protocol';
import { backoffMs } from './backoff.ts';

/** What is used of a WebSocket, the browser's or that of `ws`. */
export type Socket = Pick<
  WebSocket,
  'binaryType' | 'bufferedAmount' | 'onmessage' | 'onclose' | 'onerror' | 'send' | 'close'
>;

type Greeting = Extract<ContributorFrame, { kind: 'hello' | 'resume' }>;
type Challenge = Extract<CoordinatorFrame, { kind: 'challenge' }>;
type Welcome = Extract<CoordinatorFrame, { kind: 'welcome' }>;
export type WorkFrame = Exclude<CoordinatorFrame, { kind: 'challenge' | 'welcome' | 'refuse' }>;

export interface ConnectionOptions {
  open(): Socket;
  /** Called again on the same socket when a `resume` was not taken. */
  greet(challenge: Challenge): Greeting;
  /** What a private pool's key makes of the challenge, if there is one: sent before the greeting. */
  joinProof(challenge: Challenge): string | undefined;
  /** From 0 to 1: the jitter of reconnecting. */
  random(): number;
  welcomed(welcome: Welcome): void;
  received(frame: WorkFrame): void;
  /** The socket is gone; another attempt follows in `inMs`, or none when `inMs` is null. */
  lost(reason: Reason, inMs: number | null): void;
}

export interface Reason {
  readonly code: string;
  readonly message: string;
}

const HANDSHAKE_MS = 10_000;
/** Beats in a row that found unsent bytes: the network is gone, though the browser has not noticed. */
const STUCK_BEATS = 3;
const LOST: Reason = { code: 'SESSION_LOST', message: 'the connection to the coordinator was lost' };

const mayRetry = (code: string): boolean => !(code in ERRORS) || ERRORS[code as ErrorCode].retry;

/** One session at a time with a coordinator: greets, beats, and comes back after a loss unless refused for good. */
export class Connection {
  readonly #options: ConnectionOptions;
  #socket: Socket | null = null;
  #welcomed = false;
  #attempt = 0;
  #reason: Reason = LOST;
  #stuckBeats = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #handshake: ReturnType<typeof setTimeout> | undefined;
  #beat: ReturnType<typeof setInterval> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  open(): void {
    this.close();
    this.#reason = LOST;
    let socket: Socket;
    try {
      socket = this.#options.open();
    } catch (error) {
      this.#lost({ code: LOST.code, message: (error as Error).message });
      return;
    }
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onmessage = ({ data }) => this.#received(socket, data);
    // `close` always follows an error and is what counts.
    socket.onerror = () => {};
    socket.onclose = () => {
      if (socket === this.#socket) this.#lost(this.#reason);
    };
    this.#handshake = setTimeout(() => this.#drop(LOST), HANDSHAKE_MS);
  }

  /** Sends if the session is on; otherwise the frame is dropped and false returned. */
  send(frame: ContributorFrame): boolean {
    if (!this.#welcomed || !this.#socket) return false;
    this.#socket.send(encodeContributorFrame(frame));
    return true;
  }

  /** Ends the session without a word and forgets about coming back. */
  close(): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#handshake);
    clearInterval(this.#beat);
    this.#welcomed = false;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #received(socket: Socket, message: unknown): void {
    if (socket !== this.#socket || !(message instanceof ArrayBuffer)) return;
    try {
      this.#handle(socket, decodeCoordinatorFrame(new Uint8Array(message)));
    } catch (error) {
      if (!isKnownError(error)) throw error;
      // Bytes garbled on the way may be whole the next time; an unknown version will not be.
      const code = error.code === 'VERSION_UNSUPPORTED' ? error.code : LOST.code;
      this.#drop({ code, message: error.message });
    }
  }

  #handle(socket: Socket, frame: CoordinatorFrame): void {
    switch (frame.kind) {
      case 'challenge': {
        const proof = this.#options.joinProof(frame);
        if (proof !== undefined) socket.send(encodeContributorFrame({ kind: 'join', proof }));
        socket.send(encodeContributorFrame(this.#options.greet(frame)));
        return;
      }
      case 'welcome':
        this.#begin(frame);
        return;
      case 'refuse':
        this.#drop({ code: frame.code, message: frame.message });
        return;
      default:
        this.#options.received(frame);
    }
  }

  #begin(welcome: Welcome): void {
    clearTimeout(this.#handshake);
    this.#welcomed = true;
    this.#attempt = 0;
    this.#stuckBeats = 0;
    this.#beat = setInterval(() => this.#sendBeat(), Math.max(1, welcome.beatSeconds) * 1000);
    this.#options.welcomed(welcome);
  }

  #sendBeat(): void {
    this.#stuckBeats = (this.#socket?.bufferedAmount ?? 0) > 0 ? this.#stuckBeats + 1 : 0;
    if (this.#stuckBeats >= STUCK_BEATS) this.#drop(LOST);
    else this.send({ kind: 'beat' });
  }

  #drop(reason: Reason): void {
    this.#reason = reason;
    this.#lost(reason);
  }

  #lost(reason: Reason): void {
    this.close();
    const inMs = mayRetry(reason.code) ? backoffMs(this.#attempt++, this.#options.random()) : null;
    if (inMs !== null) this.#retry = setTimeout(() => this.open(), inMs);
    this.#options.lost(reason, inMs);
  }
}
