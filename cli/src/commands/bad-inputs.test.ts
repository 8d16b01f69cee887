/** What people give by mistake: each is refused before anything runs, names the row, line or option, and says what to do. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Coordinator, startCoordinator } from '@manyhands/coordinator';
import { manyhands } from '@manyhands/sdk';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { captured } from '../testing/captured.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 });

const LABELLED = 'export function square(n: i32, label: string | null): i64 { return <i64>n * n; }';
const PLAIN = 'export function square(n: i32): i64 { return <i64>n * n; }';
const WITH_DATASET =
  'import { Dataset } from "manyhands"; export function at(table: Dataset, n: i32): i32 { return table.length + n; }';
const GIB = 1024 ** 3;
const FOREIGN = 'f'.repeat(64);
/** A module whose memory is shared between threads. */
const THREADS = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 5, 4, 1, 3, 1, 1);
/** A class that needs another instance of itself, without end. */
const ENDLESS_TYPES = `
class Pair<T> { left: T; next: Pair<Pair<T>> | null = null; constructor(x: T) { this.left = x; } 
  deeper(): i32 { return new Pair<Pair<T>>(this).deeper(); } }
export function f(n: i32): i32 { return new Pair<i32>(n).deeper(); }`;

let dir: string;
let coordinator: Coordinator;
let kernel: { labelled: string; plain: string; dataset: string };
let foreignJob: string;
let quotedJob: string;
const at = (name: string): string => join(dir, name);

function sparse(name: string, bytes: number): string {
  writeFileSync(at(name), '');
  truncateSync(at(name), bytes);
  return at(name);
}

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(at(name), content);
  return at(name);
}

function emptyFolder(): string {
  mkdirSync(at('empty'), { recursive: true });
  return at('empty');
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'manyhands-bad-'));
  process.env.MANYHANDS_HOME = at('home');
  coordinator = await startCoordinator({
    ...{ port: 0, host: '127.0.0.1', dir: at('coordinator'), database: { kind: 'pglite', dir: null } },
    ...{ webRoot: null, referees: 1, payments: null, logLevel: 'silent' },
  });
  file('out2.csv.job.json', '{');
  symlinkSync('/dev/full', at('full.csv'));
  const other = manyhands(coordinator.url);
  await other.account('somebody else');
  const hashOf = async (source: string): Promise<string> => (await other.publish({ source })).kernel;
  kernel = {
    labelled: await hashOf(LABELLED),
    plain: await hashOf(PLAIN),
    dataset: await hashOf(WITH_DATASET),
  };
  foreignJob = (await other.run({ kernel: kernel.plain }, { kind: 'range', from: 0, to: 5 })).id;
  await captured('build', file('ok.ts', PLAIN), '--out', at('ok.wasm'));
  rmSync(at('ok.schema.json'));
  const { clientFor } = await import('../home.ts');
  const own = await clientFor(coordinator.url);
  quotedJob = (await own.quote({ kernel: kernel.plain }, { kind: 'range', from: 0, to: 5 })).id;
});
afterAll(async () => {
  await coordinator?.drain();
  delete process.env.MANYHANDS_HOME;
  rmSync(dir, { recursive: true, force: true });
});

type Case = readonly [title: string, argv: () => readonly string[], code: number, message: RegExp];

const there = (): string[] => ['--coordinator', coordinator.url];
const run = (hash: string, ...more: string[]): string[] => [
  'run',
  hash,
  '--out',
  at('out.csv'),
  ...there(),
  ...more,
];
const labelled = (...more: string[]): string[] => run(kernel.labelled, ...more);
const plain = (...more: string[]): string[] => run(kernel.plain, ...more);
const table = (content: string | Uint8Array, name = 'in.csv') => labelled('--inputs', file(name, content));

