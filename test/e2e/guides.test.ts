/** The guides of docs/guides, run as their readers run them: every block in order, in an empty folder of the project. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { freePort } from './coordinator-process.ts';
import { Cleanup } from './stack.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

interface Step {
  readonly language: string;
  /** What stands behind the language: `background`, or the name of the file that the block is. */
  readonly word: string;
  readonly text: string;
}

const stepsOf = (guide: string): Step[] =>
  [...guide.matchAll(/^```(\w+) ?(\S*)\n(.*?)^```$/gms)].map(([, language, word, text]) => ({
    language,
    word,
    text,
  }));

/** Ports of the guide by free ones: other networks may run on this machine. */
async function movedPorts(guide: string): Promise<string> {
  const ports = [...new Set([...guide.matchAll(/\b(?:8787|8545|8080)\b/g)].map(([port]) => port))];
  const free = await Promise.all(ports.map(freePort));
  return ports.reduce((text, port, i) => text.replaceAll(port, String(free[i])), guide);
}

/** In a shell that stops at the first failure, in a group of its own so that all it starts can be ended. */
function shell(text: string, cwd: string): ChildProcess {
  const { MANYHANDS_HOME: _, ...env } = process.env;
  return spawn('bash', ['-euo', 'pipefail', '-c', text], { cwd, env, detached: true });
}

function collected(child: ChildProcess): { text: string; ended: Promise<number | null> } {
  const said = { text: '', ended: new Promise<number | null>((end) => child.once('close', end)) };
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (bytes: Buffer) => {
      said.text += String(bytes);
    });
  return said;
}

/** A block that runs until the guide ends. Says on failure what it wrote. */
function inBackground(text: string, cwd: string): () => string {
  const child = shell(text, cwd);
  const said = collected(child);
  cleanup.add(async () => {
    if (child.exitCode === null) process.kill(-(child.pid as number), 'SIGTERM');
    const slow = setTimeout(() => process.kill(-(child.pid as number), 'SIGKILL'), 20_000);
    await said.ended;
    clearTimeout(slow);
  });
  return () => said.text;
}

async function follow(name: string): Promise<Map<string, string>> {
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  const cwd = mkdtempSync(join(ROOT, 'dist/guide-'));
  cleanup.add(() => rmSync(cwd, { recursive: true, force: true }));
  const background: (() => string)[] = [];
  const said = new Map<string, string>();
  for (const { language, word, text } of stepsOf(
    await movedPorts(readFileSync(`${ROOT}docs/guides/${name}.md`, 'utf8')),
  )) {
    if (language !== 'sh') writeFileSync(join(cwd, word), text);
    else if (word === 'background') background.push(inBackground(text, cwd));
    else {
      const child = shell(text, cwd);
      const output = collected(child);
      const code = await output.ended;
      expect(code, `${text}\n${output.text}\n${background.map((each) => each()).join('\n')}`).toBe(0);
      said.set(text.split('\n')[0], output.text);
    }
  }
  return said;
}

const MINUTES = { timeout: 300_000 };

it.each(['volunteer', 'site', 'operator', 'dapp'])(
  'the guide of a %s runs from start to end',
  MINUTES,
  async (name) => {
    const said = await follow(name);
    expect(said.size).toBeGreaterThan(3);
  },
);

it('a block that fails is a failure', async () => {
  await expect(promisify(execFile)('bash', ['-euo', 'pipefail', '-c', 'false | true'])).rejects.toThrow();
});
