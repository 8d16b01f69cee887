#!/usr/bin/env node
/** `npm run docs`: writes those pages of docs/ that follow from the code. A test compares them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorsMarkdown } from '../coordinator/dist/http/error-pages/markdown.js';
import { openEdge } from '../coordinator/dist/testing/edge.js';
import { sdkMarkdown } from './docs/declarations.mjs';
import { httpMarkdown } from './docs/http.mjs';
import { ROOT, say } from './steps/process.mjs';

/** The pages by their path from the root, as they have to be now. The packages must be built. */
export async function generatedPages() {
  const edge = await openEdge();
  try {
    const described = await (await fetch(`${edge.url}/openapi.json`)).json();
    return {
      'docs/ERRORS.md': errorsMarkdown(),
      'docs/reference/http.md': httpMarkdown(described),
      'docs/reference/sdk.md': sdkMarkdown(ROOT),
    };
  } finally {
    await edge.close();
  }
}

if (process.argv[1] === import.meta.filename)
  for (const [path, text] of Object.entries(await generatedPages())) {
    writeFileSync(join(ROOT, path), text);
    say(`${path}  ${text.split('\n').length} lines`);
  }
