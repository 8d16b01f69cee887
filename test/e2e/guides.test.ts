/** The guides of docs/guides, run as their readers run them: every block in order, in an empty folder of the project. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
  return spawn('bash', ['-euo', 'pipefail', '-c', text], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
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

/** Follows a guide; how many blocks ran to their end. Throws with the block and what was said where one fails. */
async function follow(name: string): Promise<number> {
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  const cwd = mkdtempSync(join(ROOT, 'dist/guide-'));
  // A chain writes its state a moment longer than whoever started it lives.
  cleanup.add(() => rmSync(cwd, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 }));
  const background: (() => string)[] = [];
  let done = 0;
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
      done++;
    }
  }
  return done;
}

const MINUTES = { timeout: 480_000 };

it.each(['volunteer', 'site', 'operator', 'dapp'])(
  'the guide of a %s runs from start to end',
  MINUTES,
  async (name) => {
    expect(await follow(name)).toBeGreaterThan(3);
  },
);
