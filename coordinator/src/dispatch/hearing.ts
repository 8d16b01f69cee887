/**
 * How far behind of what arrives this process is. Frames of all sessions are taken in the order in which they arrived, so
 * what one of them waited tells up to when everybody has been heard.
 */
export class Hearing {
  #waitedMs = 0;
  #takenAt = 0;

  /** A frame that arrived at `arrivedAt` is taken now. */
  take(arrivedAt: number, now: number): void {
    this.#waitedMs = now - arrivedAt;
    this.#takenAt = now;
  }

  /** Milliseconds that a frame taken now has waited; where none is taken for as long, none waits. */
  behindMs(now: number): number {
    return Math.max(0, this.#waitedMs - (now - this.#takenAt));
  }
}
