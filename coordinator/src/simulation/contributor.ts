/** One identity on its visit: it connects, works, perhaps lies, loses its connection, and leaves. */
import {
  type AnswerFrame,
  type AssignFrame,
  type ContributorFrame,
  type CoordinatorFrame,
  type DeviceId,
  type ErrorCode,
  LIMITS,
} from '@manyhands/protocol';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { Link } from '../dispatch/ports.ts';
import type { Session } from '../dispatch/state.ts';
import type { Crowd } from './crowd.ts';
import { answerTo, itemsOf, partsOf } from './items.ts';
import { speedOf, visitOf } from './random.ts';
import { deviceOf, type Kind, prefixOf, say, visitFor } from './strategies.ts';

const BEAT_MS = 10_000;
/** Nobody answers: try again. */
const RETRY_MS = 500;
/** Answers kept until they are credited. */
const KEPT = 16;

export class Contributor {
  readonly slot: number;
  readonly kind: Kind;
  readonly number: number;
  readonly device: DeviceId;
  readonly #crowd: Crowd;
  readonly #visit: number;
  readonly #speed: number;
  readonly #seats: number;
  dispatcher: Dispatcher | null = null;
  #units = 0;
  #session: Session | null = null;
  #queue: AssignFrame[] = [];
  /** What its seats compute. */
  readonly #running = new Set<string>();
  #gone = false;
  isBanned = false;
  #isSilent = false;
  /** Answers that nobody has credited yet: sent again after a reconnect. */
  readonly #unsettled = new Map<string, AnswerFrame>();
  /** A session's frames arrive in order, either way. */
  #downAt = 0;
  #upAt = 0;
  /** Counts connections, so that what was under way on an old one is lost with it. */
  #connection = 0;

  constructor(crowd: Crowd, slot: number, kind: Kind, number: number) {
    const { random, settings } = crowd.scene;
    this.#crowd = crowd;
    this.slot = slot;
    this.kind = kind;
    this.number = number;
    this.device = deviceOf(number);
    this.#visit = visitFor(kind, visitOf(random, settings.lifetime));
    this.#speed = speedOf(random);
    this.#seats = slot % 3 === 2 ? settings.seats : 1;
    crowd.kinds.set(this.device, kind);
  }

