/** Conditions on a row's columns: comparisons joined by `and`, `or`, `not` and parentheses. Nothing of it is run as code. */
import type { Column, Value } from '../schema.ts';
import { type Token, TokenReader } from './tokens.ts';

/** Whether a row fits; its values are by the columns' order. */
export type Condition = (row: readonly Value[]) => boolean;

export interface Where {
  readonly matches: Condition;
  /** The places of the columns that it looks at. */
  readonly columns: ReadonlySet<number>;
}

/** Parentheses and `not` within each other at most: each is a call of its own. */
const DEPTH = 50;

type Kind = 'number' | 'text' | 'truth' | 'nothing';

interface Operand {
  readonly kind: Kind;
  readonly token: Token;
  /** Of 32 bits: what it is compared with is rounded to as many. */
  readonly single: boolean;
  /** Null: it is the same in each row. */
  readonly column: number | null;
  readonly value: Value;
}

/** Reads a condition; throws KEEP_INVALID naming the place. */
export function parseWhere(text: string, columns: readonly Column[]): Where {
  const parser = new Parser(new TokenReader('where', text), columns);
  const matches = parser.either(0);
  parser.tokens.end();
  return { matches, columns: parser.used };
}

class Parser {
  readonly tokens: TokenReader;
  readonly used = new Set<number>();
  readonly #columns: readonly Column[];

  constructor(tokens: TokenReader, columns: readonly Column[]) {
    this.tokens = tokens;
    this.#columns = columns;
  }

  either(depth: number): Condition {
    const parts = [this.#both(depth)];
    while (this.tokens.takeIf('or')) parts.push(this.#both(depth));
    return parts.length === 1 ? parts[0] : (row) => parts.some((part) => part(row));
  }

  #both(depth: number): Condition {
    const parts = [this.#single(depth)];
    while (this.tokens.takeIf('and')) parts.push(this.#single(depth));
    return parts.length === 1 ? parts[0] : (row) => parts.every((part) => part(row));
  }

  #single(depth: number): Condition {
    const { tokens } = this;
    if (depth > DEPTH) return tokens.refuse(tokens.next, `more than ${DEPTH} levels cannot be read`);
    if (tokens.takeIf('not')) {
      const inner = this.#single(depth + 1);
      return (row) => !inner(row);
    }
    if (tokens.takeIf('(') === null) return this.#comparison();
    const inner = this.either(depth + 1);
    tokens.expect(')', 'after what stands in parentheses');
    return inner;
  }

  #comparison(): Condition {
    const left = this.#operand();
    const sign = this.#sign();
    // A column of yes and no is a condition by itself.
    if (sign === null && left.kind === 'truth') return (row) => cell(left, row) === true;
    if (sign === null)
      return this.tokens.refuse(this.tokens.next, 'a comparison is needed: = != < <= > or >=');
    return compared(this.tokens, left, sign, this.#operand());
  }

  #sign(): Token | null {
    const { kind, text } = this.tokens.next;
    return kind === 'sign' && text in COMPARISONS ? this.tokens.take() : null;
  }

  #operand(): Operand {
    const { tokens } = this;
    const minus = tokens.takeIf('-') ?? tokens.takeIf('+');
    const token = tokens.take();
    const fixed = (kind: Kind, value: Value): Operand => ({
      kind,
      token,
      single: false,
      column: null,
      value,
    });
    if (token.kind === 'number') return fixed('number', numberOf(token.text, minus?.text === '-'));
    if (minus !== null) return tokens.refuse(token, 'a number is needed after a sign');
    if (token.kind === 'text') return fixed('text', token.text);
    if (token.kind === 'column') return this.#column(token);
    if (token.kind !== 'word')
      return tokens.refuse(token, 'a column, a number, or a text in single quotes is needed');
    const known = this.#columns.some((column) => column.name === token.text);
    const word = token.text.toLowerCase();
    if (!known && (word === 'true' || word === 'false')) return fixed('truth', word === 'true');
    if (!known && word === 'null') return fixed('nothing', null);
    return this.#column(token);
  }

  #column(token: Token): Operand {
    const place = placeOf(this.tokens, token, this.#columns);
    const { type } = this.#columns[place];
    if (type.endsWith('Array'))
      return this.tokens.refuse(token, `column ${token.text} is a ${type}, which cannot be compared`);
    this.used.add(place);
    const kind = type === 'string' ? 'text' : type === 'bool' ? 'truth' : 'number';
    return { kind, token, single: type === 'f32', column: place, value: null };
  }
}

/** The place of a column that is named; throws KEEP_INVALID naming those there are. */
export function placeOf(tokens: TokenReader, token: Token, columns: readonly Column[]): number {
  const place = columns.findIndex((column) => column.name === token.text);
  if (place >= 0) return place;
  const names = columns.map((column) => column.name).join(', ');
  return tokens.refuse(token, `there is no column ${token.text}; the results have ${names}`);
}

/** Whole numbers beyond 2^53 stay exact. */
function numberOf(text: string, isNegative: boolean): number | bigint {
  const value = Number(text);
  const exact = /^\d+$/.test(text) && !Number.isSafeInteger(value) ? BigInt(text) : value;
  return isNegative ? -exact : exact;
}

type Ordered = number | bigint | string | boolean;

const COMPARISONS: Readonly<Record<string, (a: Ordered, b: Ordered) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '=': isEqual,
  '==': isEqual,
  '!=': (a, b) => !isEqual(a, b),
  '<>': (a, b) => !isEqual(a, b),
};

/** Also of a whole number of 64 bits and a double. */
function isEqual(a: Ordered, b: Ordered): boolean {
  return a === b || (typeof a !== typeof b && a <= b && a >= b);
}

const isEquality = (sign: string): boolean => !sign.startsWith('<') && !sign.startsWith('>');

function compared(tokens: TokenReader, left: Operand, sign: Token, right: Operand): Condition {
  const text = sign.text === '<>' ? '!=' : sign.text;
  const nothing = left.kind === 'nothing' || right.kind === 'nothing';
  if (!nothing && left.kind !== right.kind)
    return tokens.refuse(sign, `a ${NAMES[left.kind]} cannot be compared with a ${NAMES[right.kind]}`);
  if ((nothing || left.kind === 'truth') && !isEquality(text))
    return tokens.refuse(sign, `${NAMES[nothing ? 'nothing' : 'truth']} can only be = or !=`);
  if (nothing) {
    const isNull: Condition = (row) => (cell(left, row) === null) === (cell(right, row) === null);
    return text === '!=' ? (row) => !isNull(row) : isNull;
  }
  const compare = COMPARISONS[text];
  const [a, b] = [rounded(left, right), rounded(right, left)];
  return (row) => {
    const x = cell(a, row);
    const y = cell(b, row);
    // Nothing is known of a value that is not there.
    return x !== null && y !== null && compare(x as Ordered, y as Ordered);
  };
}

const NAMES: Readonly<Record<Kind, string>> = {
  number: 'number',
  text: 'text',
  truth: 'column of true and false',
  nothing: 'null',
};

/** A written number beside a column of 32 bits, as that column would hold it. */
const rounded = (operand: Operand, beside: Operand): Operand =>
  operand.column === null && beside.single && typeof operand.value === 'number'
    ? { ...operand, value: Math.fround(operand.value) }
    : operand;

const cell = ({ column, value }: Operand, row: readonly Value[]): Value =>
  column === null ? value : row[column];
