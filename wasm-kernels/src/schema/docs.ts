import type { Comment } from './program.ts';

/** What a documentation comment says, and what its `@param` lines say. */
export interface Documentation {
  readonly text: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const NOTHING: Documentation = { text: '', parameters: new Map() };

/** The comment that stands right before a declaration, with at most `export` and decorators between. */
export function documentationOf(comments: readonly Comment[], source: string, start: number): Documentation {
  const last = comments.filter((comment) => comment.end <= start).at(-1);
  if (last === undefined) return NOTHING;
  const between = source.slice(last.end, start).replace(/@\w+(\([^)]*\))?/g, '');
  return /^\s*(export\s*)?$/.test(between) ? parse(last.text) : NOTHING;
}

function parse(comment: string): Documentation {
  const lines = comment
    .replace(/^\/\*\*+|\*+\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\*? ?/, '').trim());
  const firstTag = lines.findIndex((line) => line.startsWith('@'));
  const prose = firstTag === -1 ? lines : lines.slice(0, firstTag);
  return { text: prose.join(' ').trim(), parameters: parameterLines(lines) };
}

function parameterLines(lines: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  let current: string | null = null;
  for (const line of lines) {
    const match = /^@param\s+(?:\{[^}]*\}\s*)?(\w+)\s*-?\s*(.*)$/.exec(line);
    if (match) {
      current = match[1];
      found.set(current, match[2]);
    } else if (line.startsWith('@')) current = null;
    else if (current !== null && line !== '') found.set(current, `${found.get(current)} ${line}`.trim());
  }
  return found;
}
