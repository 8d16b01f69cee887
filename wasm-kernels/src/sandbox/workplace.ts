import { type SandboxLimits, SandboxProcess } from './process.ts';
import type { Named } from './requests.ts';

/** Bytes a process may hold before the longest unused go. */
const MOST_BYTES = 512 * 1024 * 1024;
const PUT_TIMEOUT = 30_000;

/** A sandboxed process that is given each build and dataset once. */
export class Workplace {
  readonly process: SandboxProcess;
  /** What the present process holds, by hash, longest unused first; sizes in bytes. */
  readonly #held = new Map<string, number>();
  #generation = 0;

  constructor(limits?: SandboxLimits) {
    this.process = new SandboxProcess(limits);
  }

  /** Makes sure that the process holds these. */
  async supply(needed: readonly Named[]): Promise<void> {
    this.process.start();
    if (this.#generation !== this.process.generation) this.#held.clear();
    this.#generation = this.process.generation;
    for (const named of needed) await this.#put(named);
    await this.#makeRoom(new Set(needed.map(({ hash }) => hash)));
  }

  async #put(named: Named): Promise<void> {
    const known = this.#held.delete(named.hash);
    if (!known) await this.process.call('put', { hash: named.hash, bytes: named.bytes }, PUT_TIMEOUT);
    this.#held.set(named.hash, named.bytes.length);
  }

  async #makeRoom(needed: ReadonlySet<string>): Promise<void> {
    let total = [...this.#held.values()].reduce((sum, size) => sum + size, 0);
    for (const [hash, size] of this.#held) {
      if (total <= MOST_BYTES) return;
      if (needed.has(hash)) continue;
      await this.process.call('forget', { hash }, PUT_TIMEOUT);
      this.#held.delete(hash);
      total -= size;
    }
  }
}
