import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { captured } from '../testing/captured.ts';

let dir: string;
let script: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'manyhands-completion-'));
  script = (await captured('completion', 'bash')).out;
  writeFileSync(join(dir, 'reads.csv'), '');
});
afterAll(() => rmSync(dir, { recursive: true }));

/** What bash would offer after these words, the last of which is being typed. */
function offered(...words: string[]): string[] {
  const typed = ['manyhands', ...words].map((word) => `'${word}'`).join(' ');
  const ask = `${script}\nCOMP_WORDS=(${typed}); COMP_CWORD=${words.length}; _manyhands; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', ask], { encoding: 'utf8', cwd: dir });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((word) => word !== '');
}

it.each([
  [['wa'], ['watch', 'wallet']],
  [
    ['withdraw', ''],
    ['show', 'begin', 'cancel', 'finish', 'exit'],
  ],
  [['withdraw', 'begin', '--w'], ['--wallet']],
  [['run', 'k.ts', '--q'], ['--quorum']],
  [['run', 'k.ts', '--bo'], ['--bound']],
  [['run', 'k.ts', '--audit-e'], ['--audit-error']],
  [['run', 'k.ts', '--format', 'p'], ['parquet']],
  [['run', 'k.ts', '--inputs', 're'], ['reads.csv']],
  [['run', 're'], ['reads.csv']],
  [['simulate', '--mal'], ['--malicious']],
  [['completion', '--j'], ['--json']],
])('bash offers for %j', (words, expected) => {
  expect(offered(...words)).toEqual(expected);
});

it('scripts for zsh and fish name every command', async () => {
  const commands = offered('');
  expect(commands.length).toBeGreaterThan(30);
  for (const shell of ['zsh', 'fish']) {
    const { out, code } = await captured('completion', shell);
    expect(code).toBe(0);
    for (const command of commands) expect(out).toMatch(new RegExp(`\\b${command}\\b`));
  }
});
