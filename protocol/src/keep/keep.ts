/** What a researcher wants to keep of a job's results, as it is asked for, stored and certified. */
import { KnownError } from '../errors.ts';
import { type Column, isScalar, type ScalarType } from '../schema.ts';
import type { HistogramShape } from './histogram.ts';
import { type Token, TokenReader } from './tokens.ts';
import { parseWhere, placeOf, type Where } from './where.ts';

/**
 * Instead of all rows: sums and the like over them (`reduce`, as `sum(x),min(y),hist(z,50)`), the first few by a column (`top`, as
 * `100:score`, or `100:-score` for the lowest), or those that fit (`where`, as `score > 80`). `where` may stand beside one of the
 * others: then only rows that fit count.
 */
export interface Keep {
  readonly reduce?: string;
  readonly top?: string;
  readonly where?: string;
}

export const KEEP_LIMITS = {
  /** Characters of each part. */
  text: 4_000,
  reductions: 64,
  /** Of all histograms together. */
  bins: 10_000,
  top: 10_000,
  /** Of all rows of a top together. */
  topBytes: 32 * 1024 * 1024,
} as const;

export type ReductionKind = 'count' | 'sum' | 'min' | 'max' | 'mean' | 'hist';

export interface Reduction {
  readonly kind: ReductionKind;
  /** As it is named in the table of a fold: `sum(x)`. */
  readonly name: string;
  /** The place of its column; −1 for a count of rows. */
  readonly column: number;
  readonly of: 'doubles' | 'wholes';
  /** Of a histogram. */
  readonly shape: HistogramShape | null;
}

export interface Top {
  readonly count: number;
  readonly column: number;
  readonly order: 'highest' | 'lowest';
  /** Rows with more bytes are not kept. */
  readonly rowBytes: number;
}

/** A keep that was understood, for rows of these columns. */
export interface KeepPlan {
  readonly keep: Keep;
  readonly columns: readonly Column[];
  readonly kind: 'reduce' | 'top' | 'where';
  readonly reductions: readonly Reduction[];
  readonly top: Top | null;
  readonly where: Where | null;
  /** The places of the columns that are looked at. */
  readonly used: ReadonlySet<number>;
}

/** Understands a keep; throws KEEP_INVALID naming the part and, within it, the character. */
export function planKeep({ reduce, top, where }: Keep, columns: readonly Column[]): KeepPlan {
  for (const [part, text] of Object.entries({ reduce, top, where })) checkLength(part, text);
  if (reduce !== undefined && top !== undefined)
    throw new KnownError('KEEP_INVALID', 'a job keeps what `reduce` or what `top` asks for, not both');
  const kind = reduce !== undefined ? 'reduce' : top !== undefined ? 'top' : 'where';
  if (kind === 'where' && where === undefined)
    throw new KnownError('KEEP_INVALID', 'what is to be kept? Give `reduce`, `top` or `where`');
  const plan = {
    keep: { reduce, top, where },
    columns,
    kind,
    reductions: reduce === undefined ? [] : parseReduce(reduce, columns),
    top: top === undefined ? null : parseTop(top, columns),
    where: where === undefined ? null : parseWhere(where, columns),
  } as const;
  const used = new Set(plan.reductions.map(({ column }) => column).filter((column) => column >= 0));
  if (plan.top !== null) used.add(plan.top.column);
  for (const column of plan.where?.columns ?? []) used.add(column);
  return { ...plan, used };
}

function checkLength(part: string, text: string | undefined): void {
  if (text !== undefined && text.length > KEEP_LIMITS.text)
    throw new KnownError(
      'KEEP_INVALID',
      `${part} has ${text.length} characters; ${KEEP_LIMITS.text} at most`,
    );
}

function parseReduce(text: string, columns: readonly Column[]): Reduction[] {
  const tokens = new TokenReader('reduce', text);
  const reductions: Reduction[] = [];
  let bins = 0;
  do {
    const at = tokens.next;
    const reduction = parseReduction(tokens, columns);
    if (reductions.some(({ name }) => name === reduction.name))
      tokens.refuse(at, `${reduction.name} stands there twice`);
    reductions.push(reduction);
    bins += reduction.shape?.bins ?? 0;
    if (reductions.length > KEEP_LIMITS.reductions)
      tokens.refuse(at, `${KEEP_LIMITS.reductions} reductions at most`);
    if (bins > KEEP_LIMITS.bins) tokens.refuse(at, `${KEEP_LIMITS.bins} bins at most, of all histograms`);
  } while (tokens.takeIf(','));
  tokens.end();
  return reductions;
}

