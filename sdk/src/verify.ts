import {
  type AuditRecord,
  auditRoot,
  axisLength,
  boundOf,
  type Certificate,
  canonicalJson,
  checkCertificate,
  drawIsRight,
  finalPpmOf,
  inputRootOf,
  MerkleAccumulator,
  type Range,
  rangeRoot,
  resultLeaf,
  sumDraws,
  tableRoot,
  toHex,
} from '@manyhands/protocol';
import { type Row, readResults, resultOf } from './rows.ts';
import { checkFold, uncheckedOf } from './verify-fold.ts';

/** One thing that was recomputed: what, and how it failed (null: it holds). */
export interface Check {
  readonly what: string;
  readonly failure: string | null;
}

export interface Verification {
  readonly valid: boolean;
  readonly checks: readonly Check[];
  /** What cannot be told from these results, in sentences: of a fold, what became of rows that are not kept. */
  readonly unchecked: readonly string[];
  /** Who signed; whether to trust that address is the reader's decision. */
  readonly signer: string;
  /** Upper bound on the share of wrong items, recomputed. */
  readonly bound: number;
}

/** What can be checked besides the results: audit draws, encoded inputs, and who is expected to have signed. */
export interface Evidence {
  readonly audits?: readonly AuditRecord[];
  /** The encoded rows, or what the inputs were made of, part by part. */
  readonly inputs?: readonly Uint8Array[] | readonly InputEvidence[];
  readonly signer?: string;
}

/**
 * Recomputes what a certificate claims from the results themselves. Needs nothing from the coordinator: not its word,
 * not its presence. `results` is the CSV or NDJSON text as streamed, or rows in index order.
 */
export function verifyResults(
  certificate: Certificate,
  results: string | Iterable<Row>,
  evidence: Evidence = {},
): Verification {
  const checks = [
    check('signature, commitment, bound and formula', () => checkCertificate(certificate)),
    certificate.keep === undefined
      ? check('result root over all rows', () => checkResults(certificate, results))
      : check('result root over what was kept, and that it fits', () => checkFold(certificate, results)),
  ];
  const { audits, inputs, signer } = evidence;
  if (signer !== undefined)
    checks.push(check('signed by the expected coordinator', () => checkSigner(certificate, signer)));
  if (inputs !== undefined)
    checks.push(check('input root over all inputs', () => checkInputs(certificate, inputs)));
  if (audits !== undefined)
    checks.push(
      check('audit root, every audit draw, and what they add up to', () => checkAudits(certificate, audits)),
    );
  return {
    valid: checks.every(({ failure }) => failure === null),
    checks,
    unchecked: uncheckedOf(certificate),
    signer: certificate.signer,
    bound: boundOf(certificate),
  };
}

/** Runs one check; what it throws is how it failed. */
export function check(what: string, run: () => void): Check {
  try {
    run();
    return { what, failure: null };
  } catch (error) {
    return { what, failure: error instanceof Error ? error.message : String(error) };
  }
}

function equal(name: string, claimed: string | number, found: string | number): void {
  if (claimed !== found) throw new Error(`${name}: the certificate says ${claimed}, recomputed is ${found}`);
}

function checkResults(certificate: Certificate, results: string | Iterable<Row>): void {
  const rows = typeof results === 'string' ? readResults(results, certificate.outputs) : results;
  const tree = new MerkleAccumulator();
  let items = 0;
  let trapped = 0;
  for (const row of rows) {
    if (row.index !== items)
      throw new Error(`row ${items + 1} should be item ${items}, but is item ${row.index}`);
    tree.append(resultLeaf(row.index, resultOf(certificate.outputs, row)));
    if (row.status !== 'ok') trapped++;
    items++;
  }
  equal('items', certificate.items, items);
  equal('trapped items', certificate.trapped, trapped);
  equal('result root', certificate.resultRoot, toHex(tree.root()));
}

/** One part of the inputs: its rows, or the range that they are. */
export type InputEvidence = { readonly rows: readonly Uint8Array[] } | { readonly range: Range };

function checkInputs(
  certificate: Certificate,
  inputs: readonly Uint8Array[] | readonly InputEvidence[],
): void {
  const evidence: readonly InputEvidence[] = isRows(inputs) ? [{ rows: inputs }] : inputs;
  let first = 0;
  const parts = evidence.map((each) => {
    const part = { first, ...rootAndCount(each) };
    first += part.count;
    return part;
  });
  equal('items of the inputs', certificate.items, first);
  equal('input root', certificate.inputRoot, inputRootOf(parts));
}

const isRows = (inputs: readonly Uint8Array[] | readonly InputEvidence[]): inputs is readonly Uint8Array[] =>
  inputs.length === 0 || inputs[0] instanceof Uint8Array;

const rootAndCount = (part: InputEvidence): { count: number; root: string } =>
  'rows' in part
    ? { count: part.rows.length, root: tableRoot(part.rows) }
    : {
        count: Number(part.range.reduce((items, axis) => items * axisLength(axis), 1n)),
        root: rangeRoot(part.range),
      };

function checkAudits(certificate: Certificate, audits: readonly AuditRecord[]): void {
  equal('audit root', certificate.auditRoot, toHex(auditRoot(audits)));
  const finalPpm = finalPpmOf(certificate.policy);
  const wrong = audits.find((record) => !drawIsRight(record, certificate.drawSecret, finalPpm));
  if (wrong !== undefined)
    throw new Error(`the audits of assignment ${wrong.assignment} are not those that the secret draws`);
  const { strata, drawn } = certificate;
  const found = sumDraws(audits, finalPpm);
  equal('strata and drawn items', canonicalJson({ strata, drawn }), canonicalJson(found));
}

function checkSigner(certificate: Certificate, signer: string): void {
  equal('signer', certificate.signer.toLowerCase(), signer.toLowerCase());
}
