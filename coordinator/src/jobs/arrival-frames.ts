import type { BlockPart, ItemSpans, ResultFrame, Span } from '@manyhands/protocol';
import type { Sql } from '../db/db.ts';
import { readAnswers } from '../db/journal/read-segments.ts';
import { unpackAnswer } from '../dispatch/answer-codec.ts';
import type { LoggedUnit } from '../dispatch/slice-log.ts';
import type { SliceNews } from './arriving-slices.ts';
import { packedFrames } from './packed-frames.ts';

/** What a reader was sent. */
export interface Sent {
  /** Items whose final rows it has. */
  readonly have: ItemSpans;
  /** By first item of a unit on hold, the attempt of which it has provisional rows. */
  readonly held: Map<number, number>;
}

/** Items and packed bytes that are read at once, but for a single unit that has more. */
const PAGE_ITEMS = 16 * 1024;
const PAGE_BYTES = 256 * 1024;

/** Consecutive items that the reader lacks. */
interface Run extends Span {
  readonly attempt: number;
  readonly parts: BlockPart[];
}

const spanOf = ({ first, count }: LoggedUnit): Span => ({ first, end: first + count });

/** Final units of which the reader lacks items. */
export const freshFinals = ({ units }: SliceNews, { have }: Sent): LoggedUnit[] =>
  units.filter((unit) => unit.state === 'final' && have.missing(spanOf(unit)).length > 0);

/** Units on hold of which the reader has neither this attempt nor the final rows. */
export const freshHeld = ({ units }: SliceNews, { have, held }: Sent): LoggedUnit[] =>
  units.filter(
    (unit) =>
      unit.state === 'held' && held.get(unit.first) !== unit.attempt && have.missing(spanOf(unit)).length > 0,
  );

/** The frames of some final units of a slice, in their order; the reader has them then. */
export async function* finalFrames(sql: Sql, { slice }: SliceNews, units: LoggedUnit[], sent: Sent) {
  for await (const { page, runs } of pagesOf(sql, slice.id, units, sent)) {
    for (const run of joined(runs)) yield* framesOf('final', run);
    for (const unit of page) {
      sent.have.add(spanOf(unit));
      sent.held.delete(unit.first);
    }
  }
}

/** The same for units on hold, a frame each. */
export async function* heldFrames(sql: Sql, { slice }: SliceNews, units: LoggedUnit[], sent: Sent) {
  for await (const { page, runs } of pagesOf(sql, slice.id, units, sent)) {
    for (const run of runs) yield* framesOf('provisional', run);
    for (const unit of page) sent.held.set(unit.first, unit.attempt);
  }
}

const framesOf = (standing: ResultFrame['standing'], { attempt, first, parts }: Run): Generator<Uint8Array> =>
  packedFrames({ standing, attempt: standing === 'final' ? 0 : attempt, first }, parts);

/** Units as many as are read at once, with the runs of items that the reader lacks. */
async function* pagesOf(sql: Sql, slice: SliceNews['slice']['id'], units: LoggedUnit[], { have }: Sent) {
  for (const page of cutIntoPages(units)) {
    const answers = await readAnswers(sql, slice, page);
    const runs = page.flatMap((unit): Run[] => {
      const block = unpackAnswer(answers(unit), unit.count);
      return have.missing(spanOf(unit)).map(({ first, end }) => ({
        first,
        end,
        attempt: unit.attempt,
        parts: [{ block, from: first - unit.first, end: end - unit.first }],
      }));
    });
    yield { page, runs };
  }
}

/** Runs that follow each other as one. */
function joined(runs: readonly Run[]): Run[] {
  const joint: Run[] = [];
  for (const run of runs) {
    const last = joint.at(-1);
    if (last?.end !== run.first) joint.push(run);
    else {
      last.parts.push(...run.parts);
      joint[joint.length - 1] = { ...last, end: run.end };
    }
  }
  return joint;
}

function* cutIntoPages(units: readonly LoggedUnit[]): Generator<LoggedUnit[]> {
  let page: LoggedUnit[] = [];
  let [items, bytes] = [0, 0];
  for (const unit of units) {
    items += unit.count;
    bytes += unit.length;
    if (page.length > 0 && (items > PAGE_ITEMS || bytes > PAGE_BYTES)) {
      yield page;
      page = [];
      [items, bytes] = [unit.count, unit.length];
    }
    page.push(unit);
  }
  if (page.length > 0) yield page;
}
