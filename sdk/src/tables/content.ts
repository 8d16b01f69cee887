import { concatBytes, KnownError, LIMITS } from '@manyhands/protocol';

/** A file's bytes, gzip or not: all at once, as text, or as they come, so that a file of any size takes little memory. */
export type Content = Uint8Array | string | AsyncIterable<Uint8Array>;

/** A chunk at a time is decoded and looked at. */
const CHUNK_BYTES = 1024 * 1024;

/** What a content holds, unpacked if it is gzip. Throws TABLE_INVALID where that is damaged. */
export async function* plainChunks(content: Content): AsyncGenerator<Uint8Array> {
  const { start, all } = await peeked(chunksOf(content), 2);
  if (start[0] !== 0x1f || start[1] !== 0x8b) return yield* all;
  try {
    yield* unpacked(all);
  } catch (cause) {
    throw new KnownError(
      'TABLE_INVALID',
      'the file begins as gzip and is damaged or cut off: fetch or pack it again',
      { cause },
    );
  }
}

/** The text of a content, in pieces. Throws TABLE_INVALID naming the line where it is no text. */
export async function* textChunks(content: Content): AsyncGenerator<string> {
  if (typeof content === 'string') return yield content;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let lines = 0;
  for await (const chunk of plainChunks(content)) {
    const text = decodedAt(lines, () => decoder.decode(chunk, { stream: true }), chunk);
    lines += linesIn(text);
    yield text;
  }
  yield decodedAt(lines, () => decoder.decode());
}

/** The first bytes of a stream, at least `count` unless it has fewer, and the whole stream still. */
export async function peeked(
  chunks: AsyncIterable<Uint8Array>,
  count: number,
): Promise<{ start: Uint8Array; all: AsyncGenerator<Uint8Array> }> {
  const rest = chunks[Symbol.asyncIterator]();
  let start: Uint8Array = new Uint8Array();
  while (start.length < count) {
    const { done, value } = await rest.next();
    if (done) break;
    start = start.length === 0 ? value : concatBytes(start, value);
  }
  return { start, all: resumed(start, rest) };
}

async function* resumed(start: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (start.length > 0) yield start;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

async function* chunksOf(content: Content): AsyncGenerator<Uint8Array> {
  if (typeof content === 'string') yield new TextEncoder().encode(content);
  else if (!(content instanceof Uint8Array)) yield* content;
  else for (let at = 0; at < content.length; at += CHUNK_BYTES) yield content.subarray(at, at + CHUNK_BYTES);
}

async function* unpacked(packed: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { done, value } = await packed.next();
      if (done) controller.close();
      else controller.enqueue(value as Uint8Array<ArrayBuffer>);
    },
    cancel: async () => void (await packed.return(undefined)),
  });
  const reader = source.pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function decodedAt(lines: number, decode: () => string, chunk?: Uint8Array): string {
  let text: string;
  try {
    text = decode();
  } catch (cause) {
    const line = lines + 1 + linesIn(new TextDecoder().decode(chunk).split('\ufffd', 1)[0]);
    throw noText(
      line,
      'holds bytes that are no UTF-8: save the file as UTF-8; a binary file is no table',
      cause,
    );
  }
  const zero = text.indexOf('\0');
  if (zero < 0) return text;
  throw noText(
    lines + 1 + linesIn(text.slice(0, zero)),
    'holds a zero byte: a binary file is no table (text in UTF-16 has to be saved as UTF-8)',
  );
}

const noText = (line: number, why: string, cause?: unknown): KnownError =>
  new KnownError('TABLE_INVALID', `line ${line} ${why}`, { cause, details: { line } });

export function linesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/**
 * All bytes of a content, unpacked if it is gzip. Throws BLOB_TOO_LARGE as soon as there are more than `most`, and
 * TABLE_INVALID where gzip is damaged.
 */
export async function plainBytes(
  content: Content,
  most: number = LIMITS.blobBytes,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of plainChunks(content)) {
    size += chunk.length;
    if (size > most) throw new KnownError('BLOB_TOO_LARGE', `more than ${most} bytes are not taken at once`);
    chunks.push(chunk);
  }
  return concatBytes(...chunks) as Uint8Array<ArrayBuffer>;
}
