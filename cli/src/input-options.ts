/** What a job's items are made of, as the command line says it. */
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { KnownError, LIMITS } from '@manyhands/protocol';
import {
  formatOfName,
  type GridAxis,
  type Inputs,
  type NamedFile,
  type RecordEnd,
  type Stride,
  TABLE_FORMATS,
  type TableFormat,
} from '@manyhands/sdk';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { UsageError } from './exit-codes.ts';
import { byteCount, usage } from './options.ts';
import { storedHash } from './stored-hash.ts';

const ITEM_BYTES = 64 * 1024;
/** Read at once: of smaller pieces each would be copied together more often. */
const CHUNK_BYTES = 1024 * 1024;

export interface InputOptions {
  readonly inputs?: string;
  readonly inputsFormat?: TableFormat;
  readonly range?: RangeOption;
  readonly grid?: Record<string, readonly string[]>;
  readonly records?: string;
  readonly recordEnd?: RecordEnd;
  readonly itemBytes?: number;
}

export type RangeOption =
  | ({ readonly kind: 'range' } & Stride)
  | { readonly kind: 'grid'; readonly axes: Readonly<Record<string, Stride>> };

/** The options by which a command is told its items. */
export const withInputs = (
  command: Command,
  inputs = 'a table: CSV, TSV, NDJSON, FASTQ or FASTA, also .gz',
): Command =>
  command
    .option(
      '--inputs <what>',
      `items: ${inputs}; - for standard input, a folder for its files, blob:HASH for what is stored`,
    )
    .addOption(
      new Option('--inputs-format <format>', 'where its name does not say it').choices(TABLE_FORMATS),
    )
    .option(
      '--range <[column=]from..to[:step]>',
      'items: whole numbers up to but without `to`; several columns combine, once for each',
      rangeOption,
    )
    .option(
      '--grid <column=a,b,c>',
      'items: listed values, combined with other columns; once for each',
      gridOption,
    )
    .option('--records <file>', 'items: a big file cut at the ends of its records; - for standard input')
    .option(
      '--record-end <how>',
      'where a record ends: line, fasta, fastq, text:SEPARATOR or bytes:N (by the name, else line)',
      recordEnd,
    )
    .option(
      '--item-bytes <n>',
      'whole records of about so many bytes are an item (64k)',
      byteCount(1, LIMITS.rowBytes),
    );

/** `from..to` or `from..to:step`, whole numbers; `to` is left out. */
export const stride = usage((text: string): Stride => {
  const match = /^(-?\d{1,20})\.\.(-?\d{1,20})(?::(-?\d{1,20}))?$/.exec(text);
  if (match === null) throw new Error('write FROM..TO or FROM..TO:STEP, whole numbers, TO left out');
  return { from: BigInt(match[1]), to: BigInt(match[2]), step: BigInt(match[3] ?? 1) };
});

/** One stride, or for a kernel of several columns one for each: `column=from..to`, once for each. */
export function rangeOption(text: string, earlier?: RangeOption): RangeOption {
  const [, name, numbers] = /^(?:([A-Za-z_$][\w$]*)=)?(.*)$/s.exec(text) as RegExpExecArray;
  const axis = stride(numbers);
  if (name === undefined && earlier === undefined) return { kind: 'range', ...axis };
  if (name === undefined || earlier?.kind === 'range')
    throw new InvalidArgumentError('several ranges name their columns: COLUMN=FROM..TO');
  if (earlier !== undefined && Object.hasOwn(earlier.axes, name))
    throw new InvalidArgumentError(`the column “${name}” has a range already`);
  return { kind: 'grid', axes: { ...earlier?.axes, [name]: axis } };
}

function gridOption(text: string, earlier: Record<string, readonly string[]> = {}) {
  const [, name, values] = /^([A-Za-z_$][\w$]*)=(.+)$/s.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError('write COLUMN=VALUE,VALUE,…');
  if (Object.hasOwn(earlier, name)) throw new InvalidArgumentError(`the column “${name}” has values already`);
  return { ...earlier, [name]: values.split(',') };
}

