import {
  addressOf,
  BOUND_FORMULA,
  type Certificate,
  type Column,
  certificateHash,
  commitmentTo,
  DEFAULT_POLICY,
  encodeRow,
  encodeTable,
  errorBound,
  fromHex,
  type GraphStatement,
  hashOf,
  inputRootOf,
  merkleRoot,
  newPrivateKey,
  resultLeaf,
  signCertificate,
  signGraph,
  tableRoot,
  toHex,
} from '@manyhands/protocol';
import { expect, it } from 'vitest';
import { type ChainStage, verifyChain } from './chain.ts';
import { type Row, resultOf } from './rows.ts';

const privateKey = newPrivateKey();
const signer = addressOf(privateKey);
const kernel = 'ab'.repeat(32);
const column = (name: string, type: Column['type']): Column => ({ name, type, optional: false, doc: '' });
const READ = [column('n', 'i32')];
const SQUARE = [column('square', 'i32')];
const MANY = [column('square', 'Float64Array')];
const SUM = [column('sum', 'f64')];

const SECRET = '01'.repeat(32);

function certified(
  job: string,
  outputs: readonly Column[],
  rows: readonly Row[],
  inputRoot: string,
): Certificate {
  const counted = {
    policy: DEFAULT_POLICY,
    units: 1,
    items: rows.length,
    strata: [{ answerPpm: 1, ratePpm: 1, items: rows.length }],
    drawn: 0,
    deviceAudits: 0,
    refereeAudits: 0,
    caught: [],
  };
  const assumed = { confidencePpm: 950_000, colludingPpm: 100_000 };
  const statement = {
    ...{
      version: 1 as const,
      job,
      title: 't',
      kernel,
      build: kernel,
      rewriter: 1,
      datasets: [],
      outputs,
      inputRoot,
    },
    resultRoot: toHex(merkleRoot(rows.map((row) => resultLeaf(row.index, resultOf(outputs, row))))),
    drawCommitment: toHex(commitmentTo(fromHex(SECRET))),
    drawSecret: SECRET,
    auditRoot: kernel,
    ...counted,
    ...{ trapped: 0, executed: rows.length, refuted: 0, fuel: '5' },
    bound: { share: errorBound({ ...counted, ...assumed }), formula: BOUND_FORMULA.audit, ...assumed },
    certifiedAt: '2026-01-01T00:00:00.000Z',
  };
  return signCertificate(statement, privateKey, signer);
}

const rows = (values: readonly Row['values'][]): Row[] =>
  values.map((each, index) => ({ index, status: 'ok', fuel: 5n, values: each }));
/** Parts of their own, as a coordinator feeds them. */
const rootOf = (items: readonly Uint8Array[], parts: readonly number[]): string => {
  let first = 0;
  return inputRootOf(
    parts.map((count) => {
      const part = { first, count, root: tableRoot(items.slice(first, first + count)) };
      first += count;
      return part;
    }),
  );
};

/** Squares of five numbers, and sums of two squares each; `fed` is what the second stage was really given. */
function chainOf(fed: readonly (readonly number[])[]) {
  const table = encodeTable([1, 2, 3, 4, 5].map((n) => encodeRow(READ, [n])));
  const squares = rows([1, 4, 9, 16, 25].map((square) => ({ square })));
  const sums = rows(fed.map((group) => ({ sum: group.reduce((sum, each) => sum + each, 0) })));
  const items = fed.map((group) => encodeRow(MANY, [Float64Array.from(group)]));
  const certificates = {
    squares: certified('1', SQUARE, squares, tableRoot([1, 2, 3, 4, 5].map((n) => encodeRow(READ, [n])))),
    sums: certified('2', SUM, sums, rootOf(items, [1, 2])),
  };
  const stage = (name: 'squares' | 'sums', inputs: readonly Column[], parts: readonly number[]) => {
    const certificate = certificateHash(certificates[name]);
    return { name, job: certificates[name].job, certificate, inputs, parts, skipped: 0, attempts: 1 };
  };
  const statement: GraphStatement = {
    version: 1,
    graph: '0'.repeat(32),
    declaration: {
      title: 't',
      stages: { squares: { kernel, source: hashOf(table) }, sums: { kernel, from: 'squares', group: 2 } },
    },
    stages: [stage('squares', READ, [5]), stage('sums', MANY, [1, 2])],
    certifiedAt: '2026-01-01T00:00:00.000Z',
  };
  const stages: Record<string, ChainStage> = {
    squares: { certificate: certificates.squares, results: squares, table },
    sums: { certificate: certificates.sums, results: sums },
  };
  return { graph: signGraph(statement, privateKey, signer), stages };
}

const RIGHT = [[1, 4], [9, 16], [25]];
const failures = ({ graph, stages }: ReturnType<typeof chainOf>) =>
  verifyChain(graph, stages).checks.flatMap(({ what, failure }) =>
    failure === null ? [] : [`${what}: ${failure}`],
  );

it('[CH1] a chain holds where each stage was fed what the one before it gave', () => {
  const chain = chainOf(RIGHT);
  expect(failures(chain)).toEqual([]);
  expect(verifyChain(chain.graph, chain.stages, { signer })).toMatchObject({ valid: true, signer });
});

it('[CH1] it does not where a stage was fed something else, however well each certificate holds', () => {
  expect(failures(chainOf([[1, 4], [9, 17], [25]]))).toEqual([
    expect.stringMatching(/^sums: its inputs are made of the results of squares: input root/),
  ]);
  expect(failures(chainOf([[1, 4], [9, 16], [25], [36]]))[0]).toMatch(
    /^sums: its inputs .*items: certified is 4, recomputed 3/,
  );
});

it('nor where a table, a certificate or a stage is another, or missing', () => {
  const chain = chainOf(RIGHT);
  const { squares, sums } = chain.stages;
  const other = chainOf([[1], [2], [3]]).stages.sums;
  const table = encodeTable([encodeRow(READ, [7])]);
  expect(failures({ ...chain, stages: { squares: { ...squares, table }, sums } })).toEqual([
    expect.stringMatching(/^squares: its inputs are those of its source: table/),
  ]);
  expect(failures({ ...chain, stages: { squares, sums: other } })).toEqual([
    expect.stringMatching(/^sums: its certificate is the one that the graph names/),
    expect.stringMatching(/^sums: its inputs/),
  ]);
  expect(failures({ ...chain, stages: { squares } })).toContainEqual(
    'every stage is there, and no other: nothing is there of sums',
  );
  expect(failures({ ...chain, graph: { ...chain.graph, graph: '1'.repeat(32) } })).toEqual([
    expect.stringMatching(/^the graph’s signature/),
  ]);
});
