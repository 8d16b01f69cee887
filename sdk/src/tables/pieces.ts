/** Cuts the text of a table where a record ends, so that a table of any size can be read piece by piece. */
import { KnownError, LIMITS } from '@manyhands/protocol';
import { RecordCutter } from '../records-of-text.ts';
import type { TableFormat } from './format.ts';

interface Cutter {
  /** Adds text and returns the whole records so far, possibly none. */
  push(text: string): string;
  /** What is left at the end. */
  rest(): string;
}

/** A record's text at most: an array of bytes written as text is a few times as long as encoded. */
const MOST_HELD = 8 * LIMITS.rowBytes;

export function cutterOf(format: TableFormat): Cutter {
  switch (format) {
    case 'csv':
    case 'tsv':
      return new RecordCutter();
    case 'ndjson':
      return new EndCutter((text) => text.lastIndexOf('\n') + 1);
    case 'fastq':
      return new EndCutter(endOfFastq);
    case 'fasta':
      return new EndCutter((text) => text.lastIndexOf('\n>') + 1);
  }
}

class EndCutter implements Cutter {
  readonly #endOf: (text: string) => number;
  #held = '';

  constructor(endOf: (text: string) => number) {
    this.#endOf = endOf;
  }

  push(text: string): string {
    this.#held += text;
    const end = this.#endOf(this.#held);
    const whole = this.#held.slice(0, end);
    this.#held = this.#held.slice(end);
    return whole;
  }

  rest(): string {
    return this.#held;
  }
}

/** Behind the last record of four lines. */
function endOfFastq(text: string): number {
  let [end, lines] = [0, 0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
    if (++lines % 4 === 0) end = at + 1;
  return end;
}

/** Whole records of a text that comes in chunks, some at a time. Throws TABLE_INVALID where a record never ends. */
export async function* piecesOf(chunks: AsyncIterable<string>, format: TableFormat): AsyncGenerator<string> {
  const cutter = cutterOf(format);
  for await (const chunk of chunks) {
    const piece = cutter.push(chunk);
    if (piece !== '') yield piece;
    else if (cutter.rest().length > MOST_HELD)
      throw new KnownError(
        'TABLE_INVALID',
        `a record of the table is longer than ${MOST_HELD} characters; is a quote or a line end missing?`,
      );
  }
  if (cutter.rest().trim() !== '') yield cutter.rest();
}
