const MOST_LINES = 100;
const LONGEST_LINE = 500;

/** What one item printed: so much of it as somebody may want to read. */
export class Printed {
  readonly #lines: string[] = [];
  #count = 0;

  /** A text may be several lines. */
  add(text: string): void {
    for (const line of text.split('\n')) {
      this.#count++;
      if (this.#lines.length < MOST_LINES) this.#lines.push(line.slice(0, LONGEST_LINE));
    }
  }

  get lines(): string[] {
    const left = this.#count - this.#lines.length;
    return left === 0 ? this.#lines : [...this.#lines, `… and ${left} more lines`];
  }
}
