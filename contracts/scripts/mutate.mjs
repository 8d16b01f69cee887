// Whether the forge tests notice when something in the contracts is changed: `npm run mutate -- --mutants 120 --seed 1
// --keep FILE`. Each mutant is tested in a copy; what is found goes to FILE line by line, and the same command goes on
// there until contracts or tests change; with --added, which says that tests were only added since, it tries again what
// survived, and takes for noticed what was. Ends with 1 where fewer than 95 of 100 are noticed, where one survives without a
// reason in survivors.mjs, and where the tests fail without any mutant. What does not compile counts as no mutant.
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compile, QUICK, readSources } from './compile.mjs';
import { CONTRACTS, forge } from './forge.mjs';
import { mutantsOf, mutated, sampled } from './mutants.mjs';
import { reasonFor } from './survivors.mjs';

const ENOUGH = 0.95;
/** A mutant whose tests never end is noticed as well. */
const TIMEOUT_MS = 5 * 60_000;
/** Tests deploy these from what is built; of all else they take interfaces only, but for what some test by itself. */
const BUILT = ['ComputeHub', 'Token'];
const SHARED_WITH_TESTS = ['SumTree.sol', 'Signatures.sol'];
/** Cheapest first: most mutants are noticed by the first one, whose fuzz tests are short. */
const STAGES = [
  { args: ['--no-match-contract', 'Invariants'], env: { FOUNDRY_FUZZ_RUNS: '8' } },
  { args: ['--no-match-contract', 'Invariants'], env: {} },
  { args: ['--match-contract', 'Invariants'], env: { FOUNDRY_INVARIANT_RUNS: '8' } },
];

const { values } = parseArgs({
  options: {
    mutants: { type: 'string', default: '120' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'string', default: 'mutants.ndjson' },
    only: { type: 'string', default: '' },
    added: { type: 'boolean', default: false },
  },
});

const sources = readSources();
/** Interfaces have no code; the token is for development chains, but moves money all the same. */
const all = [...sources]
  .filter(([file]) => !/^I[A-Z]/.test(file) && file.includes(values.only))
  .flatMap(([file, source]) =>
    mutantsOf(source).map((mutant) => ({
      file,
      ...mutant,
      was: source.split('\n')[mutant.line].trim(),
    })),
  );
const idOf = ({ file, line, text }) => `${file}:${line + 1} ${text?.trim() ?? '(left out)'}`;

function copyOfContracts() {
  const folder = mkdtempSync(join(tmpdir(), 'mutate-'));
  for (const name of ['solidity', 'forge', 'foundry.toml', 'solc-wrap.cjs', 'package.json'])
    cpSync(join(CONTRACTS, name), join(folder, name), { recursive: true });
  symlinkSync(join(CONTRACTS, '../node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Puts what the tests deploy where they look for it; false where it does not compile. */
function build(folder, changed) {
  let contracts;
  try {
    contracts = compile(changed, QUICK);
  } catch {
    return false;
  }
  for (const name of BUILT) {
    const { abi, evm } = contracts[`${name}.sol`][name];
    const path = join(folder, 'out/deployed', `${name}.sol`);
    mkdirSync(path, { recursive: true });
    const code = { object: `0x${evm.bytecode.object}` };
    writeFileSync(
      join(path, `${name}.json`),
      JSON.stringify({ abi, bytecode: code, deployedBytecode: { object: '0x' } }),
    );
  }
  return true;
}

const passes = (folder, { args, env }) =>
  forge(['test', '--fail-fast', ...args], {
    folder,
    env: { FOUNDRY_PROFILE: 'tests', ...env },
    timeout: TIMEOUT_MS,
  }).status === 0;

function fateOf(folder, changed) {
  if (!build(folder, changed)) return 'invalid';
  for (const name of SHARED_WITH_TESTS) writeFileSync(join(folder, 'solidity', name), changed.get(name));
  return STAGES.every((stage) => passes(folder, stage)) ? 'survived' : 'noticed';
}

/** Of what a fate depends on. */
function versionOf(part) {
  const hash = createHash('sha256');
  for (const name of readdirSync(join(CONTRACTS, part)).sort())
    hash.update(name).update(readFileSync(join(CONTRACTS, part, name)));
  return hash.digest('hex').slice(0, 16);
}

const [contracts, tests] = [versionOf('solidity'), versionOf('forge')];
const holds = (each) =>
  each.contracts === contracts && (each.tests === tests || (values.added && each.fate !== 'survived'));
const known = existsSync(values.keep)
  ? readFileSync(values.keep, 'utf8')
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
      .filter(holds)
  : [];
const found = new Map(known.map((each) => [each.id, each]));

/** What was found before, or is found now and kept. */
function resultOf(id, was, changed) {
  const before = found.get(id);
  if (before !== undefined) return before;
  const result = { contracts, tests, id, was, fate: fateOf(folder, changed) };
  appendFileSync(values.keep, `${JSON.stringify(result)}\n`);
  console.log(`${result.fate.padEnd(8)} ${id}`);
  return result;
}

const folder = copyOfContracts();
let counted = 0;
let earlier = 0;
const survivors = [];
const started = Date.now();
try {
  // Where the tests fail by themselves, they would seem to notice everything.
  const { fate } = resultOf('unchanged', '', sources);
  if (fate !== 'survived') throw new Error(`without any mutant the build or the tests fail (${fate})`);
  for (const mutant of sampled(all, all.length, Number(values.seed))) {
    if (counted >= Number(values.mutants)) break;
    const changed = new Map(sources).set(mutant.file, mutated(sources.get(mutant.file), mutant));
    const { id, was, fate, tests: by } = resultOf(idOf(mutant), mutant.was, changed);
    if (fate === 'invalid') continue;
    counted++;
    if (by !== tests) earlier++;
    if (fate === 'survived') survivors.push({ id, was, reason: reasonFor(mutant) });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const noticed = counted - survivors.length;
const share = counted === 0 ? 0 : noticed / counted;
const seconds = Math.round((Date.now() - started) / 1000);
const candidates = all.length;
console.log(
  JSON.stringify(
    {
      contracts,
      tests,
      candidates,
      mutants: counted,
      noticed,
      noticedByEarlierTests: earlier,
      share,
      seconds,
      survivors,
    },
    null,
    2,
  ),
);
if (share < ENOUGH || survivors.some(({ reason }) => reason === null)) process.exitCode = 1;