  connect(): void {
    if (this.#gone) return;
    const { scene } = this.#crowd;
    const dispatcher = scene.dispatcherFor(this.slot);
    const connection = ++this.#connection;
    this.dispatcher = dispatcher;
    if (!scene.settings.resumes) this.#stopWork();
    if (dispatcher === null) {
      scene.events.in(RETRY_MS, () => this.connect());
      return;
    }
    dispatcher.join(this.#link(connection)).then(
      (session) => {
        if (this.#connection !== connection) dispatcher.leave(session);
        else this.#joined(session);
      },
      // Banned, or a journal that does not answer.
      (cause) => {
        if (this.#connection !== connection) return;
        if (cause?.code === 'DEVICE_BANNED') this.#closed(cause.code);
        else scene.events.in(RETRY_MS, () => this.connect());
      },
    );
  }

  #link(connection: number): Link {
    const { watch } = this.#crowd.scene;
    const link: Link = {
      device: this.device,
      paid: { payee: `0xp${this.number}`, site: '' },
      prefix: prefixOf(this.kind, this.number),
      agent: 'simulated',
      seats: this.#seats,
      keeps: this.#keeps(),
      send: (frame) => {
        watch?.sent(link, frame);
        this.#down(() => {
          if (this.#connection === connection) this.#take(frame);
        });
      },
      close: (code) => {
        if (this.#connection === connection) this.#closed(code);
      },
    };
    return link;
  }

  /** What it still has of earlier sessions, as its greeting names it. */
  #keeps(): string[] {
    if (!this.#crowd.scene.settings.resumes) return [];
    const queued = this.#queue.map(({ assignment }) => assignment);
    return [...queued, ...this.#running, ...this.#unsettled.keys()].slice(0, LIMITS.keptAssignments);
  }

  /** Results of what runs now go nowhere. */
  #stopWork(): void {
    this.#queue = [];
    this.#running.clear();
  }

  #joined(session: Session): void {
    this.#session = session;
    for (const answer of this.#unsettled.values()) this.#say(answer);
    this.#say({ kind: 'want', seats: this.#seats });
    this.#beat(session);
  }

  #latency(): number {
    return 5 + this.#crowd.scene.random() * 75;
  }

  #down(deliver: () => void): void {
    const { events } = this.#crowd.scene;
    this.#downAt = Math.max(this.#downAt, events.now + this.#latency());
    events.in(this.#downAt - events.now, deliver);
  }

  #say(frame: ContributorFrame): void {
    const session = this.#session;
    const { dispatcher, device } = this;
    if (session === null || dispatcher === null) return;
    const { events, watch } = this.#crowd.scene;
    this.#upAt = Math.max(this.#upAt, events.now + this.#latency());
    events.in(this.#upAt - events.now, () => {
      if (frame.kind === 'answer' || frame.kind === 'giveBack') watch?.returned(device, frame.assignment);
      dispatcher.receive(session, frame);
    });
  }

  #beat(session: Session): void {
    this.#crowd.scene.events.in(BEAT_MS, () => {
      if (this.#session !== session) return;
      this.#say({ kind: 'beat' });
      this.#beat(session);
    });
  }

  #take(frame: CoordinatorFrame): void {
    switch (frame.kind) {
      case 'credited':
        for (const assignment of frame.assignments) this.#unsettled.delete(assignment);
        break;
      case 'cancel':
        this.#unsettled.delete(frame.assignment);
        this.#queue = this.#queue.filter(({ assignment }) => assignment !== frame.assignment);
        break;
      case 'assign':
        this.#queue.push(frame);
        this.#work();
    }
  }

  #work(): void {
    while (!this.#gone && !this.#isSilent && this.#running.size < this.#seats) {
      const frame = this.#queue.shift();
      if (frame === undefined) return;
      this.#running.add(frame.assignment);
      const { events, settings } = this.#crowd.scene;
      const items = itemsOf(frame);
      const ms = (items.length * settings.unitMs * this.#speed) / settings.itemsPerUnit;
      events.in(ms, () => {
        if (this.#gone || !this.#running.delete(frame.assignment)) return;
        this.#finish(frame, items);
      });
    }
  }

  #finish({ assignment }: AssignFrame, all: Uint32Array): void {
    const { settings, random } = this.#crowd.scene;
    if (this.kind === 'honest' && random() < settings.fails) {
      this.#say({ kind: 'giveBack', assignment, reason: 'failed' });
      this.#work();
      return;
    }
    const cut = this.kind === 'honest' && random() < settings.partial;
    const items = cut ? all.subarray(0, 1 + Math.floor(random() * all.length)) : all;
    this.#answer(assignment, items);
    if (this.#units >= this.#visit) this.#depart();
    else if (this.kind === 'flapping' || random() < settings.drops) {
      this.#drop();
      this.#work();
    } else this.#work();
  }

  #answer(assignment: string, items: Uint32Array): void {
    const { settings, random } = this.#crowd.scene;
    const { executed, fellows } = this.#crowd;
    const parts = partsOf(items);
    const { kind, number } = this;
    const liar = { kind, number, units: this.#units, visit: this.#visit, sleeps: settings.sleeps };
    const says = say(liar, items, parts, fellows, random);
    executed[kind === 'honest' ? 'honest' : 'liars'] += items.length;
    const answer: AnswerFrame = { kind: 'answer', assignment, ...answerTo(items, says, number) };
    if (this.#unsettled.size < KEPT) this.#unsettled.set(assignment, answer);
    this.#say(answer);
    this.#units += parts.work.length / settings.itemsPerUnit;
  }

  /** The visit is over. */
  #depart(): void {
    this.#say({ kind: 'bye' });
    this.#end();
  }

  /** The connection breaks; the same identity is back a moment later. */
  #drop(): void {
    const { events, random } = this.#crowd.scene;
    const session = this.#session;
    const { dispatcher } = this;
    // It is on its way back already.
    if (session === null) return;
    this.#session = null;
    this.#connection++;
    if (!this.#crowd.scene.settings.resumes) this.#stopWork();
    events.in(this.#upAt - events.now + 1, () => dispatcher?.leave(session));
    events.in(200 + random() * 2_000, () => this.connect());
  }

  /** Its coordinator is no more. */
  cutOff(): void {
    this.#session = null;
    if (!this.#crowd.scene.settings.resumes) this.#stopWork();
    this.#connection++;
    const { events, random } = this.#crowd.scene;
    events.in(100 + random() * 1_000, () => this.connect());
  }

  /** The machine is switched off: nobody is told, and nothing is heard of it any more. */
  die(): void {
    this.#end();
  }

  #closed(code: ErrorCode): void {
    if (code === 'DEVICE_BANNED') {
      this.isBanned = true;
      this.#end();
    } else if (!this.#gone) {
      // Somebody looks at the machine.
      this.#isSilent = false;
      this.#drop();
    }
  }

  /** It hangs: it answers nothing any more, and its connection stays as if nothing were wrong. */
  hang(): void {
    this.#isSilent = true;
    this.#stopWork();
  }

  #end(): void {
    if (this.#gone) return;
    this.#gone = true;
    // A session that is on its way ends as it comes.
    this.#connection++;
    this.#session = null;
    this.#crowd.gone(this);
  }
}