const TABLES: Case[] = [
  ['malformed CSV', () => table('n,label\n1,"a"b\n'), 3, /TABLE_INVALID: .*at line 2.*quotes doubled/],
  [
    'a quote that is never closed',
    () => table('n,label\n1,"a\n2,b\n'),
    3,
    /TABLE_INVALID: .*line 3.*Quote Not Closed/i,
  ],
  [
    'a wrong column',
    () => table('m,label\n1,a\n'),
    3,
    /TABLE_INVALID: .*“n” \(i32\).*header has “m”, “label”/,
  ],
  ['a duplicate header', () => table('n,label,n\n1,a,2\n'), 3, /TABLE_INVALID: .*“n” twice: rename/],
  [
    'NaN where an integer belongs',
    () => table('n,label\n1,a\nNaN,b\n'),
    3,
    /ROW_INVALID: row 2 \(line 3\): column n .*“NaN”/,
  ],
  [
    'a fraction where an integer belongs',
    () => table('n\n1.5\n'),
    3,
    /ROW_INVALID: row 1 \(line 2\): column n .*“1.5” is not a whole number/,
  ],
  [
    'an integer out of range',
    () => table('n\n2147483648\n'),
    3,
    /row 1 .*2147483648 is not between -2147483648 and 2147483647/,
  ],
  [
    'an empty cell that is needed',
    () => table('n,label\n,a\n'),
    3,
    /ROW_INVALID: row 1 \(line 2\): column n/,
  ],
  [
    'too many columns in a row',
    () => table('n,label\n1,a,b\n'),
    3,
    /row 1 \(line 2\): has 3 of 2 cells; .*in quotes/,
  ],
  [
    'a ragged row',
    () => table('n,label\n1,a\n2'),
    3,
    /row 2 \(line 3\): has 1 of 2 cells; is the file truncated\?/,
  ],
  ['an empty table', () => table(''), 3, /TABLE_INVALID: the table is empty/],
  ['a table of a header alone', () => table('n,label\n'), 3, /TABLE_INVALID: the table has no rows/],
  [
    'bad UTF-8',
    () => table(Uint8Array.of(0x6e, 0x0a, 0x31, 0x0a, 0xff, 0xfe)),
    3,
    /TABLE_INVALID: line 3 holds bytes that are no UTF-8: save/,
  ],
  [
    'a binary file as CSV',
    () => table(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 8, 0)),
    3,
    /TABLE_INVALID: line 1 holds a zero byte: a binary/,
  ],
  [
    'a row that is too long',
    () => table(`n,label\n1,${'x'.repeat(5_000_000)}\n`),
    3,
    /row 1 \(line 2\): has 50000\d\d bytes encoded; at most 4194304/,
  ],
  [
    'damaged gzip',
    () => table(gzipSync(`n,label\n${'1,a\n'.repeat(1000)}`).subarray(0, 40), 'in.csv.gz'),
    3,
    /TABLE_INVALID: the file begins as gzip and is damaged/,
  ],
  [
    'NDJSON that is cut off',
    () => table('{"n":1}\n{"n":', 'in.ndjson'),
    3,
    /ROW_INVALID: row 2 \(line 2\): is not valid JSON; is the file truncated/,
  ],
  [
    'an NDJSON row with a column too many',
    () => table('[1,"a",3]\n', 'in.ndjson'),
    3,
    /row 1: has 3 of 2 columns|row 1 \(line 1\): has 3 of 2 columns/,
  ],
  [
    'FASTQ for a kernel of numbers',
    () => plain('--inputs', file('r.fq', '@a\nA\n+\n!\n')),
    3,
    /TABLE_INVALID: .*column “n” \(i32\); .*or give a CSV/,
  ],
  [
    'a sparse file of 2 GiB',
    () => labelled('--inputs', sparse('huge.csv', 2 * GIB)),
    3,
    /TABLE_INVALID: line 1 holds a zero byte/,
  ],
  ['an empty folder', () => labelled('--inputs', emptyFolder()), 2, /the folder .*empty has no files/],
  [
    'a file that is not there',
    () => labelled('--inputs', at('gone.csv')),
    1,
    /FILE_FAILED: “.*gone\.csv” is not there: check the path/,
  ],
  [
    'a folder where one file is cut',
    () => labelled('--records', dir),
    2,
    /is a folder: --records cuts one file/,
  ],
  [
    'records for a kernel of numbers',
    () => plain('--records', file('r.txt', 'a\nb\n')),
    3,
    /TABLE_INVALID: .*one text or Uint8Array column.*“n” \(i32\)/,
  ],
];

