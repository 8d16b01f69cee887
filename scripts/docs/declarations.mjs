/** docs/reference/sdk.md out of the declarations that the compiler wrote: what is exported, as it is declared and commented. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const HEAD = `<!-- Made by \`npm run docs\`; do not edit. -->
# SDK

\`import { manyhands } from '@manyhands/sdk'\`: the researchers' client for browsers and Node 20, as its declarations say it.
Failures are \`KnownError\`s with a code of [ERRORS.md](../ERRORS.md).
`;

/** The top-level declarations of a file: name, comment and text. The compiler starts each in the first column. */
export function declarationsOf(text) {
  const found = [];
  let lines = [];
  let depth = 0;
  for (const line of text.split('\n')) {
    lines.push(line);
    depth += count(line, '{') - count(line, '}');
    const ends = depth === 0 && /[;}]$/.test(line) && !line.startsWith('//');
    if (!ends) continue;
    const [, name] =
      /^export (?:declare |abstract )*(?:class|function|interface|type|const) ([\w$]+)/m.exec(
        lines.join('\n'),
      ) ?? [];
    if (name !== undefined) found.push({ name, ...parted(lines) });
    lines = [];
  }
  return found;
}

const count = (line, sign) =>
  line.startsWith(' *') || line.startsWith('/*') ? 0 : line.split(sign).length - 1;

/** A declaration's own comment, the last one before it, apart from its text. */
function parted(lines) {
  const start = lines.findIndex((line) => line.startsWith('export '));
  const before = lines.slice(0, start);
  const opened = before.findLastIndex((line) => line.startsWith('/**'));
  const comment = opened < 0 ? '' : before.slice(opened).join('\n');
  return {
    comment: comment
      .replace(/^\/\*\*|\*\/$/g, '')
      .replace(/^ \* ?/gm, '')
      .trim(),
    text: lines
      .slice(start)
      .filter((line) => !/^\s+(#private|private )/.test(line))
      .join('\n'),
  };
}

/** What a package's door exports: names by the file that declares them; null: all of a file's. */
function exportsOf(door) {
  const named = [...door.matchAll(/^export (?:type )?\{([^}]*)\} from '\.\/([^']+)\.ts';/gm)].map(
    ([, names, file]) => ({
      file,
      names: names
        .split(',')
        .map((name) => name.replace(/\btype\b/, '').trim())
        .filter((name) => name !== ''),
    }),
  );
  const whole = [...door.matchAll(/^export (?:type )?\* from '\.\/([^']+)\.ts';/gm)].map(([, file]) => ({
    file,
    names: null,
  }));
  return [...named, ...whole];
}

const section = ({ name, comment, text }) =>
  `### ${name}\n\n${comment}${comment ? '\n\n' : ''}\`\`\`ts\n${text}\n\`\`\`\n`;

/** All declarations under a folder. */
const everyDeclaration = (folder) =>
  readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.d.ts'))
    .sort()
    .flatMap((file) => declarationsOf(readFileSync(join(folder, file), 'utf8')));

/** Throws an Error where the door exports what no file declares. */
export function sdkMarkdown(root) {
  const folder = join(root, 'sdk/dist');
  const door = readFileSync(join(folder, 'index.d.ts'), 'utf8');
  const used = new Set();
  const exported = exportsOf(door).flatMap(({ file, names }) => {
    const text = readFileSync(join(folder, `${file}.d.ts`), 'utf8');
    for (const [, list] of text.matchAll(/import (?:type )?\{([^}]*)\} from '@manyhands\/protocol'/g))
      for (const name of list.split(',')) used.add(name.replace(/\btype\b/, '').trim());
    const declared = declarationsOf(text);
    return names === null
      ? declared
      : names.map((name) => declared.find((each) => each.name === name) ?? missing(name));
  });
  const words = everyDeclaration(join(root, 'protocol/dist')).filter(
    ({ name }) => used.has(name) || name === 'KnownError',
  );
  const unique = [...new Map(words.map((each) => [each.name, each])).values()];
  return [
    HEAD,
    ...exported.map(section),
    '## What these refer to\n\nFrom `@manyhands/protocol`.\n',
    ...unique.map(section),
  ].join('\n');
}

function missing(name) {
  throw new Error(`sdk/dist/index.d.ts exports ${name}, which its file does not declare`);
}
