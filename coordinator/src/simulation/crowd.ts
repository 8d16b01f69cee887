/** Contributors of every kind around real dispatchers: they arrive, work, lie, are banned, leave and come back. */
import type {
  AssignFrame,
  ContributorFrame,
  CoordinatorFrame,
  DeviceId,
  ErrorCode,
} from '@manyhands/protocol';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { Session } from '../dispatch/state.ts';
import type { Events } from './events.ts';
import { answerTo, itemsOf, partsOf } from './items.ts';
import { speedOf, visitOf } from './random.ts';
import type { Settings } from './settings.ts';
import { Conspiracy, type Kind, prefixOf, say, visitFor } from './strategies.ts';

const BEAT_MS = 10_000;
/** Until somebody else comes where a visit ended, and until a banned liar is back under a fresh identity. */
const NEXT_MS = 1_000;

/** What everybody in a crowd shares. */
export interface Scene {
  readonly events: Events;
  readonly settings: Settings;
  random(): number;
  /** The coordinator that a contributor finds when it connects. */
  dispatcherFor(slot: number): Dispatcher;
}

export class Crowd {
  readonly scene: Scene;
  readonly fellows = new Conspiracy();
  readonly kinds = new Map<string, Kind>();
  /** Items executed. */
  readonly executed = { honest: 0, liars: 0 };
  identities = 0;

  constructor(scene: Scene) {
    this.scene = scene;
    const { contributors, malicious, strategy } = scene.settings;
    const liars = Math.round(contributors * malicious);
    for (let slot = 0; slot < contributors; slot++) {
      const kind = slot < liars ? strategy : 'honest';
      scene.events.in(scene.random() * scene.settings.unitMs, () => this.arrive(slot, kind));
    }
  }

  /** A fresh identity begins its visit. */
  arrive(slot: number, kind: Kind): void {
    new Contributor(this, slot, kind, ++this.identities).connect();
  }

  /** Somebody comes where one of a kind went. */
  follow(slot: number, kind: Kind): void {
    const { settings, random } = this.scene;
    const drawn = random() < settings.malicious ? settings.strategy : 'honest';
    this.arrive(slot, settings.returns === 'same' ? kind : drawn);
  }

  isHonest(device: string): boolean {
    return this.kinds.get(device) === 'honest';
  }
}

class Contributor {
  readonly #crowd: Crowd;
  readonly #slot: number;
  readonly #kind: Kind;
  readonly #number: number;
  readonly #device: DeviceId;
  readonly #visit: number;
  readonly #speed: number;
  #units = 0;
  #session: Session | null = null;
  #dispatcher: Dispatcher | null = null;
  #queue: AssignFrame[] = [];
  #busy = false;
  #gone = false;
  /** A session's frames arrive in order, either way. */
  #downAt = 0;
  #upAt = 0;

  constructor(crowd: Crowd, slot: number, kind: Kind, number: number) {
    const { random, settings } = crowd.scene;
    this.#crowd = crowd;
    this.#slot = slot;
    this.#kind = kind;
    this.#number = number;
    this.#device = `0x${number.toString(16).padStart(40, '0')}` as DeviceId;
    this.#visit = visitFor(kind, visitOf(random, settings.lifetime));
    this.#speed = speedOf(random);
    crowd.kinds.set(this.#device, kind);
  }

  connect(): void {
    const { scene } = this.#crowd;
    const dispatcher = scene.dispatcherFor(this.#slot);
    this.#dispatcher = dispatcher;
    this.#queue = [];
    this.#busy = false;
    dispatcher
      .join({
        device: this.#device,
        paid: { payee: `0xp${this.#number}`, site: '' },
        prefix: prefixOf(this.#kind, this.#number),
        agent: 'simulated',
        seats: 1,
        send: (frame) => this.#down(() => this.#take(frame)),
        close: (code) => this.#closed(code),
      })
      .then(
        (session) => {
          this.#session = session;
          this.#say({ kind: 'want', seats: 1 });
          this.#beat(session);
        },
        () => this.#end(),
      );
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
    const dispatcher = this.#dispatcher;
    if (session === null || dispatcher === null) return;
    const { events } = this.#crowd.scene;
    this.#upAt = Math.max(this.#upAt, events.now + this.#latency());
    events.in(this.#upAt - events.now, () => dispatcher.receive(session, frame));
  }

  #beat(session: Session): void {
    this.#crowd.scene.events.in(BEAT_MS, () => {
      if (this.#session !== session) return;
      this.#say({ kind: 'beat' });
      this.#beat(session);
    });
  }

  #take(frame: CoordinatorFrame): void {
    if (frame.kind === 'cancel')
      this.#queue = this.#queue.filter(({ assignment }) => assignment !== frame.assignment);
    if (frame.kind !== 'assign' || this.#session === null) return;
    this.#queue.push(frame);
    this.#work();
  }

  #work(): void {
    const session = this.#session;
    const frame = this.#busy ? undefined : this.#queue.shift();
    if (frame === undefined || session === null) return;
    this.#busy = true;
    const { events, settings } = this.#crowd.scene;
    const items = itemsOf(frame);
    const ms = (items.length * settings.unitMs * this.#speed) / settings.itemsPerUnit;
    events.in(ms, () => {
      if (this.#session !== session) return;
      this.#busy = false;
      this.#finish(frame, items);
    });
  }

  #finish(frame: AssignFrame, items: Uint32Array): void {
    const { settings, random } = this.#crowd.scene;
    const { executed, fellows } = this.#crowd;
    const parts = partsOf(items);
    const liar = {
      kind: this.#kind,
      number: this.#number,
      units: this.#units,
      visit: this.#visit,
      sleeps: settings.sleeps,
    };
    const says = say(liar, items, parts, fellows, random);
    executed[this.#kind === 'honest' ? 'honest' : 'liars'] += items.length;
    this.#say({ kind: 'answer', assignment: frame.assignment, ...answerTo(items, says, this.#number) });
    this.#units += parts.work.length / settings.itemsPerUnit;
    if (this.#units >= this.#visit) this.#depart();
    else if (this.#kind === 'flapping' || random() < settings.drops) this.#drop();
    else this.#work();
  }

  /** The visit is over. */
  #depart(): void {
    this.#say({ kind: 'bye' });
    this.#session = null;
    this.#end();
  }

  /** The connection breaks; the same identity is back a moment later. */
  #drop(): void {
    const session = this.#session;
    const dispatcher = this.#dispatcher;
    this.#session = null;
    const { events, random } = this.#crowd.scene;
    events.in(this.#upAt - events.now + 1, () => session && dispatcher?.leave(session));
    events.in(200 + random() * 2_000, () => {
      if (!this.#gone) this.connect();
    });
  }

  #closed(code: ErrorCode): void {
    this.#session = null;
    if (code === 'DEVICE_BANNED') this.#end();
    else this.#drop();
  }

  /** Somebody of the same kind takes its place. */
  #end(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#crowd.scene.events.in(NEXT_MS, () => this.#crowd.follow(this.#slot, this.#kind));
  }
}
