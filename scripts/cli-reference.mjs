#!/usr/bin/env node
/** Writes the part of docs/CLI.md that follows from the commands; `npx tsc -b` first. */
import { readFileSync, writeFileSync } from 'node:fs';
import { REFERENCE_MARK, referenceOf } from '../cli/dist/completion/reference.js';
import { treeOf } from '../cli/dist/completion/tree.js';
import { programFor } from '../cli/dist/program.js';

const path = new URL('../docs/CLI.md', import.meta.url);
const [head] = readFileSync(path, 'utf8').split(REFERENCE_MARK);
const program = programFor(
  () => undefined,
  () => undefined,
);
writeFileSync(path, `${head}${REFERENCE_MARK}\n\n${referenceOf(treeOf(program))}`);