const RANGES: Case[] = [
  ['an empty range', () => plain('--range', '5..5'), 3, /TABLE_INVALID: 5 … 5 has no numbers in steps of 1/],
  [
    'a step of zero',
    () => plain('--range', '0..5:0'),
    3,
    /TABLE_INVALID: a range with a step of 0 never ends/,
  ],
  ['a step that leads away', () => plain('--range', '0..5:-1'), 3, /0 … 5 has no numbers in steps of -1/],
  [
    'a range beyond its column',
    () => plain('--range', '0..3000000000'),
    3,
    /column n \(i32\) does not hold 2999999999/,
  ],
  [
    'a range that is no range',
    () => plain('--range', '1-5'),
    2,
    /--range.*write FROM\.\.TO or FROM\.\.TO:STEP/,
  ],
  [
    'a column that is not there',
    () => plain('--range', 'n=0..2', '--range', 'z=0..2'),
    3,
    /no column “z”; it has “n”/,
  ],
  ['a column without values', () => labelled('--range', 'n=0..2'), 3, /no axis for the column “label”/],
  [
    'a listed value that does not fit',
    () => plain('--grid', 'n=1,x'),
    3,
    /row 2: column n \(i32\): “x” is not a whole number/,
  ],
  [
    'a column with a range and a list',
    () => plain('--grid', 'n=1,2', '--range', 'n=0..2'),
    2,
    /“n” has both a range and listed values/,
  ],
  [
    'inputs of two kinds',
    () => plain('--inputs', 'a.csv', '--range', '0..2'),
    2,
    /give either --inputs FILE or --range/,
  ],
  ['no inputs at all', () => plain(), 2, /give either --inputs FILE or --range/],
  [
    'a cut without a file to cut',
    () => plain('--range', '0..2', '--item-bytes', '5'),
    2,
    /say how --records FILE is cut/,
  ],
  [
    'an end of records that is none',
    () => plain('--records', 'x', '--record-end', 'page'),
    2,
    /--record-end.*line, fasta, fastq, text:SEPARATOR or bytes:N/,
  ],
];

const STORED: Case[] = [
  ['inputs under an unknown hash', () => plain('--inputs', `blob:${FOREIGN}`), 3, /BLOB_UNKNOWN: .*upload/],
  ['inputs under half a hash', () => plain('--inputs', 'blob:abc'), 2, /a hash has 64 hex digits/],
  [
    'inputs from somewhere else',
    () => plain('--inputs', 'https://example.org/a.csv'),
    2,
    /not in the coordinator's own store .*fetch it, and name the file/,
  ],
  [
    'a missing dataset',
    () => run(kernel.dataset, '--range', '0..2'),
    3,
    /REQUEST_INVALID: the kernel takes the datasets \[table\]/,
  ],
  [
    'an unknown dataset',
    () => plain('--range', '0..2', '--dataset', `x=${file('d', 'x')}`),
    3,
    /takes the datasets \[\], but \[x\] were given/,
  ],
  [
    'a dataset given twice',
    () => plain('--range', '0..2', '--dataset', 'x=a', '--dataset', 'x=b'),
    2,
    /--dataset.*“x” is given already/,
  ],
  [
    'a dataset of 2 GiB',
    () => run(kernel.dataset, '--range', '0..2', '--dataset', `table=${sparse('d2', 2 * GIB)}`),
    3,
    /BLOB_TOO_LARGE: the dataset “table” .*2147483648 bytes; .*268435456 bytes: split/,
  ],
  [
    'a dataset that is not there',
    () => run(kernel.dataset, '--range', '0..2', '--dataset', `table=${at('no')}`),
    1,
    /FILE_FAILED: “.*no” is not there/,
  ],
  [
    'a dataset of damaged gzip',
    () =>
      run(
        kernel.dataset,
        '--range',
        '0..2',
        '--dataset',
        `table=${file('d.gz', gzipSync('abc'.repeat(99)).subarray(0, 20))}`,
      ),
    3,
    /TABLE_INVALID: the dataset “table” .*gzip and is damaged/,
  ],
  [
    'a dataset under an unknown hash',
    () => run(kernel.dataset, '--range', '0..2', '--dataset', `table=blob:${FOREIGN}`),
    3,
    /BLOB_UNKNOWN/,
  ],
];

