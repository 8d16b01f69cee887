/** Results in formats that need all rows: made from the table of lines, some rows at a time. */
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Column,
  concatBytes,
  encodeRow,
  ITEM_STATUS,
  u32Bytes,
  utf8,
  type Value,
} from '@manyhands/protocol';
import { type Row, resultBatches } from '@manyhands/sdk';
import { withFile } from '../failures.ts';
import { contentColumn, type OutFormat } from './format.ts';

interface Conversion {
  /** The table of lines. */
  readonly rows: string;
  readonly out: string;
  readonly columns: readonly Column[];
}

/** The rows of a table of results on disk. */
export const rowsIn = (path: string, columns: readonly Column[]): AsyncGenerator<Row[]> =>
  resultBatches(createReadStream(path, { highWaterMark: 1024 * 1024 }), columns);

/** Writes the result in its format, whole or not at all, and takes the table of lines away. */
export async function convert(format: OutFormat, conversion: Conversion): Promise<void> {
  if (format === 'csv' || format === 'ndjson') return;
  await withFile(conversion.out, () => WRITERS[format](conversion));
  await rm(conversion.rows);
}

const WRITERS: Readonly<
  Record<Exclude<OutFormat, 'csv' | 'ndjson'>, (conversion: Conversion) => Promise<void>>
> = {
  parquet: (conversion) => replacing(conversion.out, (path) => writeParquet(path, conversion)),
  bin: (conversion) => replacing(conversion.out, (path) => writeBin(path, conversion)),
  files: writeFiles,
};

/** Written beside it and renamed, so that a crash leaves no half of it under its name. */
async function replacing(out: string, write: (path: string) => Promise<void>): Promise<void> {
  const path = `${out}.new`;
  try {
    await write(path);
    await rename(path, out);
  } finally {
    await rm(path, { force: true });
  }
}

async function writeParquet(path: string, { rows, columns }: Conversion): Promise<void> {
  // Only who asks for it loads it.
  const [{ fileWriter, parquetWriteRows }, { parquetSchema, parquetRow }] = await Promise.all([
    import('hyparquet-writer'),
    import('./parquet.ts'),
  ]);
  const schema = parquetSchema(columns);
  const names = ['index', 'status', 'fuel', ...columns.map(({ name }) => name)];
  await parquetWriteRows({
    writer: fileWriter(path),
    columns: names.map((name) => ({ name })),
    schema,
    rows: (async function* () {
      for await (const batch of rowsIn(rows, columns))
        for (const row of batch) yield parquetRow(columns, row);
    })(),
  });
}

/** Each item: its status (u8), the length of what follows (u32, little-endian), and its output, empty unless it is ok. */
async function writeBin(path: string, { rows, columns }: Conversion): Promise<void> {
  const file = await open(path, 'w');
  try {
    for await (const batch of rowsIn(rows, columns))
      await file.appendFile(
        concatBytes(
          ...batch.flatMap((row) => {
            const output = outputOf(columns, row);
            return [Uint8Array.of(ITEM_STATUS[row.status]), u32Bytes(output.length), output];
          }),
        ),
      );
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A file for each item that is ok, by its index; and one table with the status and fuel of all. */
async function writeFiles({ rows, out, columns }: Conversion): Promise<void> {
  await mkdir(out, { recursive: true });
  const table = await open(join(out, 'items.csv'), 'w');
  try {
    await table.appendFile('index,status,fuel\n');
    for await (const batch of rowsIn(rows, columns)) {
      for (const row of batch)
        if (row.status === 'ok')
          await writeFile(join(out, fileName(row.index, columns)), outputOf(columns, row));
      await table.appendFile(batch.map(({ index, status, fuel }) => `${index},${status},${fuel}\n`).join(''));
    }
  } finally {
    await table.close();
  }
}

const fileName = (index: number, columns: readonly Column[]): string =>
  `${String(index).padStart(9, '0')}.${contentColumn(columns)?.type === 'string' ? 'txt' : 'bin'}`;

/** What a kernel with one text or byte column gave, as it is; of others the encoded row. */
function outputOf(columns: readonly Column[], { values }: Row): Uint8Array {
  if (values === null) return new Uint8Array();
  const content = contentColumn(columns);
  if (content === null)
    return encodeRow(
      columns,
      columns.map(({ name }) => values[name]),
    );
  return bytesOf(values[content.name]);
}

const bytesOf = (value: Value): Uint8Array =>
  typeof value === 'string' ? utf8(value) : ((value ?? new Uint8Array()) as Uint8Array);
