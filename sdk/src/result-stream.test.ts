import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { blockOf, type Column, encodeResultFrame, encodeRow, packResults } from '@manyhands/protocol';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { manyhands } from './client.ts';
import { countRecords, RecordCutter } from './records-of-text.ts';

/** Rows from `from` on as one frame. */
function packed(from: number, until: number): Uint8Array {
  const results = Array.from({ length: until - from }, (_, i) => ({
    status: 0 as const,
    fuel: 7n,
    output: encodeRow(outputs, [`line\n${from + i}`]),
  }));
  const block = blockOf(packResults(results));
  const parts = [{ block, from: 0, end: results.length }];
  return encodeResultFrame({ standing: 'final', attempt: 0, first: from }, parts);
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

const outputs: Column[] = [{ name: 'text', type: 'string', optional: false, doc: '' }];
const HEADER = 'index,status,fuel,text\n';
const record = (i: number): string => `${i},ok,7,"line\n${i}"\n`;

/** Serves 50 rows, but breaks every connection after `most` of them, in the middle of a record. */
async function brokenServer(most: number): Promise<string> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    if (!url.pathname.endsWith('/results')) {
      response.end(JSON.stringify({ job: 'j', items: 50, outputs, state: 'running' }));
      return;
    }
    const from = Number(url.searchParams.get('from'));
    const until = Math.min(50, from + most);
    const isText = url.searchParams.get('format') === 'csv';
    const rows = Array.from({ length: until - from }, (_, i) => record(from + i));
    response.write(isText ? HEADER + rows.join('') : packed(from, until));
    if (until === 50) response.end();
    else if (isText) response.write(record(until).slice(0, 9), () => response.destroy());
    else response.write(packed(until, until + 1).slice(0, 9), () => response.destroy());
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('results', () => {
  it('come once each and in order although connections break', async () => {
    const url = await brokenServer(13);
    const rows: number[] = [];
    for await (const row of manyhands(url).job('j').results()) {
      expect(row.values).toEqual({ text: `line\n${row.index}` });
      rows.push(row.index);
    }
    expect(rows).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  it('are whole CSV with one header', async () => {
    const url = await brokenServer(20);
    let text = '';
    for await (const records of manyhands(url).job('j').csv()) text += records.text;
    expect(text).toBe(HEADER + Array.from({ length: 50 }, (_, i) => record(i)).join(''));
  });

  it('continue from an index without a header', async () => {
    const url = await brokenServer(50);
    let text = '';
    for await (const records of manyhands(url).job('j').csv({ from: 48 })) text += records.text;
    expect(text).toBe(record(48) + record(49));
  });

  it('stop when told to', async () => {
    const url = await brokenServer(3);
    const stop = new AbortController();
    const reading = (async () => {
      for await (const row of manyhands(url).job('j').results({ signal: stop.signal }))
        if (row.index === 4) stop.abort();
    })();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });
});

it('a coordinator that is not there has a code', async () => {
  const job = manyhands('http://127.0.0.1:1').job('j');
  await expect(job.csv({ signal: AbortSignal.timeout(20_000) }).next()).rejects.toMatchObject({
    code: 'COORDINATOR_UNREACHABLE',
  });
}, 30_000);

it('records are cut at their ends, however the text is split', () => {
  const cell = fc.string().map((text) => `"${text.replaceAll('"', '""')}\n"`);
  fc.assert(
    fc.property(fc.array(cell), fc.array(fc.nat(40)), (cells, cuts) => {
      const text = cells.map((c) => `${c}\n`).join('');
      const cutter = new RecordCutter();
      let out = '';
      for (let at = 0, i = 0; at < text.length; i++) {
        const next = at + 1 + (cuts[i % cuts.length] ?? 5);
        const whole = cutter.push(text.slice(at, next));
        expect(whole === '' || whole.endsWith('"\n')).toBe(true);
        out += whole;
        at = next;
      }
      expect(out).toBe(text);
      expect(countRecords(out)).toBe(cells.length);
    }),
  );
});