export const recordEnd = usage((text: string): RecordEnd => {
  if (text === 'line' || text === 'fasta' || text === 'fastq') return text;
  const [, kind, rest] = /^(text|bytes):(.+)$/s.exec(text) ?? [];
  if (kind === 'text') return { text: rest.replaceAll('\\n', '\n').replaceAll('\\t', '\t') };
  if (kind === 'bytes' && /^[1-9]\d{0,6}$/.test(rest)) return { bytes: Number(rest) };
  throw new Error('write line, fasta, fastq, text:SEPARATOR or bytes:N');
});

/** Before a command acts: exactly one way of naming items is needed, else it ends as wrong usage. */
export function needsInputs(command: Command): void {
  const { inputs, range, grid, records, recordEnd, itemBytes } = command.opts<InputOptions>();
  const ways = [inputs, range ?? grid, records].filter((way) => way !== undefined).length;
  if (ways !== 1)
    command.error('error: give either --inputs FILE or --range FROM..TO, --grid, or --records FILE');
  if (range?.kind === 'range' && grid !== undefined)
    command.error('error: beside --grid a range names its column: --range COLUMN=FROM..TO');
  if (records === undefined && (recordEnd !== undefined || itemBytes !== undefined))
    command.error('error: --record-end and --item-bytes say how --records FILE is cut');
}

/** What the options name. Files are looked at and not read yet. Throws FILE_FAILED's cause where one is not there. */
export async function inputsFrom(options: InputOptions, coordinator?: string): Promise<Inputs> {
  const { inputs, range, grid, records } = options;
  if (records !== undefined) return recordsIn(records, options);
  if (grid !== undefined) return { kind: 'grid', axes: combined(axesOf(range), grid) };
  if (range !== undefined) return range;
  const hash = storedHash(inputs as string, coordinator);
  if (hash !== null) return { kind: 'stored', hash, format: options.inputsFormat };
  return tableIn(inputs as string, options.inputsFormat);
}

function combined(
  ranges: Record<string, Stride>,
  listed: Record<string, readonly string[]>,
): Record<string, GridAxis> {
  const both = Object.keys(listed).find((name) => Object.hasOwn(ranges, name));
  if (both !== undefined) throw new UsageError(`the column “${both}” has both a range and listed values`);
  return { ...ranges, ...listed };
}

const axesOf = (range: RangeOption | undefined): Record<string, Stride> =>
  range?.kind === 'grid' ? { ...range.axes } : {};

/** The table in a file or on standard input, or the files of a folder. */
export async function tableIn(name: string, format?: TableFormat): Promise<Inputs> {
  if (name === '-') return { kind: 'table', content: process.stdin, format };
  if ((await stat(name)).isDirectory()) return { kind: 'files', files: filesIn(name, await fileNames(name)) };
  return { kind: 'table', content: chunksOf(name), name, format };
}

/** Opened when it is read, so that nothing is left open of what never is. */
async function* chunksOf(file: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(file, { highWaterMark: CHUNK_BYTES });
}

const recordsIn = async (
  file: string,
  { recordEnd, itemBytes = ITEM_BYTES }: InputOptions,
): Promise<Inputs> => {
  const content = file === '-' ? process.stdin : chunksOf(file);
  if (file !== '-' && (await stat(file)).isDirectory())
    throw new UsageError(
      `${file} is a folder: --records cuts one file; --inputs takes the files of a folder`,
    );
  return { kind: 'records', content, itemBytes, end: recordEnd ?? endByName(file) };
};

const endByName = (file: string): RecordEnd => {
  const format = formatOfName(file);
  return format === 'fasta' || format === 'fastq' ? format : 'line';
};

/** The files right in a folder; one that begins with a dot is not meant. */
async function fileNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'));
  if (files.length === 0) throw new UsageError(`the folder ${folder} has no files`);
  return files.map(({ name }) => name).sort();
}

async function* filesIn(folder: string, names: readonly string[]): AsyncGenerator<NamedFile> {
  for (const name of names) {
    const path = join(folder, name);
    const { size } = await stat(path);
    if (size > LIMITS.rowBytes)
      throw new KnownError(
        'ROW_INVALID',
        `“${path}” has ${size} bytes; a file that is an item may have ${LIMITS.rowBytes}: cut it with --records`,
      );
    yield { name, bytes: new Uint8Array(await readFile(path)) };
  }
}
