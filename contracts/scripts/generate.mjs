// Compiles the contracts and writes what TypeScript needs of them: `node scripts/generate.mjs`.
// With --check it writes nothing and exits 1 if a committed file is not what the sources give.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile, DEPLOYED, readSources } from './compile.mjs';

const GENERATED = new URL('../src/generated/', import.meta.url);
const FILES = [
  { file: 'hub.ts', prefix: 'hub', contract: 'ComputeHub' },
  { file: 'token.ts', prefix: 'token', contract: 'Token' },
];

/** The Solidity names of types matter to nobody outside. */
const plain = (key, value) => (key === 'internalType' ? undefined : value);

function render({ prefix, contract }, contracts) {
  const { abi, evm } = contracts[`${contract}.sol`][contract];
  return [
    `// Generated from solidity/${contract}.sol by scripts/generate.mjs. Do not edit.`,
    `export const ${prefix}Abi = ${JSON.stringify(abi, plain, 2)} as const;`,
    '',
    '/** Deployment bytecode; the constructor arguments are appended to it. */',
    `export const ${prefix}Bytecode = '0x${evm.bytecode.object}';`,
    '',
  ].join('\n');
}

function read(url) {
  try {
    return readFileSync(url, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}

const contracts = compile(readSources(), DEPLOYED);
const stale = FILES.map((entry) => ({
  url: new URL(entry.file, GENERATED),
  text: render(entry, contracts),
})).filter(({ url, text }) => read(url) !== text);
for (const { url } of stale) console.log(`${fileURLToPath(url)} differs from the sources`);
if (process.argv.includes('--check')) {
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  mkdirSync(GENERATED, { recursive: true });
  for (const { url, text } of stale) writeFileSync(url, text);
}
