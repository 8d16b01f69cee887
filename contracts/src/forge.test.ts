import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { foundryBinary } from './testing/foundry.ts';

const CONTRACTS = fileURLToPath(new URL('..', import.meta.url));

/** What forge prints; it has to end well. */
async function forge(profile: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  const child = spawn(foundryBinary('forge'), [...args, '--offline'], {
    cwd: CONTRACTS,
    env: { ...process.env, NO_COLOR: '1', FOUNDRY_PROFILE: profile },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal, // a run that takes too long ends with the test
  });
  const code = new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(await code, `${output}\n${errors}`).toBe(0);
  return output;
}

it("has nothing that forge's lints find", async ({ signal }) => {
  await forge('lint', ['lint', '--deny', 'notes'], signal);
}, 60_000);

it('passes every forge test: unit, fuzz and the invariant campaign', async ({ signal }) => {
  await forge('default', ['build'], signal);
  const output = await forge('tests', ['test'], signal);
  const passed = /: (\d+) tests passed, 0 failed/.exec(output)?.[1];
  expect(Number(passed), output).toBeGreaterThan(0);
}, 600_000);
