/** The researcher's guide, done to the letter: its files are written and its commands run, and nothing else. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startContributor } from '@manyhands/browser-worker/server';
import { startCoordinator } from '@manyhands/coordinator';
import { expect, it } from 'vitest';

const GUIDE = readFileSync(new URL('../../docs/guides/researcher.md', import.meta.url), 'utf8');
const BIN = new URL('../bin/manyhands.mjs', import.meta.url).pathname;
const ADDRESS = 'http://127.0.0.1:8787';
/** Of processor, for everything that the researcher runs. */
const MOST_SECONDS = 60;

/** The guide as a script of bash, against the coordinator at `url`. */
function scriptAt(url: string): string {
  const blocks = [...GUIDE.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)];
  const steps = blocks.map(([, , file, text]) =>
    file === undefined ? text : `cat > ${file} <<'GUIDE'\n${text}GUIDE\n`,
  );
  return ['set -e', ...steps, 'times'].join('\n').replaceAll(ADDRESS, url);
}

/** Runs it in a folder with nothing in it; `npx` is this tree's program. */
async function followed(folder: string, script: string): Promise<{ code: number | null; out: string }> {
  const path = join(folder, 'bin');
  mkdirSync(path);
  writeFileSync(join(path, 'npx'), `#!/bin/sh\nshift\nexec "${process.execPath}" "${BIN}" "$@"\n`, {
    mode: 0o755,
  });
  const cwd = join(folder, 'empty');
  mkdirSync(cwd);
  const { MANYHANDS_HOME: _, ...env } = process.env;
  const child = spawn('bash', ['-c', script], { cwd, env: { ...env, PATH: `${path}:${env.PATH}` } });
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      out += chunk;
    });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out };
}

/** `1m2.5s 0m1.25s` at the end of what bash said: user and system time of all that it ran. */
const processorSeconds = (out: string): number =>
  [...(out.trimEnd().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds),
    0,
  );

it('leads from an empty folder to certified results within a minute of processor time', {
  timeout: 240_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'manyhands-guide-'));
  const coordinator = await startCoordinator({
    ...{ port: 0, host: '127.0.0.1', dir: join(folder, 'coordinator'), webRoot: null, referees: 1 },
    ...{ database: { kind: 'pglite', dir: null }, payments: null, logLevel: 'silent' },
  });
  const keyFile = join(folder, 'device.json');
  const contributor = await startContributor({ coordinator: coordinator.url, threads: 1, keyFile });
  try {
    const { code, out } = await followed(folder, scriptAt(coordinator.url));
    expect(code, out).toBe(0);
    const rows = readFileSync(join(folder, 'empty/my-kernel/results.csv'), 'utf8').trimEnd().split('\n');
    expect(rows.map((row) => row.split(',').slice(3))).toEqual([
      ['gc', 'unknown'],
      ['0.5', '0'],
      ['1', '0'],
      ['0', '2'],
    ]);
    // Told once, before the estimate sends anything.
    expect(out.match(/visible to the strangers who compute them/g)).toHaveLength(1);
    expect(out.indexOf('visible to the strangers')).toBeLessThan(out.indexOf('nothing was started'));
    expect(out).toMatch(/ certified .* my-kernel /);
    expect(processorSeconds(out)).toBeGreaterThan(0);
    expect(processorSeconds(out)).toBeLessThan(MOST_SECONDS);
  } finally {
    await contributor.stop();
    await coordinator.drain();
    rmSync(folder, { recursive: true, force: true });
  }
});
