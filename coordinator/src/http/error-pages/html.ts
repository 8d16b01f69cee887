/** The pages that a coordinator serves at `/errors/`: plain, without scripts, from what {@link CHAPTERS} says. */
import { CHAPTERS, type Explained, errorPath, explainedOf } from './chapters.ts';

export const STYLE = `:root { color-scheme: light dark; background: #fff; color: #1b1b1b; }
a { color: #0b4fc0; }
@media (prefers-color-scheme: dark) {
  :root { background: #161616; color: #ececec; }
  a { color: #9dc4ff; }
}
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 42rem; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.2; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 0.25rem; }
p, pre { margin: 0.25rem 0; }
pre { white-space: pre-wrap; padding: 0.75rem; border: 1px solid; border-radius: 0.25rem; }
li { margin: 0.4rem 0; }
code, pre { font-family: ui-monospace, monospace; font-size: 0.95em; }
`;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign]);
/** Text with what stands in backticks as code. */
const marked = (text: string): string => escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');
const sentence = (text: string): string => `${text[0].toUpperCase()}${text.slice(1)}`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/errors/style.css">
</head>
<body>
${body}
</body>
</html>
`;

const section = (title: string, text: string): string => `<h2>${title}</h2>\n<p>${marked(text)}</p>`;

/** One code: what it means, why it comes and what to do. */
export const codePage = ({ code, status, retry, meaning, where, why, remedy, example }: Explained): string =>
  page(
    `${code} – Manyhands`,
    `<nav><a href="/errors/">All errors</a></nav>
<main>
<h1><code>${code}</code></h1>
<p>${sentence(escaped(meaning))}.</p>
${section('Why it happens', why)}
${section('What to do', remedy)}
${section('Does trying again help?', retry ? 'Yes: the same request may succeed later.' : 'Not by itself: something has to change first.')}
<h2>For example</h2>
<pre>${escaped(`${code}: ${example}`)}</pre>
${section('Where it comes from', `Said ${where}. Over HTTP its status is ${status}.`)}
</main>`,
  );

/** All codes with what they mean, chapter by chapter. */
export const indexPage = (): string =>
  page(
    'Errors – Manyhands',
    `<main>
<h1>Errors</h1>
<p>Every failure that you can act on has a code; branch on it in programs, the message is for people.</p>
${CHAPTERS.map(
  (chapter) => `<h2>${escaped(chapter.title)}</h2>
<ul>
${explainedOf(chapter)
  .map(
    ({ code, meaning }) =>
      `<li><a href="${errorPath(code)}"><code>${code}</code></a>: ${escaped(meaning)}</li>`,
  )
  .join('\n')}
</ul>`,
).join('\n')}
</main>`,
  );
