import { CHAPTERS, type Explained, explainedOf } from './chapters.ts';

const HEAD = `<!-- Made by \`npm run docs\` from coordinator/src/http/error-pages; do not edit. -->
# Errors

Every failure that a caller can act on has a code. Branch on the code; the message is for people and may change. HTTP replies carry
\`{code, message, retry, docs, details?}\`; a socket is told in a \`refuse\` frame and then closed. \`retry\` says whether the same request may
succeed later, \`docs\` where this coordinator explains the code: \`/errors/CODE\`, and \`/errors/\` has them all. The catalogue is
\`protocol/src/errors.ts\`; what the pages say stands in \`coordinator/src/http/error-pages\`.
`;
const COLUMNS = '| code | status | retry | meaning | what to do |\n| --- | --- | --- | --- | --- |';

const row = ({ code, status, retry, meaning, remedy }: Explained): string =>
  `| \`${code}\` | ${status} | ${retry ? 'yes' : 'no'} | ${meaning} | ${remedy} |`;

/** docs/ERRORS.md: the whole catalogue as tables, chapter by chapter. */
export const errorsMarkdown = (): string =>
  [
    HEAD,
    ...CHAPTERS.map(
      (chapter) =>
        `## ${chapter.title}\n\nSaid ${chapter.where}.\n\n${COLUMNS}\n${explainedOf(chapter).map(row).join('\n')}\n`,
    ),
  ].join('\n');
