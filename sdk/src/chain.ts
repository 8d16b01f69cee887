/** Recomputes a graph's chain of certificates from results alone: each stage's inputs follow from what those before it gave. */
import {
  type AuditRecord,
  axisLength,
  axisOf,
  type Certificate,
  type CertifiedStage,
  canonicalJson,
  certificateHash,
  checkGraph,
  checkGraphCertificate,
  decodeTable,
  type GraphCertificate,
  hashOf,
  ItemMaker,
  inputRootOf,
  PartRoots,
  planStage,
  rangeRoot,
  rangeRows,
  type StagePlan,
  tableRoot,
  type UpstreamRow,
  upstreamsOf,
} from '@manyhands/protocol';
import { type Row, readResults, resultOf } from './rows.ts';
import { type Check, check, type Verification, verifyResults } from './verify.ts';

/** What is there of one stage. */
export interface ChainStage {
  readonly certificate: Certificate;
  /** CSV or NDJSON as streamed, or rows in index order. */
  readonly results: string | readonly Row[];
  /** Its audit records: with them every draw is recomputed as well. */
  readonly audits?: readonly AuditRecord[];
  /** The bytes of its table, where it has one of its own. */
  readonly table?: Uint8Array;
}

export interface ChainVerification {
  readonly valid: boolean;
  readonly checks: readonly Check[];
  readonly signer: string;
  /** What was found of each stage by itself. */
  readonly stages: Readonly<Record<string, Verification>>;
}

/**
 * Checks the signed document, every certificate with its results, and that the input root of each stage is the root over the rows
 * that its declaration makes of its source, or of the results of the stages before it. Needs nothing from the coordinator.
 */
export function verifyChain(
  graph: GraphCertificate,
  stages: Readonly<Record<string, ChainStage>>,
  evidence: { readonly signer?: string } = {},
): ChainVerification {
  const chain = new Chain(graph, stages);
  const own = Object.fromEntries(
    graph.stages
      .filter(({ name }) => stages[name] !== undefined)
      .map(({ name }) => [name, verifyStage(stages[name], evidence)]),
  );
  const checks = [
    check('the graph’s signature', () => checkGraphCertificate(graph)),
    check('every stage is there, and no other', () => chain.checkComplete()),
    ...graph.stages.flatMap((stage) => [
      check(`${stage.name}: its certificate is the one that the graph names`, () => chain.checkNamed(stage)),
      ...(own[stage.name]?.checks ?? []).map(({ what, failure }) => ({
        what: `${stage.name}: ${what}`,
        failure,
      })),
      check(`${stage.name}: its inputs are ${sayInputs(graph, stage.name)}`, () => chain.checkInputs(stage)),
    ]),
  ];
  const valid = checks.every(({ failure }) => failure === null);
  return { valid, checks, signer: graph.signer, stages: own };
}

const verifyStage = (
  { certificate, results, audits }: ChainStage,
  evidence: { readonly signer?: string },
): Verification => verifyResults(certificate, results, { ...evidence, audits });

function sayInputs({ declaration }: GraphCertificate, name: string): string {
  const upstreams = upstreamsOf(declaration.stages[name] ?? {});
  return upstreams.length === 0 ? 'those of its source' : `made of the results of ${upstreams.join(', ')}`;
}

/** Rows of stages, made and decoded once. */
class Chain {
  readonly #graph: GraphCertificate;
  readonly #stages: Readonly<Record<string, ChainStage>>;
  readonly #rows = new Map<string, readonly UpstreamRow[]>();
  readonly #items = new Map<string, readonly Uint8Array[]>();

  constructor(graph: GraphCertificate, stages: Readonly<Record<string, ChainStage>>) {
    this.#graph = graph;
    this.#stages = stages;
  }

