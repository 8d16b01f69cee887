/** Answers that were not committed when a process ended, for the next one of the same device [CM1]. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  type AnswerFrame,
  decodeContributorFrame,
  encodeContributorFrame,
  isKnownError,
} from '@manyhands/protocol';

/** Each as a frame of the wire behind its length. */
export async function writeAnswers(path: string, answers: readonly AnswerFrame[]): Promise<void> {
  if (answers.length === 0) return rm(path, { force: true });
  const parts = answers.flatMap((answer) => {
    const frame = encodeContributorFrame(answer);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(frame.length);
    return [length, frame];
  });
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.new`;
  await writeFile(draft, Buffer.concat(parts), { mode: 0o600 });
  await rename(draft, path);
}

/** None where there is no file. What is damaged ends the list: it is work to be done again, no reason not to start. */
export async function readAnswers(path: string): Promise<AnswerFrame[]> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
  const answers: AnswerFrame[] = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const end = at + 4 + bytes.readUInt32LE(at);
    const answer = end <= bytes.length ? decoded(bytes.subarray(at + 4, end)) : null;
    if (answer === null) break;
    answers.push(answer);
    at = end;
  }
  return answers;
}

function decoded(bytes: Uint8Array): AnswerFrame | null {
  try {
    // A copy: what is decoded may refer to the bytes, and the file's are one buffer.
    const frame = decodeContributorFrame(Uint8Array.from(bytes));
    return frame.kind === 'answer' ? frame : null;
  } catch (error) {
    if (isKnownError(error)) return null;
    throw error;
  }
}
