/** Everybody who contributes: who is there, who comes next, and what they did. */
import type { CoordinatorFrame, DeviceId } from '@manyhands/protocol';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { Link } from '../dispatch/ports.ts';
import { Contributor } from './contributor.ts';
import type { Events } from './events.ts';
import type { Settings } from './settings.ts';
import { Conspiracy, type Kind } from './strategies.ts';

/** Until somebody else comes where a visit ended, and until a banned liar is back under a fresh identity. */
const NEXT_MS = 1_000;

/** What everybody in a crowd shares. */
export interface Scene {
  readonly events: Events;
  readonly settings: Settings;
  random(): number;
  /** The coordinator that a contributor finds when it connects; null: none answers. */
  dispatcherFor(slot: number): Dispatcher | null;
  /** Told of what goes over every link, for those who watch rules. */
  readonly watch?: {
    sent(link: Link, frame: CoordinatorFrame): void;
    /** An answer or what was given back has reached the coordinator. */
    returned(device: DeviceId, assignment: string): void;
  };
}

export class Crowd {
  readonly scene: Scene;
  readonly fellows = new Conspiracy();
  readonly kinds = new Map<string, Kind>();
  readonly present = new Set<Contributor>();
  /** Items executed. */
  readonly executed = { honest: 0, liars: 0 };
  /** Devices of a private pool, by number from 1: they come back as themselves. */
  readonly #pool: number;
  identities: number;

  constructor(scene: Scene) {
    this.scene = scene;
    const { contributors, malicious, strategy, policy } = scene.settings;
    this.#pool = policy.kind === 'trusted' ? policy.devices.length : 0;
    this.identities = this.#pool;
    const liars = Math.round(contributors * malicious);
    for (let slot = 0; slot < contributors; slot++) {
      const kind = slot < liars ? strategy : 'honest';
      scene.events.in(scene.random() * scene.settings.unitMs, () => this.arrive(slot, kind));
    }
  }

  /** A fresh identity begins its visit, or a device of the pool another one. */
  arrive(slot: number, kind: Kind): void {
    const number = slot < this.#pool ? slot + 1 : ++this.identities;
    const contributor = new Contributor(this, slot, kind, number);
    this.present.add(contributor);
    contributor.connect();
  }

  /** Somebody left for good; somebody comes in its place. */
  gone(contributor: Contributor): void {
    this.present.delete(contributor);
    const { slot, kind } = contributor;
    if (slot < this.#pool) {
      if (!contributor.isBanned) this.scene.events.in(NEXT_MS, () => this.arrive(slot, kind));
      return;
    }
    const { settings, random, events } = this.scene;
    const drawn = random() < settings.malicious ? settings.strategy : 'honest';
    events.in(NEXT_MS, () => this.arrive(slot, settings.returns === 'same' ? kind : drawn));
  }

  /** A coordinator died: everybody who was connected to it notices and connects again. */
  lost(dispatcher: Dispatcher): void {
    for (const contributor of [...this.present])
      if (contributor.dispatcher === dispatcher) contributor.cutOff();
  }

  isHonest(device: string): boolean {
    return this.kinds.get(device) === 'honest';
  }
}
