// Which lines, functions and branches of the contracts the forge tests run: `npm run coverage:hub [-- --json]`. Ends with 1
// where one is not run and has no reason below. Branches of assembly count as well.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONTRACTS, forge } from './forge.mjs';

/** What the tool misses though a test runs it: a file, the text of the line, and why. */
const ARTEFACTS = [];

const folder = mkdtempSync(join(tmpdir(), 'coverage-'));
try {
  const path = join(folder, 'lcov.info');
  const { status, stdout, stderr } = forge(
    ['coverage', '--exclude-tests', '--report', 'lcov', '--report-file', path],
    {
      env: {
        FOUNDRY_PROFILE: 'coverage',
        MANYHANDS_COVERAGE: 'true',
        // Sequences find what is wrong, and run little that single tests do not.
        FOUNDRY_INVARIANT_RUNS: '2',
        FOUNDRY_FUZZ_RUNS: '64',
      },
    },
  );
  if (status !== 0) throw new Error(stdout + stderr);
  report(parse(readFileSync(path, 'utf8')));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Of each file: how many points of a kind there are, and the lines of those that were not run. */
function parse(lcov) {
  const files = new Map();
  let kinds;
  const add = (kind, line, run) => {
    kinds[kind].all++;
    if (!run) kinds[kind].missed.push(line);
  };
  const lineOf = new Map();
  for (const [, key, value] of lcov.matchAll(/^([A-Z]+):(.*)$/gm)) {
    const fields = value.split(',');
    if (key === 'SF') {
      const of = () => ({ all: 0, missed: [] });
      kinds = { lines: of(), functions: of(), branches: of() };
      files.set(value, kinds);
    } else if (key === 'DA') add('lines', Number(fields[0]), fields[1] !== '0');
    else if (key === 'BRDA') add('branches', Number(fields[0]), fields[3] !== '0' && fields[3] !== '-');
    else if (key === 'FN') lineOf.set(fields.at(-1), Number(fields[0]));
    else if (key === 'FNDA') add('functions', lineOf.get(fields[1]), fields[0] !== '0');
  }
  return [...files].filter(([file]) => file.startsWith('solidity/'));
}

function report(files) {
  const missed = [];
  const rows = {};
  for (const [file, kinds] of files) {
    const source = readFileSync(join(CONTRACTS, file), 'utf8').split('\n');
    for (const [kind, each] of Object.entries(kinds))
      for (const line of each.missed) {
        const text = source[line - 1].trim();
        const why = ARTEFACTS.find((known) => known.file === file && known.text === text)?.why ?? null;
        missed.push({ file, line, kind, text, why });
      }
    const share = ({ all, missed: { length } }) => `${all - length}/${all}`;
    rows[file] = {
      lines: share(kinds.lines),
      functions: share(kinds.functions),
      branches: share(kinds.branches),
    };
  }
  if (process.argv.includes('--json')) console.log(JSON.stringify({ files: rows, missed }));
  else {
    console.table(rows);
    for (const { file, line, kind, text, why } of missed)
      console.log(`${why === null ? 'MISSED' : 'artefact'} ${kind} ${file}:${line} ${text} ${why ?? ''}`);
  }
  if (files.length === 0 || missed.some(({ why }) => why === null)) process.exitCode = 1;
}