const source = (name: string, text: string | Uint8Array): string[] =>
  run(file(name, text), '--range', '0..2');

const KERNELS: Case[] = [
  [
    'a kernel that is not there',
    () => run(at('gone.ts'), '--range', '0..2'),
    1,
    /FILE_FAILED: “.*gone\.ts” is not there/,
  ],
  [
    'a folder without a kernel',
    () => run(at('empty'), '--range', '0..2'),
    3,
    /KERNEL_COMPILE_FAILED: .*has none of assembly\/index\.ts, kernel\.ts/,
  ],
  [
    'a kernel of 50 MB',
    () => run(sparse('big.wasm', 50e6), '--range', '0..2'),
    3,
    /KERNEL_TOO_LARGE: .*50000000 bytes; a kernel may have 16777216/,
  ],
  ['a kernel that is no module', () => source('text.wasm', 'hello'), 3, /KERNEL_INVALID/],
  [
    'a kernel that does not compile',
    () => source('bad.ts', 'export function f(n: i32): i32 {\n  return m;\n}'),
    3,
    /KERNEL_COMPILE_FAILED: .*bad\.ts:2:10/,
  ],
  [
    'a kernel that reads a clock',
    () => source('clock.ts', 'export function f(n: i32): f64 { return <f64>Date.now(); }'),
    3,
    /KERNEL_(IMPORT_REFUSED|COMPILE_FAILED).*/,
  ],
  [
    'a kernel with threads',
    () => source('threads.wasm', THREADS),
    3,
    /KERNEL_FEATURE_REFUSED: the memory is shared between threads/,
  ],
  [
    'types that never end',
    () => source('types.ts', ENDLESS_TYPES),
    3,
    /SANDBOX_LIMIT: compiling took more .* types that refer to themselves without end/,
  ],
  [
    'a schema that is no JSON',
    () => [...run(at('ok.wasm'), '--range', '0..2'), '--schema', file('s.json', '{')],
    3,
    /REQUEST_INVALID: .*s\.json is not JSON/,
  ],
  [
    'a schema of another shape',
    () => [...run(at('ok.wasm'), '--range', '0..2'), '--schema', file('s.json', '{"a":1}')],
    3,
    /REQUEST_INVALID: .*(schema|s\.json)/,
  ],
  ['an unknown kernel', () => run(FOREIGN, '--range', '0..2'), 3, /KERNEL_UNKNOWN: .*publish it first/],
];

const wallet = (name: string, content: string, mode: number): string => {
  const path = file(name, content);
  chmodSync(path, mode);
  return path;
};
const PAID = ['--range', '0..2', '--price', '1', '--max-cost', '1'];
const KEY = `0x${'01'.repeat(32)}`;

