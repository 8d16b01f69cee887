/** Node: as it is, with the baseline compiler only, with the optimising one only, and hooked. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Engine, Run } from './engine.ts';
import type { EngineResult, Progress, Request } from './plan.ts';

export const NODE_BUNDLE = 'node-entry';

/** Runs the bundled program under some Node; a path to an answer it writes, so that nothing is mixed into it. */
export async function runNode(command: readonly string[], run: Run): Promise<EngineResult> {
  const { folder, request } = run;
  const scratch = mkdtempSync(join(tmpdir(), 'manyhands-engine-'));
  const output = join(scratch, 'result.json');
  const [program, ...args] = command;
  try {
    const entry = join(folder, `${NODE_BUNDLE}.js`);
    await ended(program, [...args, entry, folder, JSON.stringify(request), output], run);
    return JSON.parse(readFileSync(output, 'utf8')) as EngineResult;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function ended(program: string, args: readonly string[], { onProgress, signal }: Run): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], signal, killSignal: 'SIGKILL' });
    createInterface(child.stdout).on('line', (line) => onProgress(JSON.parse(line) as Progress));
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2000);
    });
    child.on('error', (error) => reject(signal.aborted ? signal.reason : error));
    child.on('close', (code, killed) =>
      code === 0
        ? resolve()
        : reject(new Error(`${program} ended with ${killed ?? `code ${code}`}: ${said}`)),
    );
  });
}

const node = (name: string, flags: readonly string[], build: Request['build'] = 'build'): Engine => ({
  name,
  build,
  packages: [],
  missing: () => null,
  run: (run) => runNode([process.execPath, ...flags], run),
});

export const NODES: readonly Engine[] = [
  node('node', []),
  node('node, baseline', ['--liftoff-only']),
  node('node, optimising', ['--no-liftoff', '--no-wasm-lazy-compilation']),
  node('node, hooked', [], 'hooked'),
];
