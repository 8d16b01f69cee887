/** Entry of the worker that reads a table, however big, and sends it: the page only draws. */
import { type Column, isKnownError, KnownError, LIMITS } from '@manyhands/protocol';
import { manyhands, readTable, type TableBytes, TableWriter, tableHead } from '@manyhands/sdk';
import type { TableAsked, TableReport } from './messages.ts';

const SHOWN_ROWS = 5;
const TELL_MS = 100;

const tell = (report: TableReport): void => postMessage(report);

let table: Blob | null = null;
let name = '';
/** Of the table that was checked last. */
let written: Uint8Array | null = null;

self.onmessage = ({ data }: MessageEvent<TableAsked>) => {
  act(data).then(tell, (error: unknown) => {
    const code = isKnownError(error) ? error.code : 'INTERNAL';
    tell({ kind: 'failed', code, message: String((error as Error)?.message ?? error) });
  });
};

async function act(asked: TableAsked): Promise<TableReport> {
  switch (asked.kind) {
    case 'open':
      ({ table, name } = asked);
      written = null;
      return { kind: 'opened', head: await tableHead(opened(), SHOWN_ROWS) };
    case 'check':
      return check(asked.columns);
    case 'send':
      if (written === null) throw new KnownError('TABLE_INVALID', 'the table was not read yet');
      return send(asked.key, written);
    case 'send-file':
      if (asked.file.size > LIMITS.blobBytes)
        throw new KnownError('BLOB_TOO_LARGE', `${asked.file.name} has more than ${LIMITS.blobBytes} bytes`);
      return send(asked.key, new Uint8Array(await asked.file.arrayBuffer()));
  }
}

/** `counted` is told of each chunk's bytes as the file has them. */
function opened(counted: (bytes: number) => void = () => undefined): TableBytes {
  if (table === null) throw new KnownError('TABLE_INVALID', 'no table was opened yet');
  const counting = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      counted(chunk.length);
      controller.enqueue(chunk);
    },
  });
  return { bytes: table.stream().pipeThrough(counting), name };
}

async function check(columns: readonly Column[]): Promise<TableReport> {
  written = null;
  const writer = new TableWriter();
  let bytes = 0;
  let told = performance.now();
  const source = opened((more) => {
    bytes += more;
  });
  for await (const rows of readTable(source, columns)) {
    writer.add(rows);
    if (performance.now() - told < TELL_MS) continue;
    told = performance.now();
    tell({ kind: 'reading', rows: writer.rows, bytes });
  }
  written = writer.finish();
  return { kind: 'checked', rows: writer.rows };
}

const send = async (key: string, bytes: Uint8Array): Promise<TableReport> => ({
  kind: 'sent',
  hash: await manyhands(location.origin, key).upload(bytes),
});
