import type { AnswerFrame } from '@manyhands/protocol';

/** More than this that waits for its commit stops the asking for work. */
export const UNSETTLED_BYTES = 32 * 1024 * 1024;

/** Answers that the coordinator has not committed: kept to be sent once more after a reconnect [CM1]. */
export class Unsettled {
  readonly #answers = new Map<string, AnswerFrame>();
  #bytes = 0;

  get count(): number {
    return this.#answers.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get isFull(): boolean {
    return this.#bytes > UNSETTLED_BYTES;
  }

  /** The assignments that were answered, oldest first. */
  get names(): string[] {
    return [...this.#answers.keys()];
  }

  keep(answer: AnswerFrame): void {
    this.settle(answer.assignment);
    this.#answers.set(answer.assignment, answer);
    this.#bytes += sizeOf(answer);
  }

  /** Forgets an answer that was credited, or that nobody wants any more. */
  settle(assignment: string): void {
    const answer = this.#answers.get(assignment);
    if (!answer) return;
    this.#answers.delete(assignment);
    this.#bytes -= sizeOf(answer);
  }

  /** All of them, oldest first. */
  all(): AnswerFrame[] {
    return [...this.#answers.values()];
  }
}

/** What an answer counts at least: so that a greeting can name them all, and what seats are at besides. */
const LEAST_BYTES = 16 * 1024;

const sizeOf = (answer: AnswerFrame): number =>
  Math.max(LEAST_BYTES, answer.outputs.length + 13 * answer.statuses.length);