  checkComplete(): void {
    const declared = [...checkGraph(this.#graph.declaration.stages)].sort();
    const certified = this.#graph.stages.map(({ name }) => name).sort();
    if (declared.join() !== certified.join())
      throw new Error(`declared are ${declared.join(', ')}, certified ${certified.join(', ')}`);
    const missing = declared.find((name) => this.#stages[name] === undefined);
    if (missing !== undefined) throw new Error(`nothing is there of ${missing}`);
  }

  checkNamed({ name, certificate, job }: CertifiedStage): void {
    const own = this.#stage(name).certificate;
    const { kernel, datasets = {} } = this.#graph.declaration.stages[name];
    equal('certificate', certificate, certificateHash(own));
    equal('job', job, own.job);
    equal('kernel', kernel, own.kernel);
    const used = Object.fromEntries(own.datasets.map((dataset) => [dataset.name, dataset.hash]));
    equal('datasets', canonicalJson(datasets), canonicalJson(used));
    equal('signer', this.#graph.signer, own.signer);
  }

  checkInputs(stage: CertifiedStage): void {
    const { certificate } = this.#stage(stage.name);
    const items = stage.parts.reduce((sum, count) => sum + count, 0);
    equal('items', String(certificate.items), String(items));
    const isFed = this.#graph.declaration.stages[stage.name].source === undefined;
    equal('input root', certificate.inputRoot, isFed ? this.#fedRoot(stage) : this.#sourceRoot(stage));
  }

  #sourceRoot({ name }: CertifiedStage): string {
    const { source } = this.#graph.declaration.stages[name];
    const { items } = this.#stage(name).certificate;
    if (typeof source === 'object') {
      const range = source.range.map(axisOf);
      equal(
        'items of the range',
        String(items),
        String(range.reduce((all, axis) => all * axisLength(axis), 1n)),
      );
      return rangeRoot(range);
    }
    const rows = this.#itemsOf(name);
    equal('items of the table', String(items), String(rows.length));
    return tableRoot(rows);
  }

  #fedRoot({ name, parts }: CertifiedStage): string {
    const roots = new PartRoots(parts);
    const items = this.#itemsOf(name);
    for (const item of items) roots.push(item);
    const found = roots.roots();
    if (found === null)
      throw new Error(`${items.length} items follow from the rows, not those of the ${parts.length} parts`);
    let first = 0;
    return inputRootOf(
      found.map((root, i) => {
        const part = { first, count: parts[i], root };
        first += parts[i];
        return part;
      }),
    );
  }

  /** The encoded inputs of a stage, from its source or from the results of those before it. */
  #itemsOf(name: string): readonly Uint8Array[] {
    const known = this.#items.get(name);
    if (known !== undefined) return known;
    const { source } = this.#graph.declaration.stages[name];
    const items = source === undefined ? this.#fedItems(name) : this.#sourceItems(name, source);
    this.#items.set(name, items);
    return items;
  }

  #sourceItems(
    name: string,
    source: NonNullable<GraphCertificate['declaration']['stages'][string]['source']>,
  ) {
    if (typeof source === 'object') {
      const { row } = rangeRows(source.range.map(axisOf), this.#certified(name).inputs);
      return Array.from({ length: this.#stage(name).certificate.items }, (_, at) => row(at));
    }
    const { table } = this.#stage(name);
    if (table === undefined) throw new Error(`the table of ${name} is missing`);
    equal('table', source, hashOf(table));
    return decodeTable(table);
  }

  #fedItems(name: string): Uint8Array[] {
    const plan = this.#planOf(name);
    const rows = plan.names.map((upstream, i) => this.#rowsOf(upstream, plan.needsInputs[i]));
    if (rows.some((each) => each.length !== rows[0].length))
      throw new Error(`${plan.names.join(', ')} have different numbers of rows`);
    const maker = new ItemMaker(plan);
    const items = rows[0].map((_, i) => maker.push(rows.map((each) => each[i])));
    return [...items, maker.end()].filter((item) => item !== null);
  }

  #planOf(name: string): StagePlan {
    return planStage(this.#graph.declaration.stages, name, (stage) => ({
      inputs: this.#certified(stage).inputs,
      outputs: this.#stage(stage).certificate.outputs,
    }));
  }

  #rowsOf(name: string, needsInputs: boolean): readonly UpstreamRow[] {
    const key = `${name} ${needsInputs}`;
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const { certificate, results } = this.#stage(name);
    const { outputs } = certificate;
    const items = needsInputs ? this.#itemsOf(name) : null;
    const rows = (typeof results === 'string' ? readResults(results, outputs) : results).map(
      (row, index) => ({
        index,
        result: resultOf(outputs, row),
        input: items?.[index] ?? null,
      }),
    );
    this.#rows.set(key, rows);
    return rows;
  }

  #stage(name: string): ChainStage {
    const stage = this.#stages[name];
    if (stage === undefined) throw new Error(`nothing is there of ${name}`);
    return stage;
  }

  #certified(name: string): CertifiedStage {
    const stage = this.#graph.stages.find((each) => each.name === name);
    if (stage === undefined) throw new Error(`${name} is not certified`);
    return stage;
  }
}

function equal(name: string, claimed: string, found: string): void {
  if (claimed !== found) throw new Error(`${name}: certified is ${claimed}, recomputed ${found}`);
}
