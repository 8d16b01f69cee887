import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { manyhands, verifyResults } from '@manyhands/sdk';
import { beforeAll, expect, it, vi } from 'vitest';
import { clientFor } from '../home.ts';
import { captured } from '../testing/captured.ts';
import { useNetwork } from '../testing/network.ts';

const SQUARE = `
/** Squares a number. */
export function square(n: i32): i64 {
  return <i64>n * n;
}
`;
const GRID = `
export function area(a: i32, b: i64): i64 {
  return <i64>a * b;
}
`;

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const { at, there, url } = useNetwork();

beforeAll(() => {
  writeFileSync(at('square.ts'), SQUARE);
  writeFileSync(at('grid.ts'), GRID);
});

it('runs over a range, and the certificate binds it', async () => {
  const range = ['--range', '10..-40:-5'];
  const { code, err } = await captured(
    ...['run', at('square.ts'), ...range, '--out', at('out.csv'), ...there()],
  );
  expect(err).toBe('');
  expect(code).toBe(0);
  const squares = readFileSync(at('out.csv'), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[3]);
  expect(squares).toEqual([10, 5, 0, -5, -10, -15, -20, -25, -30, -35].map((n) => String(n * n)));
  const verify = ['verify', at('out.csv.certificate.json'), at('out.csv'), '--range'];
  expect((await captured(...verify, '10..-40:-5')).code).toBe(0);
  const wrong = await captured(...verify, '10..-45:-5');
  expect(wrong.code).toBe(4);
  expect(wrong.out).toMatch(/input root over all inputs: /);
});

it('combines the ranges of several columns', async () => {
  const ranges = ['--range', 'b=0..2', '--range', 'a=3..5'];
  const { code } = await captured(...['run', at('grid.ts'), ...ranges, '--out', at('grid.csv'), ...there()]);
  expect(code).toBe(0);
  const rows = readFileSync(at('grid.csv'), 'utf8').trimEnd().split('\n').slice(1);
  expect(rows.map((row) => row.split(',')[3])).toEqual(['0', '3', '0', '4']);
});

it('refuses what names no items', async () => {
  const to = ['--out', at('no.csv'), ...there()];
  expect((await captured('run', at('square.ts'), ...to)).err).toMatch(/either --inputs FILE or --range/);
  expect((await captured('run', at('square.ts'), '--range', '1-5', ...to)).code).toBe(2);
  expect((await captured('run', at('grid.ts'), '--range', '1..5', ...to)).code).toBe(3);
  rmSync(at('no.csv.job.json'), { force: true });
});

it('an open job is appended to, called, paused, resumed and closed', async () => {
  const client = await clientFor(url());
  const job = await client.run({ source: SQUARE }, { kind: 'range', from: 0, to: 20 }, { open: true });
  const on = (verb: string, ...more: string[]) => captured(verb, job.id, ...more, ...there());
  const appended = await on('append', '--range', '100..105', '--json');
  expect(JSON.parse(appended.out)).toMatchObject({ part: 1, first: 20, count: 5 });
  expect((await on('pause')).out).toMatch(/paused.*\n.*paused/);
  expect(JSON.parse((await on('resume', '--json')).out)).toMatchObject({ state: 'running', items: 25 });
  while ((await job.progress()).final < 25) await new Promise((wake) => setTimeout(wake, 50));
  const called = await on('call', '{"n": 12}');
  expect(called.out).toMatch(/item 25: ok, result = 144 \(provisional\)/);
  expect(await job.call([-7])).toMatchObject({ index: 26, provisional: true, values: { result: 49n } });
  expect((await on('call', '[1, 2]')).code).toBe(3);
  expect((await on('call', '5')).code).toBe(2);
  const rows: bigint[] = [];
  const reading = (async () => {
    for await (const row of job.results()) rows.push(row.values?.result as bigint);
  })();
  expect((await on('close')).code).toBe(0);
  expect((await on('append', '--range', '1..2')).err).toMatch(/JOB_CLOSED/);
  const certificate = await job.certified();
  await reading;
  expect(rows.slice(18)).toEqual([18, 19, 100, 101, 102, 103, 104, 12, -7].map((n) => BigInt(n * n)));
  expect(certificate.items).toBe(27);
  expect((await job.inputs()).map(({ first, count }) => [first, count])).toEqual([
    [0, 20],
    [20, 5],
    [25, 1],
    [26, 1],
  ]);
  const axis = (from: number, to: number) => [{ from: BigInt(from), to: BigInt(to), step: 1n }];
  const row = (n: number) => new Uint8Array(Int32Array.of(n).buffer);
  let csv = '';
  for await (const records of job.csv()) csv += records.text;
  const inputs = [
    { range: axis(0, 20) },
    { range: axis(100, 105) },
    { rows: [row(12)] },
    { rows: [row(-7)] },
  ];
  expect(verifyResults(certificate, csv, { inputs }).valid).toBe(true);
  expect(verifyResults(certificate, csv, { inputs: inputs.slice(0, 3) }).valid).toBe(false);
});

