/** The examples of docs/SDK.md, compiled against the SDK's types and run as one program. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Batch, Client, Computation, Job } from '@manyhands/sdk';
import { afterEach, expect, it } from 'vitest';
import { ROOT } from '../files.ts';
import { Cleanup, contribute, startChain, startStack } from './stack.ts';

const PAGE = readFileSync(`${ROOT}docs/SDK.md`, 'utf8');
const URL_OF_PAGE = 'http://127.0.0.1:8787';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

/** The page's programs as one, with its imports first. */
function program(url: string): string {
  const blocks = [...PAGE.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
  const lines = blocks.join('\n').replace(URL_OF_PAGE, url).split('\n');
  const isImport = (line: string) => line.startsWith('import ');
  return [...lines.filter(isImport), ...lines.filter((line) => !isImport(line))].join('\n');
}

function run(command: string, args: string[], cwd: string): Promise<string> {
  const child = spawn(command, args, { cwd });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk;
    });
  return new Promise((resolve, reject) =>
    child.once('exit', (code) => (code === 0 ? resolve(said) : reject(new Error(said)))),
  );
}

it('the examples of docs/SDK.md compile and do what they say', async () => {
  const { payments, payment } = await startChain(cleanup);
  const coordinator = await startStack(cleanup, { payments, webRoot: null });
  await contribute(cleanup, coordinator.url);
  // Among the packages, so that they are found.
  const dir = mkdtempSync(`${ROOT}dist/sdk-doc-`);
  cleanup.add(() => rmSync(dir, { recursive: true, force: true }));
  const { channel, signer } = payment;
  writeFileSync(join(dir, 'wallet.json'), JSON.stringify({ channel, ...signer }));
  writeFileSync(join(dir, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(dir, 'page.ts'), program(coordinator.url));
  const compilerOptions = { composite: false, tsBuildInfoFile: null, declaration: false, sourceMap: false };
  writeFileSync(
    join(dir, 'tsconfig.json'),
    JSON.stringify({ extends: `${ROOT}tsconfig.base.json`, compilerOptions, include: ['page.ts'] }),
  );
  await run(`${ROOT}node_modules/.bin/tsc`, ['-p', '.'], dir);
  const said = await run(process.execPath, ['page.js'], dir);
  expect(said).toMatch(/^true at most 0\.\d+ of the rows are wrong$/m);
  expect(said).toMatch(/^4$/m);
  expect(said).toMatch(/^111$/m);
  expect(said).toMatch(/^0\.5 2 0\.25$/m);
  expect(said).toMatch(/^\[ 1, 4, 9 \]$/m);
  expect(said).toMatch(/^BUDGET_FULL \{ budget: '1', needed: '\d+' \}$/m);
});

it.each([Client, Job, Batch, Computation].map((each) => [each.name, each] as const))(
  'docs/SDK.md names every method of a %s',
  (_name, each) => {
    const methods = Object.getOwnPropertyNames(each.prototype).filter((name) => name !== 'constructor');
    const unnamed = methods.filter((name) => !new RegExp(`\\b${name}\\b`).test(PAGE));
    expect(unnamed.filter((name) => name !== 'begun')).toEqual([]);
  },
);
