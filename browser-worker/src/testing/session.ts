import {
  type ContributorFrame,
  type CoordinatorFrame,
  decodeContributorFrame,
  encodeCoordinatorFrame,
  greetingIsSigned,
} from '@manyhands/protocol';
import type { WebSocket } from 'ws';
import type { Assignment } from '../engine/assignment.ts';

type Kind = ContributorFrame['kind'];
export type FrameOf<K extends Kind> = Extract<ContributorFrame, { kind: K }>;

/** One contributor's socket as a test sees it: send what you like, wait for what comes. */
export class ScriptedSession {
  readonly #socket: WebSocket;
  readonly #waiting: { kind: Kind; resolve: (frame: ContributorFrame) => void }[] = [];
  /** Jobs told on this connection, and their numbers. */
  readonly #told = new Map<string, number>();
  readonly #unread: ContributorFrame[] = [];
  /** Everything received so far. */
  readonly log: ContributorFrame[] = [];
  readonly closed: Promise<void>;
  #listener: (frame: ContributorFrame) => void = () => {};

  constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('message', (bytes: Buffer) => this.#received(decodeContributorFrame(new Uint8Array(bytes))));
  }

  send(frame: CoordinatorFrame): void {
    this.#socket.send(encodeCoordinatorFrame(frame));
  }

  /** Sends work, and the facts of its job before it once. */
  assign({ assignment, lengths, inputs, ...facts }: Assignment): void {
    const said = JSON.stringify(facts, (_, value) => (typeof value === 'bigint' ? `${value}` : value));
    const number = this.#told.get(said) ?? this.#told.size;
    if (!this.#told.has(said)) this.send({ kind: 'job', number, ...facts });
    this.#told.set(said, number);
    this.send({ kind: 'assign', assignment, job: number, lengths, inputs });
  }

  /** Sends bytes that may be no frame at all. */
  sendRaw(bytes: Uint8Array): void {
    this.#socket.send(bytes);
  }

  /** Greets as a coordinator does and checks the answer's signature; resolves with it. */
  async greet(welcome: Parameters<ScriptedSession['welcome']>[0] = {}): Promise<FrameOf<'hello'>> {
    const nonce = this.challenge();
    const hello = await this.next('hello');
    const { device, payee, site, signature } = hello;
    if (!greetingIsSigned({ nonce, device, payee, site }, signature))
      throw new Error('the greeting is forged');
    this.welcome(welcome);
    return hello;
  }

  welcome({ beatSeconds = 5, ticket = '' } = {}): void {
    this.send({ kind: 'welcome', session: 'scripted', ticket, seatWindow: 2, beatSeconds });
  }

  /** Asks for a greeting, as at the beginning and when a ticket is not taken. */
  challenge(): string {
    const nonce = `0x${'5a'.repeat(32)}`;
    this.send({ kind: 'challenge', nonce, coordinator: 'scripted' });
    return nonce;
  }

  /** The next frame of a kind that no earlier call took. */
  next<K extends Kind>(kind: K): Promise<FrameOf<K>> {
    const at = this.#unread.findIndex((frame) => frame.kind === kind);
    if (at >= 0) return Promise.resolve(this.#unread.splice(at, 1)[0] as FrameOf<K>);
    return new Promise((resolve) => {
      this.#waiting.push({ kind, resolve: resolve as (frame: ContributorFrame) => void });
    });
  }

  /**
   * Hands out work without end as a coordinator would: two assignments a seat, a new one for each answer,
   * and every answer credited at once.
   */
  work(next: () => Assignment, answered: (answer: FrameOf<'answer'>) => void = () => {}): void {
    let open = 0;
    let wanted = 0;
    const fill = () => {
      for (; open < 2 * wanted; open++) this.assign(next());
    };
    const handle = (frame: ContributorFrame) => {
      if (frame.kind === 'want') wanted = frame.seats;
      if (frame.kind === 'giveBack') open--;
      if (frame.kind === 'answer') {
        open--;
        this.send({ kind: 'credited', assignments: [frame.assignment] });
        answered(frame);
      }
      fill();
    };
    for (const frame of this.log) if (frame.kind === 'want') handle(frame);
    this.#listener = handle;
  }

  /** Cuts the line without a closing handshake. */
  drop(): void {
    this.#socket.terminate();
  }

  #received(frame: ContributorFrame): void {
    this.log.push(frame);
    const at = this.#waiting.findIndex(({ kind }) => kind === frame.kind);
    if (at >= 0) this.#waiting.splice(at, 1)[0].resolve(frame);
    else this.#unread.push(frame);
    this.#listener(frame);
  }
}
