import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isKnownError } from '@manyhands/protocol';
import { beforeAll, expect, it, vi } from 'vitest';
import { clientFor } from '../home.ts';
import { captured } from '../testing/captured.ts';
import { useNetwork } from '../testing/network.ts';

const SCORE = `
export class Scored { score: f64; group: i32 }
export function score(n: i32): Scored {
  return { score: 0.1 * n, group: n % 3 };
}
`;

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const { at, url } = useNetwork();

beforeAll(() => {
  writeFileSync(at('score.ts'), SCORE);
});

const run = (...keep: string[]) =>
  captured(
    ...['run', at('score.ts'), '--range', '0..300', '--out', at('out.csv')],
    ...['--coordinator', url(), ...keep],
  );

it('writes and shows the sums of a job instead of its rows, and they verify', async () => {
  const { code, out, err } = await run(
    '--reduce',
    'sum(score),max(group),hist(score,5)',
    '--where',
    'group > 0',
  );
  expect(err).toBe('');
  expect(code).toBe(0);
  expect(out).toMatch(/sum\(score\) +3000/);
  expect(out).toMatch(/hist\(score,5\)\n +0 … 8 +█+ +\d+/);
  expect(out).toMatch(/\? That these are the sums over all rows rests on the coordinator/);
  const lines = readFileSync(at('out.csv'), 'utf8').trimEnd().split('\n');
  expect(lines.slice(0, 3)).toEqual(['fold,low,high,value', 'items,,,300', 'rows,,,200']);
  const verify = () => captured('verify', at('out.csv.certificate.json'), at('out.csv'));
  expect((await verify()).code).toBe(0);
  writeFileSync(at('out.csv'), lines.join('\n').replace('rows,,,200', 'rows,,,201'));
  expect(await verify()).toMatchObject({ code: 4, out: expect.stringMatching(/✗ result root/) });
});

it('keeps the highest rows, and the SDK reads them as rows', async () => {
  const { code, out } = await run('--top', '3:score', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ rows: 3, valid: true, unchecked: [expect.any(String)] });
  const job = (await clientFor(url(), {})).job(JSON.parse(out).job);
  const fold = await job.fold();
  expect(fold).toMatchObject({
    kind: 'rows',
    items: 300,
    rows: [{ index: 299 }, { index: 298 }, { index: 297 }],
  });
  const refused = await job
    .results()
    .next()
    .catch((error: unknown) => error);
  expect(isKnownError(refused) && refused.code).toBe('RESULTS_FOLDED');
});

it('shows the place of what it cannot read, and starts nothing', async () => {
  rmSync(at('out.csv'), { force: true });
  const { code, err } = await run('--where', 'group > 0 and scores > 80');
  expect(err).toContain(
    'KEEP_INVALID: where, character 15: there is no column scores; the results have score, group',
  );
  expect(err).toContain('  --where group > 0 and scores > 80\n                        ^');
  expect(code).toBe(3);
  expect(existsSync(at('out.csv'))).toBe(false);
});
