import { type Column, encodeRowAt, KnownError, type Place, type Value } from '@manyhands/protocol';
import { cellValue } from './columns.ts';
import { type Before, NOTHING_BEFORE } from './delimited.ts';

/** One record of a FASTQ or FASTA file; FASTA has no qualities. */
interface Sequence {
  readonly place: Place;
  readonly id: string;
  readonly sequence: string;
  readonly quality: string;
}
type Part = 'id' | 'sequence' | 'quality';

const NAMES: Record<string, Part> = {
  id: 'id',
  name: 'id',
  sequence: 'sequence',
  seq: 'sequence',
  read: 'sequence',
  bases: 'sequence',
  quality: 'quality',
  qual: 'quality',
  qualities: 'quality',
};

/** The part that a column of this name takes; null: none by its name. */
export const partNamed = (name: string): Part | null =>
  Object.hasOwn(NAMES, name.toLowerCase()) ? NAMES[name.toLowerCase()] : null;

const invalid = (place: Place, why: string): never => {
  throw new KnownError('TABLE_INVALID', `record ${place.row} (line ${place.line}): ${why}`, {
    details: place,
  });
};

/** Records of four lines each: `@id`, bases, `+`, one quality a base. */
function* readFastq(text: string, before: Before): Generator<Sequence> {
  const lines = text.trimEnd().split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 4) {
    const place = { row: before.rows + at / 4 + 1, line: before.lines + at + 1 };
    const [head, sequence, plus, quality] = lines.slice(at, at + 4);
    if (quality === undefined) invalid(place, 'is truncated; a FASTQ record has four lines');
    if (!head.startsWith('@')) invalid(place, 'does not begin with “@”');
    if (!plus.startsWith('+')) invalid(place, 'has no “+” on its third line');
    if (quality.length !== sequence.length)
      invalid(place, `has ${sequence.length} bases, but ${quality.length} qualities`);
    yield { place, id: idOf(head), sequence, quality };
  }
}

/** Records of a `>id` line and any number of lines of sequence. */
function* readFasta(text: string, before: Before): Generator<Sequence> {
  const lines = text.trimEnd().split(/\r?\n/);
  let open: { id: string; line: number; parts: string[] } | null = null;
  let { rows: row } = before;
  const close = (record: { id: string; line: number; parts: string[] }): Sequence => {
    const sequence = record.parts.join('');
    const place = { row: ++row, line: record.line };
    if (sequence === '') invalid(place, `“${record.id}” has no sequence`);
    return { place, id: record.id, sequence, quality: '' };
  };
  for (const [i, line] of lines.entries()) {
    if (line.startsWith('>')) {
      if (open !== null) yield close(open);
      open = { id: idOf(line), line: before.lines + i + 1, parts: [] };
    } else if (open === null) invalid({ row: 1, line: i + 1 }, 'does not begin with “>”');
    else open.parts.push(line.trim());
  }
  if (open !== null) yield close(open);
}

const idOf = (head: string): string => head.slice(1).split(/\s/, 1)[0];

/**
 * Which part each column takes: by its name (id, sequence, quality and usual variants), and the only text column
 * without such a name takes the sequence. Throws TABLE_INVALID where a needed column finds no part.
 */
function matchParts(columns: readonly Column[], parts: readonly Part[]): (Part | null)[] {
  const named = columns.map((column) => {
    const part = partNamed(column.name);
    return part !== null && parts.includes(part) ? part : null;
  });
  const texts = columns.filter((column) => column.type === 'string');
  return columns.map((column, i) => {
    if (named[i] !== null) return named[i];
    if (texts.length === 1 && column.type === 'string') return 'sequence';
    if (column.optional) return null;
    throw new KnownError(
      'TABLE_INVALID',
      `nothing in the file fits the kernel's column “${column.name}” (${column.type}); ` +
        `call a text column ${parts.join(', ')}, or give a CSV`,
    );
  });
}

/** Rows of FASTQ or FASTA. */
export function sequenceRows(
  text: string,
  format: 'fastq' | 'fasta',
  columns: readonly Column[],
  before = NOTHING_BEFORE,
): Uint8Array[] {
  const matched = matchParts(
    columns,
    format === 'fastq' ? ['id', 'sequence', 'quality'] : ['id', 'sequence'],
  );
  const rows: Uint8Array[] = [];
  for (const record of format === 'fastq' ? readFastq(text, before) : readFasta(text, before)) {
    const values = columns.map((column, i): Value => {
      const part = matched[i];
      return cellValue(record.place, column, part === null ? null : record[part]);
    });
    rows.push(encodeRowAt(record.place, columns, values));
  }
  return rows;
}
