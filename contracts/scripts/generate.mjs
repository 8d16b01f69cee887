// Compiles the contracts and writes what TypeScript needs of them: `node scripts/generate.mjs`.
// With --check it writes nothing and exits 1 if a committed file is not what the sources give.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import solc from 'solc';

const SOURCES = new URL('../solidity/', import.meta.url);
const GENERATED = new URL('../src/generated/', import.meta.url);
const FILES = [
  { file: 'hub.ts', prefix: 'hub', contract: 'ComputeHub' },
  { file: 'token.ts', prefix: 'token', contract: 'Token' },
];

/** As in foundry.toml, so that what forge tests is what gets deployed. */
const SETTINGS = {
  viaIR: true,
  evmVersion: 'osaka',
  optimizer: { enabled: true, runs: 1_000_000 },
  metadata: { bytecodeHash: 'none', appendCBOR: false },
  outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
};

function compile() {
  const names = readdirSync(SOURCES).filter((name) => name.endsWith('.sol'));
  const sources = names.map((name) => [name, { content: readFileSync(new URL(name, SOURCES), 'utf8') }]);
  const input = { language: 'Solidity', sources: Object.fromEntries(sources), settings: SETTINGS };
  const output = JSON.parse(solc.compile(JSON.stringify(input)));
  const errors = (output.errors ?? []).filter((error) => error.severity === 'error');
  if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join('\n'));
  return output.contracts;
}

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

const contracts = compile();
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
