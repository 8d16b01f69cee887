/** Holds text back until its record is whole: a line end within quotes ends nothing. */
export class RecordCutter {
  #rest = '';
  #scanned = 0;
  #quoted = false;

  /** Adds text and returns the whole records so far, each with its line end; possibly none. */
  push(text: string): string {
    this.#rest += text;
    let end = 0;
    for (; this.#scanned < this.#rest.length; this.#scanned++) {
      const char = this.#rest.charCodeAt(this.#scanned);
      if (char === 0x22) this.#quoted = !this.#quoted;
      else if (char === 0x0a && !this.#quoted) end = this.#scanned + 1;
    }
    const whole = this.#rest.slice(0, end);
    this.#rest = this.#rest.slice(end);
    this.#scanned = this.#rest.length;
    return whole;
  }

  /** What is held back. */
  rest(): string {
    return this.#rest;
  }
}

/** How many records whole text holds. */
export function countRecords(text: string): number {
  let count = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === 0x22) quoted = !quoted;
    else if (char === 0x0a && !quoted) count++;
  }
  return count;
}
