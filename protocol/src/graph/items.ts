/** Items made of other stages' rows, the same at the coordinator that feeds them and for whoever checks it later. */

import { toHex } from '../bytes.ts';
import { ITEM_STATUS, type ItemResult, inputLeaf, MerkleAccumulator } from '../digest.ts';
import { KnownError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { decodeRow, encodeRow } from '../row-codec.ts';
import { ARRAY_KINDS, isArray, SCALAR_BYTES, type Value } from '../schema.ts';
import { arrayOf, elementsOf } from '../values.ts';
import type { Cell, StagePlan } from './plan.ts';

/** One row of an upstream. */
export interface UpstreamRow {
  readonly index: number;
  readonly result: ItemResult;
  /** Its encoded input; null where the plan does not need it. */
  readonly input: Uint8Array | null;
}

/** Values of one upstream's row, decoded when first asked for. */
interface OpenRow {
  output(): Value[] | null;
  input(): Value[];
  readonly row: UpstreamRow;
}

/**
 * Makes a stage's items of upstream rows, which are pushed in the order of their index. Between items it holds nothing, so that
 * another one may go on there.
 */
export class ItemMaker {
  readonly #plan: StagePlan;
  /** By cell, values of the group that is being filled. */
  #group: Value[][] = [];
  #rows = 0;
  #bytes = 0;
  #skipped = 0;

  constructor(plan: StagePlan) {
    this.#plan = plan;
  }

  /** Whether rows wait for others of their group. */
  get isFilling(): boolean {
    return this.#rows > 0;
  }

  /** Rows that were left out so far. */
  get skipped(): number {
    return this.#skipped;
  }

  /**
   * Takes the rows of one index, one of each upstream; gives the item that is whole with them, or null. Throws
   * GRAPH_ROW_FAILED where a failed row ends the stage, ROW_INVALID where values do not fit or an item grows too long.
   */
  push(rows: readonly UpstreamRow[]): Uint8Array | null {
    const { failed, group } = this.#plan;
    const wrong = rows.findIndex(({ result }) => result.status !== ITEM_STATUS.ok);
    if (wrong >= 0 && failed === 'stop') throw rowFailed(this.#plan.names[wrong], rows[wrong]);
    if (wrong >= 0 ? failed === 'skip' : failed === 'only') {
      this.#skipped++;
      return null;
    }
    const values = this.#values(rows);
    if (group === null) return checkedLength(encodeRow(this.#plan.params, values), rows[0].index);
    this.#add(values, rows[0].index);
    return this.#rows === group ? this.end() : null;
  }

  /** The item of a group that no more rows come to; null where none waits. */
  end(): Uint8Array | null {
    if (this.#rows === 0) return null;
    const values = this.#plan.cells.map((cell, i) => joinedArray(cell, this.#group[i]));
    this.#group = [];
    this.#rows = 0;
    this.#bytes = 0;
    return checkedLength(encodeRow(this.#plan.params, values), null);
  }

  #values(rows: readonly UpstreamRow[]): Value[] {
    const open = rows.map((row, upstream) => opened(this.#plan, upstream, row));
    return this.#plan.cells.map(({ source, convert }) => {
      const value = takenFrom(open[source.upstream], source);
      return value === null ? null : convert(value);
    });
  }

  #add(values: readonly Value[], index: number): void {
    this.#rows++;
    values.forEach((value, i) => {
      this.#group[i] ??= [];
      // However many rows have an empty array, nothing of them is held: their bytes would bound nothing.
      if (ArrayBuffer.isView(value) && value.byteLength === 0) return;
      this.#group[i].push(value);
      this.#bytes += ArrayBuffer.isView(value) ? value.byteLength : elementBytes(this.#plan.cells[i]);
    });
    if (this.#bytes > LIMITS.rowBytes) throw tooLong(this.#bytes, index);
  }
}

const elementBytes = ({ param }: Cell): number =>
  isArray(param.type) ? SCALAR_BYTES[ARRAY_KINDS[param.type].element] : 0;

function opened(plan: StagePlan, upstream: number, row: UpstreamRow): OpenRow {
  const { inputs, outputs } = plan.upstreams[upstream];
  let output: Value[] | null | undefined;
  let input: Value[] | undefined;
  return {
    row,
    output: () => {
      output ??= row.result.status === ITEM_STATUS.ok ? decodeRow(outputs, row.result.output) : null;
      return output;
    },
    input: () => {
      input ??= decodeRow(inputs, row.input as Uint8Array);
      return input;
    },
  };
}

function takenFrom(open: OpenRow, source: Cell['source']): Value {
  switch (source.kind) {
    case 'output':
      return open.output()?.[source.column] ?? null;
    case 'input':
      return open.input()[source.column];
    case 'index':
      return open.row.index;
    case 'status':
      return open.row.result.status;
    case 'fuel':
      return open.row.result.fuel;
  }
}

function joinedArray({ param }: Cell, values: readonly Value[]): Value {
  if (!isArray(param.type)) return null;
  const { of } = ARRAY_KINDS[param.type];
  const flat = values.flatMap((value) => (ArrayBuffer.isView(value) ? elementsOf(value) : [value]));
  return arrayOf(of, flat);
}

function checkedLength(item: Uint8Array, index: number | null): Uint8Array {
  if (item.length > LIMITS.rowBytes) throw tooLong(item.length, index);
  return item;
}

const tooLong = (bytes: number, index: number | null): KnownError =>
  new KnownError(
    'ROW_INVALID',
    `${index === null ? 'an item' : `the item of row ${index}`} has ${bytes} bytes or more; ${LIMITS.rowBytes} are allowed: take fewer rows into a group`,
  );

const rowFailed = (stage: string, { index, result }: UpstreamRow): KnownError =>
  new KnownError(
    'GRAPH_ROW_FAILED',
    `row ${index} of “${stage}” ${result.status === ITEM_STATUS.trap ? 'trapped' : 'ran out of fuel'}, and the stage takes none that failed`,
    { details: { stage, index } },
  );

/** One part of a stage's inputs: how many items, and the root over them (64 hex digits). */
export interface FedPart {
  readonly count: number;
  readonly root: string;
}

/** Hashes items into the roots of parts of given sizes: what a stage was fed must be what it would be fed now. */
export class PartRoots {
  readonly #counts: readonly number[];
  readonly #roots: string[] = [];
  #tree = new MerkleAccumulator();
  #filled = 0;
  #over = 0;

  constructor(counts: readonly number[]) {
    this.#counts = counts;
  }

  push(item: Uint8Array): void {
    if (this.#roots.length >= this.#counts.length) {
      this.#over++;
      return;
    }
    this.#tree.append(inputLeaf(this.#filled++, item));
    if (this.#filled < this.#counts[this.#roots.length]) return;
    this.#roots.push(toHex(this.#tree.root()));
    this.#tree = new MerkleAccumulator();
    this.#filled = 0;
  }

  /** The root of each part; null where there are more items than the parts have, or fewer. */
  roots(): readonly string[] | null {
    return this.#over > 0 || this.#roots.length < this.#counts.length ? null : this.#roots;
  }
}