const TERMS: Case[] = [
  [
    'a quorum of more equal answers than there are',
    () => plain('--range', '0..2', '--quorum', '2/3'),
    2,
    /--quorum.*equal must be a whole number from 1 to 2/,
  ],
  ['a quorum that is no pair', () => plain('--range', '0..2', '--quorum', '3'), 2, /--quorum.*write 3\/2/],
  [
    'an unknown policy',
    () => plain('--range', '0..2', '--policy', 'hope'),
    2,
    /--policy.*write audit, quorum:3\/2/,
  ],
  [
    'a quorum beside an error bound',
    () => plain('--range', '0..2', '--quorum', '3/2', '--audit-error', '1e-4'),
    2,
    /cannot be used with/,
  ],
  [
    'an error bound that audits cannot reach',
    () => plain('--range', '0..20', '--audit-error', '1e-7'),
    3,
    /BOUND_UNREACHABLE: /,
  ],
  [
    'an error bound of nothing',
    () => plain('--range', '0..2', '--audit-error', '0'),
    2,
    /between 0 and 1 is needed, such as 1e-4/,
  ],
  [
    'a price without a budget',
    () => plain('--range', '0..2', '--price', '1'),
    2,
    /needs both --price and --max-cost/,
  ],
  [
    'a limit by day without a price',
    () => plain('--range', '0..2', '--per-day', '1'),
    2,
    /--per-day limits a job with --price and --max-cost/,
  ],
  ['a negative budget', () => plain('--range', '0..2', '--price', '1', '--max-cost', '-1'), 2, /--max-cost/],
  ['no wallet', () => plain(...PAID), 2, /no wallet here .*manyhands wallet make/],
  [
    'a malformed wallet key',
    () => plain(...PAID, '--wallet', wallet('w1', '0x123', 0o600)),
    2,
    /w1 holds no private key: it has 0x and 64 hex digits/,
  ],
  [
    'a wallet that others may read',
    () => plain(...PAID, '--wallet', wallet('w2', KEY, 0o644)),
    2,
    /others on this machine may read the wallet .*chmod 600/,
  ],
  [
    'a price where there is no chain',
    () => plain(...PAID, '--wallet', wallet('w3', KEY, 0o600)),
    3,
    /PAYMENTS_OFF/,
  ],
  [
    'a wallet over another',
    () => ['wallet', 'make', '--wallet', at('w3')],
    2,
    /w3 holds a wallet already: move it away/,
  ],
  [
    'words that are no account',
    () => ['wallet', 'import', '--wallet', at('w4'), '--from', file('words', 'one two three')],
    2,
    /these 3 words are no account: 12 are needed/,
  ],
  [
    'a deposit of nothing',
    () => ['deposit', '0', '--wallet', at('w3'), ...there()],
    2,
    /nothing is deposited with 0/,
  ],
  [
    'an extension by nothing said',
    () => ['extend', foreignJob, ...there()],
    2,
    /say the new budget with --max-cost, or how much is added with --by/,
  ],
  [
    'a budget and an addition',
    () => ['extend', foreignJob, '--max-cost', '2', '--by', '1', ...there()],
    2,
    /'--max-cost <tokens>' cannot be used with option '--by <tokens>'/,
  ],
  [
    'a budget that is no amount',
    () => ['extend', foreignJob, '--max-cost', 'much', ...there()],
    2,
    /--max-cost/,
  ],
  [
    'a free job extended',
    () => ['extend', quotedJob, '--by', '1', ...there()],
    3,
    /REQUEST_INVALID: .*volunteer science/,
  ],
  [
    'a limit of nothing said',
    () => ['limit', 'set', 'first key', ...there()],
    2,
    /--per-day, --total or both/,
  ],
  [
    'a limit that is no amount',
    () => ['limit', 'set', 'first key', '--per-day', '-1', ...there()],
    2,
    /--per-day/,
  ],
  [
    'a limit of an unknown key',
    () => ['limit', 'set', 'nobody', '--total', '1', ...there()],
    3,
    /KEY_UNKNOWN: this account has no key “nobody”/,
  ],
  [
    'a hub without a node',
    () => ['withdraw', 'show', '--hub', `0x${'11'.repeat(20)}`, '--wallet', at('w3')],
    2,
    /named by both --hub and --rpc/,
  ],
  [
    'a hub that is no address',
    () => ['withdraw', 'show', '--hub', '0x11', '--rpc', 'http://127.0.0.1:1', '--wallet', at('w3')],
    2,
    /an address has 0x and 40 hex digits/,
  ],
  [
    'an address that nobody has',
    () => ['wallet', 'show', '--account', `0x${'0'.repeat(40)}`, ...there()],
    2,
    /the zero address is nobody’s/,
  ],
];

const JOBS: Case[] = [
  ['an unknown key', () => ['jobs', '--key', 'nobody', ...there()], 3, /KEY_REFUSED/],
  [
    'a job of somebody else extended',
    () => ['extend', foreignJob, '--max-cost', '1', ...there()],
    3,
    /JOB_UNKNOWN/,
  ],
  ['an unknown job', () => ['watch', '0'.repeat(32), ...there()], 3, /JOB_UNKNOWN: .*0{32}/],
  [
    'a job that is no id',
    () => ['cancel', 'my-job', ...there()],
    2,
    /32 hex digits; “manyhands jobs” lists yours/,
  ],
  ['a job of somebody else', () => ['cancel', foreignJob, ...there()], 3, /JOB_UNKNOWN/],
  [
    'results of somebody else',
    () => ['results', foreignJob, '--out', at('out.csv'), ...there()],
    3,
    /JOB_UNKNOWN/,
  ],
  [
    'results of a job that was never started',
    () => ['results', quotedJob, '--out', at('out.csv'), ...there()],
    3,
    /JOB_STATE: .*was never started/,
  ],
  [
    'a call that is no row',
    () => ['call', foreignJob, '5', ...there()],
    2,
    /“5” is no row: an object by column name, or an array/,
  ],
  [
    'a certificate that is no JSON',
    () => ['verify', file('c.json', 'n'), at('in.csv')],
    4,
    /CERTIFICATE_INVALID: .*c\.json is not JSON/,
  ],
  [
    'a certificate that is not there',
    () => ['verify', at('no.json'), at('in.csv')],
    1,
    /FILE_FAILED: “.*no\.json” is not there/,
  ],
];

