/** Node: as it is, with the baseline compiler only, with the optimising one only, and hooked. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from './engine.ts';
import type { EngineResult, Request } from './plan.ts';

export const NODE_BUNDLE = 'node-entry';

/** Runs the bundled program under some Node; a path to an answer it writes, so that nothing is mixed into it. */
export async function runNode(
  command: readonly string[],
  folder: string,
  request: Request,
): Promise<EngineResult> {
  const scratch = mkdtempSync(join(tmpdir(), 'manyhands-engine-'));
  const output = join(scratch, 'result.json');
  const [program, ...args] = command;
  try {
    await ended(program, [
      ...args,
      join(folder, `${NODE_BUNDLE}.js`),
      folder,
      JSON.stringify(request),
      output,
    ]);
    return JSON.parse(readFileSync(output, 'utf8')) as EngineResult;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function ended(program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2000);
    });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ended with code ${code}: ${said}`)),
    );
  });
}

const node = (name: string, flags: readonly string[], build: Request['build'] = 'build'): Engine => ({
  name,
  build,
  missing: () => null,
  run: (folder, request) => runNode([process.execPath, ...flags], folder, request),
});

export const NODES: readonly Engine[] = [
  node('node', []),
  node('node, baseline', ['--liftoff-only']),
  node('node, optimising', ['--no-liftoff', '--no-wasm-lazy-compilation']),
  node('node, hooked', [], 'hooked'),
];
