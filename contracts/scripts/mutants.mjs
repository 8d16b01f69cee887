// Small changes to the contracts, each of which some test should notice.

/** What is changed: a pattern, and what it becomes. `where`: only in lines that fit. */
const OPERATORS = [
  [/ == /g, ' != '],
  [/ != /g, ' == '],
  [/ < /g, ' <= '],
  [/ > /g, ' >= '],
  [/ <= /g, ' < '],
  [/ >= /g, ' > '],
  [/ \+ /g, ' - '],
  [/ - /g, ' + '],
  [/ \+= /g, ' -= '],
  [/ \* /g, ' / '],
  [/ \/ /g, ' * '],
  [/ && /g, ' || '],
  [/ \|\| /g, ' && '],
  [/ \? ([^:;]+) : ([^;]+)/g, ' ? $2 : $1'],
  [/\blt\(/g, 'gt('],
  [/\bgt\(/g, 'lt('],
  [/\beq\(/g, 'lt('],
  [/\badd\(/g, 'sub('],
  [/\bsub\(/g, 'add('],
  [/\band\(/g, 'or('],
  [/\bor\(/g, 'and('],
  [/\bxor\(/g, 'or('],
  [/\bshl\(/g, 'shr('],
  [/\bshr\(/g, 'shl('],
  [/\biszero\(/g, 'not('],
  [/\btrue\b/g, 'false'],
  [/\bfalse\b/g, 'true'],
];

/** A check that is left out, and a statement of one line that is. */
const CHECK = /^(\s*)if \(.*\) revert .*;$/;
const STATEMENT = /^\s+(?!return\b|import\b|using\b|error\b|event\b|revert\b|break\b)[^{}]*[^{},(];$/;
const DECLARATION =
  /^\s*(?:\(?\s*(?:bytes\d*|u?int\d*|address|bool|mapping|bytes32\[\d*\]|[A-Z]\w+)\b.*|(?:function|struct|contract|abstract|library|interface)\b.*)$/;

/** Lines of a function body or a block of assembly, comments left out: [number, text]. */
function* codeOf(source) {
  const lines = source.split('\n');
  let depth = 0;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i];
    const before = depth;
    const code = line.replace(/\/\/.*$/, '');
    depth += (code.match(/{/g) ?? []).length - (code.match(/}/g) ?? []).length;
    if (before >= 2 && !/^\s*(?:\/\/|\*)/.test(line)) yield [i, line];
  }
}

/** Every mutant of a file: the line that changes, from 0, and what it becomes; null: it is left out. */
export function mutantsOf(source) {
  const mutants = [];
  for (const [line, text] of codeOf(source)) {
    const code = text.replace(/\/\/.*$/, '');
    for (const [pattern, becomes] of OPERATORS)
      for (const match of code.matchAll(pattern)) {
        const changed = match[0].replace(new RegExp(pattern.source), becomes);
        const end = match.index + match[0].length;
        mutants.push({
          line,
          kind: 'operator',
          text: code.slice(0, match.index) + changed + code.slice(end),
        });
      }
    if (CHECK.test(code.trimEnd())) mutants.push({ line, kind: 'check', text: null });
    else if (STATEMENT.test(code.trimEnd()) && !DECLARATION.test(code))
      mutants.push({ line, kind: 'statement', text: null });
  }
  return mutants;
}

/** The file with one mutant in it. */
export function mutated(source, { line, text }) {
  const lines = source.split('\n');
  lines[line] = text ?? '';
  return lines.join('\n');
}

/** A repeatable order: `count` of a list, drawn by a seed (mulberry32). */
export function sampled(list, count, seed) {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const left = [...list];
  const drawn = [];
  while (drawn.length < count && left.length > 0)
    drawn.push(...left.splice(Math.floor(random() * left.length), 1));
  return drawn;
}
