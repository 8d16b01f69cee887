import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The project's root folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** One plain line, so that logs without a terminal read well. */
export const say = (line) => process.stdout.write(`${line}\n`);

/** Runs a program in the root with its output shown. Resolves with its exit code. */
export function show(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** Runs a program in the root; its output is shown only where it fails. A line every ten seconds says it lives. */
export async function quietly(what, command, args, env = {}) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const alive = setInterval(() => say(`  … ${what} (${seconds()} s)`), 10_000);
  try {
    const { code, output } = await collect(command, args, env);
    if (code !== 0) throw new Error(`${what} failed (exit ${code}):\n${output}`);
  } finally {
    clearInterval(alive);
  }
}

function collect(command, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    let output = '';
    const take = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** A program of a package in node_modules, started with this Node: no shims, no PATH. */
export const bin = (path) => [
  process.execPath,
  fileURLToPath(new URL(`../../node_modules/${path}`, import.meta.url)),
];
