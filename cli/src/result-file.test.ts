import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Job, manyhands } from '@manyhands/sdk';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ResultFile } from './result-file.ts';

const ITEMS = 20;
const outputs = [{ name: 'text', type: 'string', optional: false, doc: '' }];
const HEADER = 'index,status,fuel,text\n';
const record = (i: number): string => `${i},ok,7,"line\n“${i}”"\n`;
const WHOLE = HEADER + Array.from({ length: ITEMS }, (_, i) => record(i)).join('');

let server: Server;
let job: Job;
let asked: number[];
let path: string;

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    if (!url.pathname.endsWith('/results'))
      return response.end(JSON.stringify({ job: 'j', items: ITEMS, outputs, state: 'certified' }));
    const from = Number(url.searchParams.get('from'));
    asked.push(from);
    response.end(HEADER + Array.from({ length: ITEMS - from }, (_, i) => record(from + i)).join(''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  job = manyhands(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).job('j');
  path = join(mkdtempSync(join(tmpdir(), 'manyhands-results-')), 'results.csv');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(join(path, '..'), { recursive: true });
});

async function follow(mode: 'anew' | 'continue'): Promise<void> {
  const file = await ResultFile.open(path, { mode });
  await file.follow(job, {});
  await file.close();
}

it('holds the whole table', async () => {
  await follow('anew');
  expect(readFileSync(path, 'utf8')).toBe(WHOLE);
});

it.each([0, 10, HEADER.length, HEADER.length + 5, 60, 200, WHOLE.length])(
  'continues a file that broke off after %i characters',
  async (length) => {
    appendFileSync(path, WHOLE.slice(0, length));
    await follow('continue');
    expect(readFileSync(path, 'utf8')).toBe(WHOLE);
    if (length === WHOLE.length) expect(asked).toEqual([]);
  },
);

it('asks only for the rows that are missing', async () => {
  appendFileSync(path, HEADER + record(0) + record(1) + record(2).slice(0, 7));
  await follow('continue');
  expect(asked).toEqual([2]);
});

it('begins anew where the file belongs to another job', async () => {
  appendFileSync(path, 'something else\n');
  await follow('anew');
  expect(readFileSync(path, 'utf8')).toBe(WHOLE);
});
