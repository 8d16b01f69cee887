import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('commits exactly the ABI and bytecode that the sources compile to', async () => {
  const script = fileURLToPath(new URL('../scripts/generate.mjs', import.meta.url));
  const run = promisify(execFile)(process.execPath, [script, '--check']);
  await expect(run, 'run `node contracts/scripts/generate.mjs` and commit').resolves.toMatchObject({
    stdout: '',
  });
}, 120_000);
