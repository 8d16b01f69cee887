import { KnownError, LIMITS } from '@manyhands/protocol';
import { countRecords, RecordCutter } from '../records-of-text.ts';
import { linesIn } from './content.ts';
import { readDelimited } from './delimited.ts';
import type { TableFormat } from './format.ts';

/** Whole records of a table's text, and how many records and lines came before them. */
export interface Piece {
  readonly text: string;
  readonly records: number;
  readonly lines: number;
}

/** Where records end in text that comes bit by bit. */
export interface Cutter {
  /** Adds text and returns the whole records so far, each with its line end; possibly none. */
  push(text: string): string;
  /** What is held back: the beginning of a record, or the last one of a file. */
  readonly rest: string;
}

/** More text than one row may have: what is held back beyond it is no record. */
const MOST_HELD = 4 * LIMITS.rowBytes;
/** Of such text, in search of what is wrong with it. */
const LOOKED_AT = 64 * 1024;

/** A table's text cut at record ends. Throws TABLE_INVALID where a record is longer than any row may be. */
export async function* piecesOf(chunks: AsyncIterable<string>, format: TableFormat): AsyncGenerator<Piece> {
  const cutter = cutterOf(format);
  let at = { records: 0, lines: 0 };
  const piece = (text: string): Piece => {
    const found = { text, ...at };
    at = { records: at.records + recordsIn(text, format), lines: at.lines + linesIn(text) };
    return found;
  };
  for await (const chunk of chunks) {
    const text = cutter.push(chunk);
    if (text !== '') yield piece(text);
    if (cutter.rest.length > MOST_HELD) refuseLong({ text: cutter.rest, ...at }, format);
  }
  if (cutter.rest !== '') yield piece(cutter.rest);
}

function refuseLong(piece: Piece, format: TableFormat): never {
  // A stray quote swallows all that follows: its beginning says where it stands.
  if (format === 'csv' || format === 'tsv')
    readDelimited(piece.text.slice(0, LOOKED_AT), format === 'csv' ? ',' : '\t', piece.lines);
  throw new KnownError(
    'TABLE_INVALID',
    `the record from line ${piece.lines + 1} on does not end within ${MOST_HELD} characters; a row has ` +
      `${LIMITS.rowBytes} bytes at most. Is this a table?`,
    { details: { line: piece.lines + 1 } },
  );
}

/** How many records whole text has, header included. */
function recordsIn(text: string, format: TableFormat): number {
  switch (format) {
    case 'csv':
    case 'tsv':
      return countRecords(text);
    case 'ndjson':
      return text.split('\n').filter((line) => line.trim() !== '').length;
    case 'fastq':
      return Math.floor(linesIn(text) / 4);
    case 'fasta':
      return text.split(/^>/m).length - 1;
  }
}

export function cutterOf(format: TableFormat): Cutter {
  switch (format) {
    case 'csv':
    case 'tsv':
      return new RecordCutter();
    case 'ndjson':
      return new LineCutter(1);
    case 'fastq':
      return new LineCutter(4);
    case 'fasta':
      return new SequenceCutter();
  }
}

/** Records of so many lines each. */
export class LineCutter implements Cutter {
  readonly #each: number;
  #rest = '';
  #lines = 0;

  constructor(each: number) {
    this.#each = each;
  }

  get rest(): string {
    return this.#rest;
  }

  push(text: string): string {
    let end = 0;
    const before = this.#rest.length;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      this.#lines = (this.#lines + 1) % this.#each;
      if (this.#lines === 0) end = before + at + 1;
    }
    const all = this.#rest + text;
    this.#rest = all.slice(end);
    return all.slice(0, end);
  }
}

/** FASTA: a record goes on until the next line that begins with “>”. */
export class SequenceCutter implements Cutter {
  #rest = '';

  get rest(): string {
    return this.#rest;
  }

  push(text: string): string {
    const all = this.#rest + text;
    const end = all.lastIndexOf('\n>') + 1;
    this.#rest = all.slice(end);
    return all.slice(0, end);
  }
}
