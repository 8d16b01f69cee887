/** The examples there are: every folder beside this one that has an `example.ts`. */
import { existsSync, readdirSync } from 'node:fs';
import type { Example } from './example.ts';

const FOLDER = new URL(import.meta.url.includes('/dist/') ? '../../' : '../', import.meta.url);

/** Names of the examples' folders, sorted. */
export const exampleNames = (): string[] =>
  readdirSync(FOLDER)
    .filter((name) => name !== 'common' && existsSync(new URL(`${name}/example.ts`, FOLDER)))
    .sort();

/** Imports a built example. Throws an Error that lists what there is where the name is none of them. */
export async function loadExample(name: string): Promise<Example> {
  const names = exampleNames();
  if (!names.includes(name))
    throw new Error(`there is no example “${name}”, only these: ${names.join(', ')}`);
  const module: { example: Example } = await import(new URL(`${name}/dist/example.js`, FOLDER).href);
  return module.example;
}