it('publishes, stores, lists and watches; results come again in every format', async () => {
  const said = async (...argv: string[]) => JSON.parse((await captured(...argv, '--json', ...there())).out);
  writeFileSync(at('numbers.csv'), 'n\n3\n-4\n5\n');
  const { kernel } = await said('publish', at('square.ts'));
  const { hash } = await said('upload', at('numbers.csv'));
  const run = ['run', kernel, '--inputs', `blob:${hash}`, '--title', 'stored', '--quorum', '1/1'];
  const { job, format } = await said(...run, '--out', at('stored.ndjson'));
  expect(format).toBe('ndjson');
  const lines = readFileSync(at('stored.ndjson'), 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).result)).toEqual(['9', '16', '25']);

  const { jobs } = await said('jobs');
  expect(jobs[0]).toMatchObject({ job, title: 'stored', state: 'certified' });
  expect((await said('jobs', '--key', (await manyhands(url()).account('new')).key)).jobs).toEqual([]);
  expect((await captured('jobs', ...there())).out).toMatch(
    new RegExp(`${job} +certified +.* stored +3 +100 %`),
  );
  const watched = await captured('watch', job, '--json', ...there());
  expect(JSON.parse(watched.out.trimEnd().split('\n').at(-1) as string)).toMatchObject({ final: 3 });
  expect(watched.code).toBe(0);

  for (const out of ['again.csv', 'again.parquet', 'again.bin', 'again/'])
    expect(await said('results', job, '--out', at(out))).toMatchObject({ rows: 3, valid: true });
  const verified = await captured('verify', at('again.csv.certificate.json'), at('stored.ndjson'));
  expect(verified.code).toBe(0);
  expect(readFileSync(at('again.parquet')).subarray(0, 4).toString()).toBe('PAR1');
  expect(readFileSync(at('again/items.csv'), 'utf8').split('\n')).toHaveLength(5);
});

it('takes the files of a folder, a cut file and standard input', async () => {
  writeFileSync(
    at('size.ts'),
    'export function size(name: string | null, text: string): i32 { return text.length; }',
  );
  mkdirSync(at('texts'));
  writeFileSync(at('texts/b.txt'), 'two');
  writeFileSync(at('texts/a.txt'), 'three');
  writeFileSync(at('cut.txt'), 'aa\nbbb\nc\n');
  const sizes = async (...inputs: string[]) => {
    const found = await captured('run', at('size.ts'), ...inputs, '--out', at('sizes.csv'), ...there());
    expect({ code: found.code, err: found.err }).toEqual({ code: 0, err: '' });
    const rows = readFileSync(at('sizes.csv'), 'utf8').trimEnd().split('\n').slice(1);
    return rows.map((row) => row.split(',')[3]);
  };
  expect(await sizes('--inputs', at('texts'))).toEqual(['5', '3']);
  expect(await sizes('--records', at('cut.txt'), '--item-bytes', '6')).toEqual(['3', '6']);
  const stdin = Object.getOwnPropertyDescriptor(process, 'stdin') as PropertyDescriptor;
  Object.defineProperty(process, 'stdin', {
    value: Readable.from([Buffer.from('text\nab'), Buffer.from('c\n')]),
    configurable: true,
  });
  try {
    expect(await sizes('--inputs', '-')).toEqual(['3']);
  } finally {
    Object.defineProperty(process, 'stdin', stdin);
  }
});
