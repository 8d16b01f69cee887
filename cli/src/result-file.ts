import { createReadStream, existsSync } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { countRecords, type Job, RecordCutter, type Records } from '@manyhands/sdk';

/**
 * Results on disk, continued where an earlier run stopped: whatever follows its last whole record is cut off, and the
 * stream goes on at the index after it.
 */
export class ResultFile {
  readonly #file: FileHandle;
  /** Records in the file so far: the index that comes next. */
  #next: number;

  private constructor(file: FileHandle, next: number) {
    this.#file = file;
    this.#next = next;
  }

  static async open(path: string, mode: 'anew' | 'continue'): Promise<ResultFile> {
    await mkdir(dirname(path), { recursive: true });
    if (mode === 'anew' || !existsSync(path)) return new ResultFile(await open(path, 'w'), 0);
    const { bytes, records } = await measure(path);
    const file = await open(path, 'a');
    await file.truncate(bytes);
    return new ResultFile(file, Math.max(0, records - 1));
  }

  get next(): number {
    return this.#next;
  }

  /** Appends everything from here to the last row; `onRows` sees the total after each batch. */
  async follow(job: Job, options: { signal?: AbortSignal; onRows?: (rows: number) => void }): Promise<void> {
    // A file that holds no row may hold a header: it comes again.
    if (this.#next === 0) await this.#file.truncate(0);
    for await (const records of job.csv({ from: this.#next, signal: options.signal })) {
      await this.#append(records);
      options.onRows?.(this.#next);
    }
    await this.#file.sync();
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #append(records: Records): Promise<void> {
    await this.#file.appendFile(records.text);
    this.#next += records.count;
  }
}

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
