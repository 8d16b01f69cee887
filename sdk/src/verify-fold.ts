/** What can be recomputed of a fold from what was delivered of it, and what cannot. */
import {
  type Certificate,
  canonicalJson,
  fitsKeep,
  type KeepPlan,
  MerkleAccumulator,
  planKeep,
  resultLeaf,
  type Top,
  toHex,
  utf8,
  type Value,
} from '@manyhands/protocol';
import { readFoldLines } from './folds.ts';
import { type Row, readResults, resultOf } from './rows.ts';

/** What nobody can tell from a fold alone, in sentences. */
export function uncheckedOf({ keep }: Certificate): readonly string[] {
  if (keep === undefined) return [];
  const rest =
    'The outputs of the other items are not kept: only digests of their units are, which the audit root binds.';
  return keep.reduce === undefined
    ? [`That no other row belongs among these rests on the coordinator’s signature. ${rest}`]
    : [`That these are the sums over all rows rests on the coordinator’s signature. ${rest}`];
}

/** Throws what does not fit the certificate of a job that keeps a fold. */
export function checkFold(certificate: Certificate, results: string | Iterable<Row>): void {
  const plan = planKeep(certificate.keep ?? {}, certificate.outputs);
  const tree = new MerkleAccumulator();
  const count = plan.kind === 'reduce' ? addLines(tree, certificate, results) : addRows(tree, plan, results);
  if (count !== certificate.kept)
    throw new Error(`rows kept: the certificate says ${certificate.kept}, recomputed is ${count}`);
  const root = toHex(tree.root());
  if (root !== certificate.resultRoot)
    throw new Error(`result root: the certificate says ${certificate.resultRoot}, recomputed is ${root}`);
}

function addLines(
  tree: MerkleAccumulator,
  certificate: Certificate,
  results: string | Iterable<Row>,
): number {
  if (typeof results !== 'string') throw new Error('the table of a fold is checked as text');
  const lines = readFoldLines(results);
  for (const line of lines) tree.append(utf8(canonicalJson(line)));
  for (const [fold, wanted] of [
    ['items', certificate.items],
    ['failed', certificate.trapped],
  ] as const) {
    const found = lines.find((line) => line.fold === fold)?.value;
    if (found !== String(wanted))
      throw new Error(`${fold}: the certificate says ${wanted}, the fold ${found}`);
  }
  return lines.length;
}

function addRows(tree: MerkleAccumulator, plan: KeepPlan, results: string | Iterable<Row>): number {
  const { columns, top } = plan;
  const rows = typeof results === 'string' ? readResults(results, columns) : [...results];
  rows.forEach((row, i) => {
    tree.append(resultLeaf(row.index, resultOf(columns, row)));
    if (row.values === null || !fitsKeep(plan, valuesOf(plan, row)))
      throw new Error(`row ${i + 1}, item ${row.index}, does not fit what was to be kept`);
    if (i > 0 && !isInOrder(plan, top, rows[i - 1], row))
      throw new Error(`row ${i + 1}, item ${row.index}, should stand before the one above it`);
  });
  if (top !== null && rows.length > top.count) throw new Error(`${rows.length} rows, ${top.count} at most`);
  return rows.length;
}

const valuesOf = ({ columns }: KeepPlan, { values }: Row): Value[] =>
  columns.map(({ name }) => (values as Record<string, Value>)[name]);

function isInOrder({ columns }: KeepPlan, top: Top | null, before: Row, row: Row): boolean {
  if (top === null) return before.index < row.index;
  const { name } = columns[top.column];
  const [a, b] = [before, row].map(({ values }) => values?.[name] as number | bigint);
  if (a === b) return before.index < row.index;
  return top.order === 'highest' ? a > b : a < b;
}
