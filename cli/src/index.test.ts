import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AuditRecord,
  addressOf,
  auditRoot,
  BOUND_FORMULA,
  commitmentTo,
  DEFAULT_POLICY,
  encodeRow,
  fromHex,
  merkleRoot,
  newPrivateKey,
  resultLeaf,
  signCertificate,
  toHex,
} from '@manyhands/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { captured as run } from './testing/captured.ts';

let dir: string;
const at = (name: string): string => join(dir, name);

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'manyhands-cli-'));
  writeFileSync(at('certificate.json'), JSON.stringify(certificate()));
  writeFileSync(at('results.csv'), 'index,status,fuel,n\n0,ok,5,42\n');
  writeFileSync(at('wrong.csv'), 'index,status,fuel,n\n0,ok,5,43\n');
  writeFileSync(at('audits.ndjson'), `${JSON.stringify(AUDIT)}\n`);
});
afterAll(() => rmSync(dir, { recursive: true }));

/** One item at a rate that draws nothing. */
const AUDIT: AuditRecord = {
  assignment: 'a',
  digest: '00'.repeat(32),
  first: 0,
  items: 1,
  ratePpm: 1,
  rounds: [{ round: 0, positions: [] }],
};

function certificate() {
  const outputs = [{ name: 'n', type: 'i32', optional: false, doc: '' }] as const;
  const privateKey = newPrivateKey();
  const secret = '01'.repeat(32);
  const result = { status: 0, fuel: 5n, output: encodeRow(outputs, [42]) } as const;
  const statement = {
    ...({ version: 1, job: '0'.repeat(32), title: 't', rewriter: 1, datasets: [], outputs } as const),
    ...{
      kernel: '11'.repeat(32),
      build: '22'.repeat(32),
      inputRoot: '33'.repeat(32),
      policy: DEFAULT_POLICY,
    },
    resultRoot: toHex(merkleRoot([resultLeaf(0, result)])),
    drawCommitment: toHex(commitmentTo(fromHex(secret))),
    drawSecret: secret,
    auditRoot: toHex(auditRoot([AUDIT])),
    ...{
      units: 1,
      items: 1,
      trapped: 0,
      executed: 1,
      strata: [{ answerPpm: 1, ratePpm: 1, items: 1 }],
      drawn: 0,
      deviceAudits: 0,
      refereeAudits: 0,
      refuted: 0,
      caught: [],
      fuel: '5',
    },
    bound: { share: 1, formula: BOUND_FORMULA.audit, confidencePpm: 950_000, colludingPpm: 100_000 },
    certifiedAt: '2026-01-01T00:00:00.000Z',
  };
  return signCertificate(statement, privateKey, addressOf(privateKey));
}

describe('verify', () => {
  it('accepts what holds, with exit code 0', async () => {
    const { code, out } = await run('verify', at('certificate.json'), at('results.csv'));
    expect(out).toMatch(/✓ result root over all rows/);
    expect(out).toMatch(/1 items in 1 units/);
    expect(code).toBe(0);
  });

  it('refuses other results with exit code 4', async () => {
    const { code, out } = await run('verify', at('certificate.json'), at('wrong.csv'));
    expect(out).toMatch(/✗ result root.*recomputed/);
    expect(code).toBe(4);
  });

  it('writes JSON when asked', async () => {
    const files = [at('certificate.json'), at('wrong.csv'), '--audits', at('audits.ndjson')];
    const { code, out } = await run('verify', ...files, '--json');
    expect(JSON.parse(out)).toMatchObject({ valid: false, checks: { length: 3 } });
    expect(code).toBe(4);
  });

  it('is no verification without a readable certificate', async () => {
    expect((await run('verify', at('missing.json'), at('results.csv'))).code).toBe(1);
    expect((await run('verify', at('certificate.json'), at('missing.csv'))).code).toBe(1);
    expect((await run('verify', at('results.csv'), at('results.csv'))).code).toBe(4);
  });
});

describe('wrong usage ends with exit code 2 and says what is wrong', () => {
  it.each([
    [['frobnicate'], /unknown command/],
    [['run', 'kernel.ts', '--inputs', 'i'], /--out/],
    [['run', 'kernel.ts', '--out', 'o'], /--inputs FILE or --range/],
    [['verify', 'only-one'], /missing required argument/],
    [['run', 'k.ts', '--inputs', 'i', '--out', 'o', '--policy', 'quorum:2'], /quorum:3\/2/],
    [['run', 'k.ts', '--inputs', 'i', '--out', 'o', '--policy', 'pool:My Farm'], /a pool has a name/],
    [['work', '--share', '50'], /0\.05 to 1/],
    [['work', '--hours', '22-6'], /HH:MM-HH:MM/],
    [['work', '--metrics', '9465'], /HOST:PORT/],
    [['run', 'k.ts', '--inputs', 'i', '--out', 'o', '--price', '1e3'], /no amount of tokens/],
    [['work', '--threads', '0'], /from 1 to 256/],
    [['work', '--account', '0x12'], /40 hex digits/],
    [['work', '--coordinator', 'ftp://x'], /http or https/],
  ])('%j', async (argv, message) => {
    const { code, err } = await run(...argv);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });
});

it('help is no failure and lists the exit codes', async () => {
  const { code, out } = await run('--help');
  expect(out).toMatch(/Exit codes:[\s\S]*4 +a certificate/);
  expect(code).toBe(0);
});

it('nobody at the address is a failure with a code', async () => {
  writeFileSync(at('kernel.ts'), 'export function f(n: i32): i32 { return n; }');
  writeFileSync(at('in.csv'), 'n\n1\n');
  const files = ['--inputs', at('in.csv'), '--out', at('out.csv')];
  const { code, err } = await run(
    'run',
    at('kernel.ts'),
    ...files,
    '--coordinator',
    'http://127.0.0.1:1',
    '--key',
    'x',
  );
  expect(err).toMatch(/COORDINATOR_UNREACHABLE/);
  expect(code).toBe(1);
}, 60_000);

it('the installed program starts', () => {
  const bin = new URL('../bin/manyhands.mjs', import.meta.url).pathname;
  const { status, stdout } = spawnSync(process.execPath, [bin, '--version'], { encoding: 'utf8' });
  expect(stdout).toBe('0.1.0\n');
  expect(status).toBe(0);
});
