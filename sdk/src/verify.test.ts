import {
  type AuditRecord,
  addressOf,
  auditCount,
  auditRoot,
  BOUND_FORMULA,
  boundOf,
  type CertificateStatement,
  type Column,
  canonicalJson,
  commitmentTo,
  DEFAULT_POLICY,
  drawPositions,
  encodeRow,
  errorBound,
  Fold,
  fromHex,
  ITEM_STATUS,
  type ItemResult,
  inputLeaf,
  type Keep,
  merkleRoot,
  newPrivateKey,
  packResults,
  planKeep,
  resultLeaf,
  signCertificate,
  sumDraws,
  toHex,
  utf8,
} from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import { foldFrom, type ReducedFold } from './folds.ts';
import { verifyResults } from './verify.ts';

const outputs: Column[] = [
  { name: 'score', type: 'i32', optional: false, doc: '' },
  { name: 'note', type: 'string', optional: true, doc: '' },
  { name: 'weight', type: 'f64', optional: false, doc: '' },
];
const results: ItemResult[] = [
  { status: 0, fuel: 10n, output: encodeRow(outputs, [5, 'a,"b"\nc', -0]) },
  { status: 1, fuel: 99n, output: new Uint8Array() },
  { status: 0, fuel: 12n, output: encodeRow(outputs, [-7, null, Number.NaN]) },
  { status: 0, fuel: 12n, output: encodeRow(outputs, [-7, '', 0.1]) },
];
const csv =
  'index,status,fuel,score,note,weight\n0,ok,10,5,"a,""b""\nc",-0\n1,trap,99,,,\n2,ok,12,-7,,NaN\n3,ok,12,-7,"",0.1\n';
const ndjson = `{"index":0,"status":"ok","fuel":"10","score":5,"note":"a,\\"b\\"\\nc","weight":"-0"}
{"index":1,"status":"trap","fuel":"99"}
{"index":2,"status":"ok","fuel":"12","score":-7,"note":null,"weight":"NaN"}
{"index":3,"status":"ok","fuel":"12","score":-7,"note":"","weight":0.1}
`;
const inputs = ['a', 'b', 'c', 'd'].map(utf8);
const secret = '07'.repeat(32);

function auditRecord(): AuditRecord {
  const digest = '00'.repeat(32);
  const draw = { secret: fromHex(secret), assignment: 'a1', digest, items: 4, round: 0 };
  const positions = drawPositions(draw, auditCount(draw, 500_000));
  return {
    assignment: 'a1',
    digest,
    first: 0,
    items: 4,
    ratePpm: 500_000,
    rounds: [{ round: 0, positions }],
  };
}
const audits = [auditRecord()];

const audited = {
  ...sumDraws(audits, DEFAULT_POLICY.finalPpm),
  ...{ deviceAudits: 2, refereeAudits: 0, caught: [] },
};

const privateKey = newPrivateKey();
const signer = addressOf(privateKey);
const statement: CertificateStatement = {
  version: 1,
  job: '0'.repeat(32),
  title: 'test',
  kernel: '11'.repeat(32),
  build: '22'.repeat(32),
  rewriter: 1,
  datasets: [],
  outputs,
  inputRoot: toHex(merkleRoot(inputs.map((input, i) => inputLeaf(i, input)))),
  resultRoot: toHex(merkleRoot(results.map((result, i) => resultLeaf(i, result)))),
  policy: DEFAULT_POLICY,
  drawCommitment: toHex(commitmentTo(fromHex(secret))),
  drawSecret: secret,
  auditRoot: toHex(auditRoot(audits)),
  units: 1,
  items: 4,
  trapped: 1,
  executed: 6,
  ...audited,
  refuted: 0,
  fuel: '133',
  bound: {
    share: errorBound({
      ...{ policy: DEFAULT_POLICY, units: 1, items: 4, confidencePpm: 950_000, colludingPpm: 100_000 },
      ...audited,
    }),
    formula: BOUND_FORMULA.audit,
    confidencePpm: 950_000,
    colludingPpm: 100_000,
  },
  certifiedAt: '2026-01-01T00:00:00.000Z',
};
const certificate = signCertificate(statement, privateKey, signer);
const failures = (verification: ReturnType<typeof verifyResults>): (string | null)[] =>
  verification.checks.map((check) => check.failure).filter((failure) => failure !== null);

describe('a certificate is recomputed from', () => {
  it.each([
    ['CSV', csv],
    ['NDJSON', ndjson],
  ])('%s', (_, text) => {
    const verification = verifyResults(certificate, text, { audits, inputs, signer });
    expect(failures(verification)).toEqual([]);
    expect(verification.valid).toBe(true);
    expect(verification.checks).toHaveLength(5);
  });
});