const KINDS: readonly ReductionKind[] = ['count', 'sum', 'min', 'max', 'mean', 'hist'];

function parseReduction(tokens: TokenReader, columns: readonly Column[]): Reduction {
  const word = tokens.take();
  const kind = KINDS.find((each) => each === word.text.toLowerCase());
  if (word.kind !== 'word' || kind === undefined)
    return tokens.refuse(word, `“${word.text}” is none of ${KINDS.join(', ')}`);
  if (kind === 'count') {
    if (tokens.takeIf('(')) tokens.expect(')', 'after count(');
    return { kind, name: kind, column: -1, of: 'wholes', shape: null };
  }
  tokens.expect('(', `after ${kind}`);
  const column = tokens.take();
  const place = numericPlace(tokens, column, columns);
  const shape = kind === 'hist' ? parseShape(tokens, columns[place]) : null;
  tokens.expect(')', `after ${kind}(${column.text}`);
  const inner = shape === null ? column.text : [column.text, ...shapeWords(shape)].join(',');
  return { kind, name: `${kind}(${inner})`, column: place, of: kindOf(columns[place]), shape };
}

const shapeWords = ({ bins, bounds }: HistogramShape): number[] =>
  bounds === null ? [bins] : [bins, bounds.low, bounds.high];

const kindOf = ({ type }: Column): 'doubles' | 'wholes' =>
  type === 'f32' || type === 'f64' ? 'doubles' : 'wholes';

/** The place of a column of numbers, or of true and false, which count as 1 and 0. */
function numericPlace(tokens: TokenReader, token: Token, columns: readonly Column[]): number {
  if (token.kind !== 'word' && token.kind !== 'column') return tokens.refuse(token, 'a column is needed');
  const place = placeOf(tokens, token, columns);
  const { type } = columns[place];
  if (!isScalar(type as ScalarType))
    return tokens.refuse(token, `column ${token.text} is a ${type}; a column of numbers is needed`);
  return place;
}

/** `,bins` or `,bins,low,high`. */
function parseShape(tokens: TokenReader, column: Column): HistogramShape {
  tokens.expect(',', `after hist(${column.name}: how many bins?`);
  const at = tokens.next;
  const bins = parseNumber(tokens);
  const whole = kindOf(column) === 'wholes';
  const least = tokens.next.text === ',' ? 1 : 2;
  if (!Number.isInteger(bins) || bins < least || bins > KEEP_LIMITS.bins)
    return tokens.refuse(at, `bins are a whole number from ${least} to ${KEEP_LIMITS.bins}`);
  if (tokens.takeIf(',') === null) return { bins, whole, bounds: null };
  const low = parseNumber(tokens);
  tokens.expect(',', 'after the lower bound of a histogram');
  const upper = tokens.next;
  const high = parseNumber(tokens);
  if (!(low < high) || !Number.isFinite(high - low))
    return tokens.refuse(upper, `the upper bound must be above ${low}`);
  return { bins, whole, bounds: { low, high } };
}

function parseNumber(tokens: TokenReader): number {
  const sign = tokens.takeIf('-') ? -1 : 1;
  const token = tokens.take();
  if (token.kind !== 'number') return tokens.refuse(token, 'a number is needed');
  return sign * Number(token.text);
}

function parseTop(text: string, columns: readonly Column[]): Top {
  const tokens = new TokenReader('top', text);
  const at = tokens.next;
  const count = parseNumber(tokens);
  if (!Number.isInteger(count) || count < 1 || count > KEEP_LIMITS.top)
    return tokens.refuse(at, `the number of rows is a whole one from 1 to ${KEEP_LIMITS.top}`);
  tokens.expect(':', 'between the number of rows and their column, as 100:score');
  const order = tokens.takeIf('-') ? 'lowest' : 'highest';
  const column = numericPlace(tokens, tokens.take(), columns);
  tokens.end();
  return { count, column, order, rowBytes: Math.floor(KEEP_LIMITS.topBytes / count) };
}
