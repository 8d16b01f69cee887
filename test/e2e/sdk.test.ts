/** The SDK against a real network: the examples of its page, services, limits of spending. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Batch, Client, Computation, Job } from '@manyhands/sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from '../files.ts';
import { Cleanup, contribute, type PaidChain, researcherAt, startChain, startStack } from './stack.ts';

const PAGE = readFileSync(`${ROOT}docs/SDK.md`, 'utf8');
const URL_OF_PAGE = 'http://127.0.0.1:8787';

const cleanup = new Cleanup();
let chain: PaidChain;
let url: string;
beforeAll(async () => {
  chain = await startChain(cleanup);
  ({ url } = await startStack(cleanup, { payments: chain.payments, webRoot: null }));
  await contribute(cleanup, url);
});
afterAll(() => cleanup.run());

/** The page's programs as one, with its imports first. */
function program(): string {
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
  // Among the packages, so that they are found.
  const dir = mkdtempSync(`${ROOT}dist/sdk-doc-`);
  cleanup.add(() => rmSync(dir, { recursive: true, force: true }));
  const { channel, signer } = chain.payment;
  writeFileSync(join(dir, 'wallet.json'), JSON.stringify({ channel, ...signer }));
  writeFileSync(join(dir, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(dir, 'page.ts'), program());
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

it('calls of one kernel go to one service, which is closed with the client and begun anew by the next call', async () => {
  const client = await researcherAt(url);
  const kernel = { source: 'export function cubed(x: i64): i64 { return x * x * x; }' };
  const call = async (x: bigint) =>
    (await client.call(kernel, [x], { waitMs: 20_000, title: 'Cubes' })).values;
  expect(await Promise.all([2n, 3n, 4n].map(call))).toEqual([8n, 27n, 64n].map((result) => ({ result })));
  const services = async () => (await client.jobs()).filter(({ title }) => title === 'Cubes');
  const [service, ...others] = await services();
  expect(others).toEqual([]);
  expect(service).toMatchObject({ open: true, state: 'running', items: 4 });
  // Closed by somebody else, and over already: the next call begins another.
  await client.job(service.job).close();
  await client.job(service.job).certified();
  expect(await call(5n)).toEqual({ result: 125n });
  expect(await services()).toHaveLength(2);
  await client.close();
  for (const { job } of await services())
    expect((await client.job(job).certified()).items).toBeGreaterThan(1);
});

it('a job for which nobody reads results is paid while its certificate is waited for, to the payment’s limit and no further', async () => {
  const client = await researcherAt(url);
  const payment = await chain.anotherPayment();
  const kernel = {
    source: 'export function heavy(x: i32): i32 { for (let i = 0; i < 200000; i++) x ^= i; return x; }',
  };
  const pay = { perCoreHour: 10n ** 12n, budget: 10n ** 9n, payment };
  const inputs = { kind: 'range', from: 0, to: 400 } as const;
  const whole = await client.run(kernel, inputs, { unitItems: 5, pay });
  await whole.certified();
  await whole.pay();
  const { owed, creditWindow, vouchered } = await whole.bill();
  expect(vouchered).toBe(owed);
  expect(BigInt(owed)).toBeGreaterThan(2n * BigInt(creditWindow));

  const limit = (BigInt(owed) * 3n) / 2n;
  const half = { ...pay, payment: { ...payment, limit } };
  const limited = await client.run(kernel, inputs, { unitItems: 5, title: 'Half', pay: half });
  const refused = { code: 'SPENDING_LIMIT', details: { limit: `${limit}` } };
  await expect(limited.certified()).rejects.toMatchObject(refused);
  const read = async (options: Parameters<typeof limited.batches>[0]) => {
    for await (const batch of limited.batches(options)) expect(batch.count).toBeGreaterThan(0);
  };
  for (const options of [{}, { order: 'any' } as const])
    await expect(read(options)).rejects.toMatchObject(refused);
  expect((await limited.bill()).vouchered).toBe(`${limit}`);
  const ahead = client.job(whole.id, { payment: { ...half.payment, mode: 'prepaid' } });
  // Nothing more will be owed for it.
  expect(await ahead.start()).toMatchObject({ state: 'certified', vouchered: `${limit}` });
  expect((await limited.bill()).vouchered).toBe(`${limit}`);
  // Whoever signs for more gets the rest.
  const raised = client.job(limited.id, { payment });
  await raised.certified();
  expect(BigInt((await raised.bill()).owed)).toBeGreaterThan(limit);
});

it('rows of a stage behind a paid one come to whoever only reads them', async () => {
  const client = await researcherAt(url);
  const payment = await chain.anotherPayment();
  const kernel = (name: string) => ({
    source: `export function ${name}(x: i32): i32 { for (let i = 0; i < 200000; i++) x ^= i; return x; }`,
  });
  const pay = { perCoreHour: 10n ** 12n, budget: 10n ** 9n };
  const graph = await client.graph({
    title: 'Two',
    payment,
    stages: {
      first: { kernel: kernel('one'), source: { kind: 'range', from: 0, to: 400 }, unitItems: 5, pay },
      second: { kernel: kernel('two'), from: 'first', columns: { x: 'output.result' }, unitItems: 5, pay },
    },
  });
  let rows = 0;
  for await (const row of graph.results('second')) rows += row.status === 'ok' ? 1 : 0;
  expect(rows).toBe(400);
});
