/** One contributor of the load: greets as any device does, then answers what it is assigned at once, or when told. */
import {
  addressOf,
  decodeCoordinatorFrame,
  encodeContributorFrame,
  newPrivateKey,
  signGreeting,
} from '@manyhands/protocol';
import WebSocket from 'ws';
import { type Answers, ASSIGN, type Assigned, CREDITED, readAssign, readCredited } from './frames.ts';

const GREET_MS = 60_000;
const BEAT = encodeContributorFrame({ kind: 'beat' });

/** What all sessions of a load share. */
export interface Load {
  readonly answers: Answers;
  /** Takes the answer now and gives when it is sent, or keeps it for later. */
  take(session: LoadSession, assigned: Assigned): void;
  /** Milliseconds from an answer to the next assignment. */
  waited(milliseconds: number): void;
  credited(items: number): void;
  /** An assignment is not wanted any more: somebody else was faster. */
  cancelled(): void;
  /** The coordinator refused the session. */
  refused(why: string): void;
}

/** As what a session comes. */
export interface Guise {
  readonly seats: number;
  /** Where its connection begins. */
  readonly address: string;
}

export class LoadSession {
  readonly #load: Load;
  readonly #socket: WebSocket;
  /** Items of assignments that were answered and are not credited yet. */
  readonly #open = new Map<string, number>();
  /** When answers were sent that no assignment followed yet, in order. */
  readonly #sentAt: number[] = [];
  #beat: NodeJS.Timeout | null = null;
  #closing = false;

  private constructor(load: Load, socket: WebSocket) {
    this.#load = load;
    this.#socket = socket;
  }

  /** Connects and greets; resolves when welcome. */
  static async open(url: string, load: Load, { seats, address }: Guise): Promise<LoadSession> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/contribute`, {
      perMessageDeflate: false,
      localAddress: address,
    });
    const session = new LoadSession(load, socket);
    const privateKey = newPrivateKey();
    const device = addressOf(privateKey);
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no welcome came')), GREET_MS);
      socket.once('error', reject);
      socket.once('close', (_code, reason) => reject(new Error(`closed: ${reason}`)));
      socket.on('message', function greet(bytes: Buffer) {
        const frame = decodeCoordinatorFrame(bytes);
        if (frame.kind === 'challenge') {
          const greeting = { nonce: frame.nonce, device, payee: device, site: '' };
          const signature = signGreeting(privateKey, greeting);
          const hello = {
            kind: 'hello' as const,
            device,
            payee: device,
            site: '',
            receipt: '',
            receiptSignature: '',
            seats,
            agent: 'load',
            keeps: [],
            signature,
          };
          socket.send(encodeContributorFrame(hello));
        } else if (frame.kind === 'welcome') {
          clearTimeout(timer);
          socket.off('message', greet);
          session.#begin(frame.beatSeconds * 1000);
          resolve();
        } else if (frame.kind === 'refuse') reject(new Error(`refused: ${frame.code} ${frame.message}`));
      });
    });
    return session;
  }

  want(seats: number): void {
    this.#socket.send(encodeContributorFrame({ kind: 'want', seats }));
  }

  /** Nothing more is wanted: no assignment follows the last answers. */
  rest(): void {
    this.want(0);
    this.#sentAt.length = 0;
  }

  answer(assigned: Assigned): void {
    this.#open.set(assigned.name.toString('latin1'), assigned.inputs.length / 4);
    this.#sentAt.push(performance.now());
    this.#socket.send(this.#load.answers.write(assigned));
  }

  close(): void {
    this.#closing = true;
    this.#socket.terminate();
  }

  #begin(beatMs: number): void {
    const socket = this.#socket;
    socket.removeAllListeners('close').removeAllListeners('error');
    socket.on('error', () => undefined);
    socket.on('close', (_code, reason) => {
      if (this.#beat) clearInterval(this.#beat);
      if (!this.#closing) this.#load.refused(`closed: ${reason}`);
    });
    socket.on('message', (message: Buffer) => this.#take(message));
    // Not all in the same moment.
    this.#beat = setTimeout(() => {
      this.#beat = setInterval(() => socket.send(BEAT), beatMs);
    }, Math.random() * beatMs);
  }

  #take(message: Buffer): void {
    const kind = message[1];
    if (kind === ASSIGN) {
      const sent = this.#sentAt.shift();
      if (sent !== undefined) this.#load.waited(performance.now() - sent);
      this.#load.take(this, readAssign(message));
    } else if (kind === CREDITED) {
      for (const name of readCredited(message)) {
        this.#load.credited(this.#open.get(name) ?? 0);
        this.#open.delete(name);
      }
    } else this.#other(message);
  }

  #other(message: Buffer): void {
    const frame = decodeCoordinatorFrame(message);
    if (frame.kind === 'refuse') this.#load.refused(`${frame.code}: ${frame.message}`);
    else if (frame.kind === 'cancel') this.#load.cancelled();
  }
}