const PLACES: Case[] = [
  [
    'a coordinator that is not there',
    () => ['watch', '0'.repeat(32), '--coordinator', 'http://127.0.0.1:1'],
    1,
    /COORDINATOR_UNREACHABLE: nothing answers at http:\/\/127\.0\.0\.1:1/,
  ],
  [
    'a coordinator that is no address',
    () => plain('--range', '0..2', '--coordinator', 'ftp://x'),
    2,
    /--coordinator.*http or https/,
  ],
  [
    'results under a file',
    () => ['run', kernel.plain, '--range', '0..2', '--out', join(file('f', ''), 'out.csv'), ...there()],
    1,
    /FILE_FAILED: .*a part of the path is a file/,
  ],
  [
    'one file of results in a folder',
    () => ['run', kernel.plain, '--range', '0..2', '--out', dir, '--format', 'csv', ...there()],
    2,
    /is a folder, and csv is one file/,
  ],
  [
    'a damaged job file',
    () => ['run', kernel.plain, '--range', '0..2', '--out', at('out2.csv'), ...there()],
    1,
    /FILE_FAILED: .*out2\.csv\.job\.json is damaged; .*move it away/,
  ],
  [
    'a disk that is full',
    () => ['run', kernel.plain, '--range', '0..2', '--out', at('full.csv'), ...there()],
    1,
    /FILE_FAILED: the disk is full while writing “.*full\.csv”: make room/,
  ],
  ['an unknown command', () => ['rum'], 2, /unknown command 'rum'[\s\S]*run/],
  [
    'an unknown option',
    () => plain('--range', '0..2', '--qorum', '3/2'),
    2,
    /unknown option '--qorum'[\s\S]*--quorum/,
  ],
  ['an unknown shell', () => ['completion', 'cmd'], 2, /bash, zsh, fish/],
  [
    'a simulation of an unknown policy',
    () => ['simulate', '--policy', 'hope'],
    2,
    /--policy must be one of audit/,
  ],
];

describe.each([
  ['tables', TABLES],
  ['ranges and grids', RANGES],
  ['what is stored', STORED],
  ['kernels', KERNELS],
  ['terms and money', TERMS],
  ['jobs', JOBS],
  ['places', PLACES],
] as const)('%s', (_, cases) => {
  it.each(cases)('%s', async (_title, argv, code, message) => {
    const found = await captured(...argv());
    expect(found.err).toMatch(message);
    expect(found.code).toBe(code);
    expect(found.err).not.toMatch(/^\s+at .*:\d+:\d+/m);
  });
});

it('says the same as JSON, wrong usage too', async () => {
  const refused = await captured(...plain('--range', '5..5', '--json'));
  expect(JSON.parse(refused.out)).toMatchObject({ error: { code: 'TABLE_INVALID' } });
  expect(refused.err).toBe('');
  const usage = await captured(...plain('--json'));
  expect(JSON.parse(usage.out)).toMatchObject({
    error: { code: 'USAGE_INVALID', message: expect.stringMatching(/--inputs/) },
  });
  expect({ err: usage.err, code: usage.code }).toEqual({ err: '', code: 2 });
  const gone = await captured(...labelled('--inputs', at('gone.csv'), '--json'));
  expect(JSON.parse(gone.out).error).toMatchObject({
    code: 'FILE_FAILED',
    details: { file: at('gone.csv') },
  });
});
