import { createReadStream, existsSync } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Column } from '@manyhands/protocol';
import { countRecords, type Job, ndjsonLine, RecordCutter, type Records, rowsFromCsv } from '@manyhands/sdk';
import { withFile } from './failures.ts';
import type { LineFormat } from './outputs/format.ts';

interface Opening {
  /** Anew, or behind the last whole record of an earlier run. */
  readonly mode: 'anew' | 'continue';
  readonly format?: LineFormat;
}

/**
 * Results on disk, continued where an earlier run stopped: whatever follows its last whole record is cut off, and the
 * stream goes on at the index after it.
 */
export class ResultFile {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #format: LineFormat;
  /** Rows in the file so far: the index that comes next. */
  #next: number;

  private constructor(path: string, file: FileHandle, state: { format: LineFormat; next: number }) {
    this.#path = path;
    this.#file = file;
    this.#format = state.format;
    this.#next = state.next;
  }

  static open(path: string, { mode, format = 'csv' }: Opening): Promise<ResultFile> {
    return withFile(path, async () => {
      await mkdir(dirname(path), { recursive: true });
      if (mode === 'anew' || !existsSync(path))
        return new ResultFile(path, await open(path, 'w'), { format, next: 0 });
      const { bytes, records } = await (format === 'csv' ? measure : measureLines)(path);
      const file = await open(path, 'a');
      await file.truncate(bytes);
      const next = format === 'csv' ? Math.max(0, records - 1) : records;
      return new ResultFile(path, file, { format, next });
    });
  }

  get next(): number {
    return this.#next;
  }

  /** Appends everything from here to the last row; `onRows` sees the total after each batch. */
  async follow(job: Job, options: { signal?: AbortSignal; onRows?: (rows: number) => void }): Promise<void> {
    if (this.#next === 0) await withFile(this.#path, () => emptied(this.#file));
    const columns = this.#format === 'ndjson' ? (await job.progress()).outputs : null;
    for await (const records of job.csv({ from: this.#next, signal: options.signal })) {
      await this.#append(records, columns);
      options.onRows?.(this.#next);
    }
    await withFile(this.#path, () => this.#file.sync());
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** `columns` are of lines that are JSON. */
  async #append(records: Records, columns: readonly Column[] | null): Promise<void> {
    const text = columns === null ? records.text : jsonLines(records, columns);
    await withFile(this.#path, () => this.#file.appendFile(text));
    this.#next += records.count;
  }
}

/** A file that holds no row may hold a header: it comes again. */
async function emptied(file: FileHandle): Promise<void> {
  if ((await file.stat()).size > 0) await file.truncate(0);
}

/** The header of CSV counts no rows. */
const jsonLines = ({ text, count }: Records, columns: readonly Column[]): string =>
  count === 0
    ? ''
    : rowsFromCsv(text, columns)
        .map((row) => ndjsonLine(columns, row))
        .join('');

/** The length in bytes of a file's whole records, and how many they are, header included. */
async function measure(path: string): Promise<{ bytes: number; records: number }> {
  const cutter = new RecordCutter();
  let bytes = 0;
  let records = 0;
  for await (const chunk of createReadStream(path, 'utf8')) {
    const whole = cutter.push(chunk as string);
    bytes += Buffer.byteLength(whole);
    records += countRecords(whole);
  }
  return { bytes, records };
}

/** The same of NDJSON, where a line end ends a row and quotes say nothing. */
async function measureLines(path: string): Promise<{ bytes: number; records: number }> {
  let [read, bytes, records] = [0, 0, 0];
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) {
      records++;
      bytes = read + at + 1;
    }
    read += chunk.length;
  }
  return { bytes, records };
}
