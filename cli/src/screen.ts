import { isKnownError } from '@manyhands/protocol';
import { colors } from './colors.ts';
import { explained } from './failures.ts';

/** Without a terminal a progress line is written this often at most. */
const PLAIN_INTERVAL_MS = 5_000;

/** Where a command writes. Live lines replace each other on a terminal and are plain lines elsewhere. */
export interface Screen {
  line(text: string): void;
  live(lines: readonly string[]): void;
  /** The outcome for programs; shown with `--json` only. */
  result(outcome: object): void;
  error(error: unknown): void;
}

export function openScreen(json: boolean): Screen {
  if (json) return new JsonScreen();
  return process.stdout.isTTY ? new TerminalScreen() : new PlainScreen();
}

class TerminalScreen implements Screen {
  #shown = 0;

  line(text: string): void {
    this.#erase();
    process.stdout.write(`${text}\n`);
  }

  live(lines: readonly string[]): void {
    this.#erase();
    const width = process.stdout.columns || 80;
    for (const line of lines) process.stdout.write(`${clip(line, width - 1)}\n`);
    this.#shown = lines.length;
  }

  result(): void {}

  error(error: unknown): void {
    this.#shown = 0;
    process.stderr.write(`${describe(error, colors.red)}\n`);
  }

  #erase(): void {
    if (this.#shown > 0) process.stdout.write(`\x1b[${this.#shown}F\x1b[J`);
    this.#shown = 0;
  }
}

class PlainScreen implements Screen {
  #last = 0;

  line(text: string): void {
    process.stdout.write(`${text}\n`);
  }

  live(lines: readonly string[]): void {
    if (Date.now() - this.#last < PLAIN_INTERVAL_MS) return;
    this.#last = Date.now();
    this.line(lines.join('  '));
  }

  result(): void {}

  error(error: unknown): void {
    process.stderr.write(`${describe(error, String)}\n`);
  }
}

class JsonScreen implements Screen {
  line(): void {}
  live(): void {}

  result(outcome: object): void {
    process.stdout.write(`${JSON.stringify(outcome, printable)}\n`);
  }

  error(error: unknown): void {
    const known = explained(error);
    const { code, details } = isKnownError(known) ? known : { code: 'INTERNAL', details: undefined };
    this.result({ error: { code, message: messageOf(known), details } });
  }
}

const printable = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** `CODE: message`, and where a compiler said more, each of its lines. */
function describe(failure: unknown, color: (text: string) => string): string {
  const error = explained(failure);
  if (!isKnownError(error)) {
    const stack = process.env.MANYHANDS_DEBUG && error instanceof Error ? `\n${error.stack}` : '';
    return `${color('error')}: ${messageOf(error)}${stack}`;
  }
  const { diagnostics } = (error.details ?? {}) as { diagnostics?: readonly Diagnostic[] };
  const more = (diagnostics ?? []).map((diagnostic) => `\n${diagnosticLines(diagnostic).join('\n')}`);
  return `${color(error.code)}: ${error.message}${more.join('')}`;
}

/** What the compiler said, the line with a caret below where it stumbled, and a hint. */
function diagnosticLines({ file = '', line, column, message, hint, text }: Diagnostic): string[] {
  const margin = `  ${line} | `;
  // Tabs stay tabs, so that the caret stands below them in any terminal.
  const before = (text ?? '').slice(0, column - 1).replace(/[^\t]/g, ' ');
  const shown = text === undefined ? [] : [`${margin}${text}`, `${' '.repeat(margin.length)}${before}^`];
  return [
    `  ${file}:${line}:${column}  ${message}`,
    ...shown,
    ...(hint === undefined ? [] : [`      ${hint}`]),
  ];
}

interface Diagnostic {
  readonly file?: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint?: string;
  readonly text?: string;
}

/** Cuts a line to the terminal's width without counting or breaking colour codes. */
function clip(line: string, width: number): string {
  let visible = 0;
  let out = '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes begin with one
  for (const [part] of line.matchAll(/\x1b\[[0-9;]*m|[\s\S]/gu)) {
    if (part.length > 2) out += part;
    else if (visible++ < width) out += part;
  }
  return out;
}
