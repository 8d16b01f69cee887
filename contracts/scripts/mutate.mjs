// Whether the forge tests notice when something in the contracts is changed: `npm run mutate -- --mutants 120 --seed 1
// --keep FILE`. Each mutant is built and tested in a copy; what is found goes to FILE line by line, and the same command
// goes on there until contracts or tests change. Ends with 1 where fewer than 95 of 100 are noticed, and where the tests
// fail without any mutant. A mutant that does not compile counts as none.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mutantsOf, mutated, sampled } from './mutants.mjs';

const CONTRACTS = fileURLToPath(new URL('..', import.meta.url));
/** Interfaces have no code; the token is for development chains, but moves money all the same. */
const isCode = (name) => name.endsWith('.sol') && !/^I[A-Z]/.test(name);
const ENOUGH = 0.95;
/** A mutant whose tests never end is noticed as well. */
const TIMEOUT_MS = 15 * 60_000;

const { values } = parseArgs({
  options: {
    mutants: { type: 'string', default: '120' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'string', default: 'mutants.ndjson' },
    only: { type: 'string', default: '' },
  },
});

const require = createRequire(import.meta.url);
const architecture = { x64: 'amd64', arm64: 'arm64' }[process.arch] ?? process.arch;
const forgePath = require.resolve(`@foundry-rs/forge-${process.platform}-${architecture}/bin/forge`);

/** Whether forge ends well. */
function forge(folder, profile, args) {
  const env = { ...process.env, FOUNDRY_PROFILE: profile, NO_COLOR: '1' };
  const { status } = spawnSync(forgePath, [...args, '--offline'], {
    cwd: folder,
    env,
    stdio: 'ignore',
    timeout: TIMEOUT_MS,
  });
  return status === 0;
}

function copyOfContracts() {
  const folder = mkdtempSync(join(tmpdir(), 'mutate-'));
  for (const name of ['solidity', 'forge', 'foundry.toml', 'solc-wrap.cjs', 'package.json'])
    cpSync(join(CONTRACTS, name), join(folder, name), { recursive: true });
  symlinkSync(join(CONTRACTS, '../node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** The quick tests first: most mutants are noticed there. */
function fateIn(folder) {
  if (!forge(folder, 'default', ['build'])) return 'invalid';
  if (!forge(folder, 'tests', ['test', '--fail-fast', '--no-match-contract', 'Invariants'])) return 'noticed';
  return forge(folder, 'tests', ['test', '--fail-fast', '--match-contract', 'Invariants'])
    ? 'survived'
    : 'noticed';
}

const sources = readdirSync(join(CONTRACTS, 'solidity')).filter(
  (name) => isCode(name) && name.includes(values.only),
);
const all = sources.flatMap((file) => {
  const source = readFileSync(join(CONTRACTS, 'solidity', file), 'utf8');
  return mutantsOf(source).map((mutant) => ({
    file,
    ...mutant,
    was: source.split('\n')[mutant.line].trim(),
  }));
});
const wanted = sampled(all, all.length, Number(values.seed));
const idOf = ({ file, line, text }) => `${file}:${line + 1} ${text?.trim() ?? '(left out)'}`;

/** Of all that a fate depends on: what was found of other contracts or tests says nothing of these. */
function versionOf(folders) {
  const hash = createHash('sha256');
  for (const folder of folders)
    for (const name of readdirSync(join(CONTRACTS, folder)).sort())
      hash.update(name).update(readFileSync(join(CONTRACTS, folder, name)));
  return hash.digest('hex').slice(0, 16);
}

const version = versionOf(['solidity', 'forge']);
const known = existsSync(values.keep)
  ? readFileSync(values.keep, 'utf8')
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
      .filter((each) => each.version === version)
  : [];
const found = new Map(known.map((each) => [each.id, each]));
const keep = (result) => appendFileSync(values.keep, `${JSON.stringify({ version, ...result })}\n`);
const folder = copyOfContracts();

/** Where the tests fail by themselves, they would seem to notice everything. */
function checkTests() {
  if (found.has('unchanged')) return;
  const fate = fateIn(folder);
  if (fate !== 'survived') throw new Error(`without any mutant the build or the tests fail (${fate})`);
  keep({ id: 'unchanged', fate });
}

let counted = 0;
const survivors = [];
try {
  checkTests();
  for (const mutant of wanted) {
    if (counted >= Number(values.mutants)) break;
    const id = idOf(mutant);
    let result = found.get(id);
    if (result === undefined) {
      const path = join(folder, 'solidity', mutant.file);
      const source = readFileSync(join(CONTRACTS, 'solidity', mutant.file), 'utf8');
      writeFileSync(path, mutated(source, mutant));
      result = { id, was: mutant.was, kind: mutant.kind, fate: fateIn(folder) };
      writeFileSync(path, source);
      keep(result);
      console.log(`${result.fate.padEnd(8)} ${id}`);
    }
    if (result.fate === 'invalid') continue;
    counted++;
    if (result.fate === 'survived') survivors.push(result);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const share = counted === 0 ? 0 : 1 - survivors.length / counted;
console.log(
  JSON.stringify(
    { candidates: all.length, mutants: counted, noticed: counted - survivors.length, share, survivors },
    null,
    2,
  ),
);
if (share < ENOUGH) process.exitCode = 1;
