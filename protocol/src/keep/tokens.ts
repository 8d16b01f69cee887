/** Words, numbers, texts and signs of what a job is to keep, each with its place. */
import { KnownError } from '../errors.ts';

/** The parts of a keep that are written in its language. */
export type KeepPart = 'reduce' | 'top' | 'where';

export interface Token {
  readonly kind: 'word' | 'column' | 'number' | 'text' | 'sign' | 'end';
  readonly text: string;
  /** Of its first character, from 0. */
  readonly at: number;
}

const PATTERN =
  /\s*(?:([A-Za-z_]\w*)|"((?:[^"]|"")+)"|((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|'((?:[^']|'')*)'|(<=|>=|<>|!=|==|[-+<>=(),:]))/y;

/** Cuts a text up; throws KEEP_INVALID where nothing fits. */
export function tokensOf(part: KeepPart, text: string): Token[] {
  const tokens: Token[] = [];
  let next = 0;
  for (;;) {
    PATTERN.lastIndex = next;
    const found = PATTERN.exec(text);
    if (found === null) break;
    const [all, word, column, number, quoted, sign] = found;
    const at = next + all.length - all.trimStart().length;
    next += all.length;
    if (word !== undefined) tokens.push({ kind: 'word', text: word, at });
    else if (column !== undefined) tokens.push({ kind: 'column', text: column.replaceAll('""', '"'), at });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted.replaceAll("''", "'"), at });
    else tokens.push({ kind: 'sign', text: sign, at });
  }
  const rest = text.slice(next).trimStart();
  if (rest !== '') throw refusal(part, text.length - rest.length, `“${rest.slice(0, 10)}” cannot be read`);
  tokens.push({ kind: 'end', text: '', at: text.length });
  return tokens;
}

/** KEEP_INVALID with the place of what is wrong; characters count from 1. */
export const refusal = (part: KeepPart, at: number, why: string): KnownError =>
  new KnownError('KEEP_INVALID', `${part}, character ${at + 1}: ${why}`, {
    details: { field: part, position: at + 1 },
  });

/** Reads tokens one after the other. */
export class TokenReader {
  readonly part: KeepPart;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(part: KeepPart, text: string) {
    this.part = part;
    this.#tokens = tokensOf(part, text);
  }

  get next(): Token {
    return this.#tokens[this.#at];
  }

  take(): Token {
    const token = this.next;
    if (token.kind !== 'end') this.#at++;
    return token;
  }

  /** Takes the next token where it is that sign, or that word in letters of either size. */
  takeIf(text: string): Token | null {
    const { kind, text: found } = this.next;
    const fits = (kind === 'sign' && found === text) || (kind === 'word' && found.toLowerCase() === text);
    return fits ? this.take() : null;
  }

  expect(text: string, after: string): Token {
    return this.takeIf(text) ?? this.refuse(this.next, `“${text}” is needed ${after}`);
  }

  end(): void {
    if (this.next.kind !== 'end') this.refuse(this.next, `“${this.next.text}” is one too many`);
  }

  refuse({ at }: { readonly at: number }, why: string): never {
    throw refusal(this.part, at, why);
  }
}