describe('what was changed is found:', () => {
  it.each([
    ['one digit of one value', csv.replace('-7,,NaN', '-8,,NaN')],
    ['fuel', csv.replace('ok,12', 'ok,13')],
    ['a status', csv.replace('1,trap,99', '1,exhausted,99')],
    ['a missing row', csv.replace('2,ok,12,-7,,NaN\n', '')],
    ['a missing end', csv.slice(0, csv.indexOf('3,ok'))],
    ['rows in another order', csv.replace('2,ok', '3,ok')],
    ['a renamed column', csv.replace('score', 'points')],
    ['an empty text that was absent', csv.replace('-7,,NaN', '-7,"",NaN')],
  ])('%s', (_, text) => {
    expect(verifyResults(certificate, text).valid).toBe(false);
  });

  it('a statement that its signature does not cover', () => {
    const forged = { ...certificate, refuted: 5 };
    expect(failures(verifyResults(forged, csv)).join()).toMatch(/signature/);
  });

  it('a bound better than the audits give', () => {
    const bound = { ...statement.bound, share: 0.0001 };
    const forged = signCertificate({ ...statement, bound }, privateKey, signer);
    expect(failures(verifyResults(forged, csv)).join()).toMatch(/bound/);
  });

  it('another coordinator', () => {
    const other = { signer: addressOf(newPrivateKey()) };
    expect(failures(verifyResults(certificate, csv, other)).join()).toMatch(/signer/);
  });

  it.each([
    ['a higher rate', { strata: [{ answerPpm: 900_000, ratePpm: 900_000, items: 4 }] }],
    ['more draws', { drawn: 4 }],
  ])('%s than the audit records show, though signed with the bound that follows', (_, lie) => {
    const told = { ...statement, ...lie };
    const forged = signCertificate(
      { ...told, bound: { ...told.bound, share: boundOf(told) } },
      privateKey,
      signer,
    );
    expect(verifyResults(forged, csv).valid).toBe(true);
    expect(failures(verifyResults(forged, csv, { audits })).join()).toMatch(/strata/);
  });

  it('[VF4] audits that the revealed secret does not draw', () => {
    const positions = [0, 1, 2, 3].filter((p) => !audits[0].rounds[0].positions.includes(p));
    const moved = [{ ...audits[0], rounds: [{ round: 0, positions }] }];
    const forged = signCertificate({ ...statement, auditRoot: toHex(auditRoot(moved)) }, privateKey, signer);
    expect(failures(verifyResults(forged, csv, { audits: moved })).join()).toMatch(/secret/);
  });

  it('other inputs', () => {
    expect(verifyResults(certificate, csv, { inputs: inputs.toReversed() }).valid).toBe(false);
  });
});

describe('of a fold is recomputed what was kept', () => {
  /** A certificate over what a keep makes of the rows. */
  const folded = (keep: Keep) => {
    const fold = new Fold(planKeep(keep, outputs));
    fold.add(0, packResults(results));
    const leaves = fold.lines().map((line) => utf8(canonicalJson(line)));
    for (const { index, result } of fold.topRows()) leaves.push(resultLeaf(index, result));
    const told = { ...statement, keep, kept: leaves.length, resultRoot: toHex(merkleRoot(leaves)) };
    const cells = fold.lines().map((line) => [`"${line.fold}"`, line.low, line.high, line.value].join(','));
    return { certificate: signCertificate(told, privateKey, signer), cells };
  };
  const header = 'index,status,fuel,score,note,weight\n';

  it('its table, whose counts are the certificate’s', () => {
    const reduced = folded({ reduce: 'sum(score),mean(weight),hist(score,4)' });
    const text = `fold,low,high,value\n${reduced.cells.join('\n')}\n`;
    const verification = verifyResults(reduced.certificate, text, { audits, inputs, signer });
    expect(failures(verification)).toEqual([]);
    expect(verification.unchecked.join()).toMatch(/rests on the coordinator/);
    expect(foldFrom(text, { reduce: '' }, outputs, 4)).toMatchObject({
      values: { items: 4, rows: 3, failed: 1, 'missing(weight)': 1, 'sum(score)': -9, 'mean(weight)': 0.05 },
      histograms: {
        'hist(score,4)': [{ low: -8, count: 2 }, { count: 0 }, { count: 0 }, { low: 4, high: 8, count: 1 }],
      },
    });
    for (const [from, to] of [
      ['-9', '-8'],
      ['"items",,,4', '"items",,,5'],
      ['"failed",,,1\n', ''],
    ])
      expect(verifyResults(reduced.certificate, text.replace(from, to)).valid).toBe(false);
    expect(verifyResults(reduced.certificate, csv).valid).toBe(false);
  });

  it('a histogram of infinite numbers alone is one still, without bins', () => {
    const columns = [{ name: 'x', type: 'f64', optional: false, doc: '' }] as const;
    const fold = new Fold(planKeep({ reduce: 'hist(x,4)' }, columns));
    const infinite = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const results = infinite.map((x) => ({
      status: ITEM_STATUS.ok,
      fuel: 1n,
      output: encodeRow(columns, [x]),
    }));
    fold.add(0, packResults(results));
    const cells = fold.lines().map((line) => [`"${line.fold}"`, line.low, line.high, line.value].join(','));
    const { values, histograms } = foldFrom(
      `fold,low,high,value\n${cells.join('\n')}\n`,
      { reduce: '' },
      columns,
      3,
    ) as ReducedFold;
    expect(Object.keys(values)).toEqual(['items', 'rows', 'failed', 'unreadable']);
    expect(histograms['hist(x,4)']).toEqual([
      { low: Number.NEGATIVE_INFINITY, high: Number.NEGATIVE_INFINITY, count: 1 },
      { low: Number.POSITIVE_INFINITY, high: Number.POSITIVE_INFINITY, count: 2 },
    ]);
  });

  it('its rows, which fit and stand in their order', () => {
    const row = (i: number): string => csv.split(/(?<=\n)(?=\d+,)/)[i + 1];
    const top = folded({ top: '2:-score', where: 'score < 5' });
    expect(verifyResults(top.certificate, header + row(2) + row(3)).valid).toBe(true);
    expect(failures(verifyResults(top.certificate, header + row(3) + row(2))).join()).toMatch(
      /before the one above/,
    );
    expect(failures(verifyResults(top.certificate, header + row(0))).join()).toMatch(/does not fit/);
    expect(verifyResults(top.certificate, header + row(2)).valid).toBe(false);
    expect(verifyResults(certificate, csv).unchecked).toEqual([]);
  });
});
