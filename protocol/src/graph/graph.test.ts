import { describe, expect, it } from 'vitest';
import { ITEM_STATUS } from '../digest.ts';
import { addressOf, newPrivateKey } from '../eip712.ts';
import { tableRoot } from '../inputs.ts';
import { decodeRow, encodeRow } from '../row-codec.ts';
import type { Column, ColumnType, Value } from '../schema.ts';
import {
  checkGraph,
  checkGraphCertificate,
  descendantsOf,
  type GraphStatement,
  ItemMaker,
  PartRoots,
  planStage,
  type StageColumns,
  type StageDeclaration,
  type Stages,
  signGraph,
} from './index.ts';

const column = (name: string, type: ColumnType, optional = false): Column => ({
  name,
  type,
  optional,
  doc: '',
});
const kernel = 'ab'.repeat(32);
const source = { kernel, source: 'cd'.repeat(32) };
const fed = (from: string | string[], more: Partial<StageDeclaration> = {}) => ({ kernel, from, ...more });

describe('[CH1] a graph', () => {
  it('has an order in which each stage comes behind those whose rows it takes', () => {
    const stages: Stages = { c: fed(['a', 'b']), b: fed('a'), a: source, d: fed('c') };
    expect(checkGraph(stages)).toEqual(['a', 'b', 'c', 'd']);
    expect(descendantsOf(stages, 'b')).toEqual(['c', 'd']);
    expect(descendantsOf(stages, 'd')).toEqual([]);
  });

  const many = Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`s${i}`, source]));
  it.each<[string, Stages, RegExp]>([
    ['has stages', {}, /1 to 32 stages, not 0/],
    ['has not too many', many, /1 to 32 stages, not 33/],
    ['names them as files can be', { 'A B': source }, /stage “A B”, name/],
    ['has an end', { a: fed('b'), b: fed('a') }, /a, b wait for one another in a circle/],
    ['waits not for itself', { a: fed('a') }, /circle/],
    ['knows the stages it names', { a: source, b: fed('c') }, /stage “b”, from: no stage is called “c”/],
    ['names each once', { a: source, b: fed(['a', 'a']) }, /“a” is named twice/],
    ['names some', { a: source, b: fed([]) }, /1 to 8 stages/],
    ['has rows from somewhere', { a: { kernel } }, /either a source/],
    ['has rows from one place', { a: source, b: { ...source, from: 'a' } }, /either a source/],
    ['takes only rows in groups', { a: { ...source, group: 2 } }, /stage “a”, group: this says how rows/],
    ['takes at least one', { a: source, b: fed('a', { group: 0 }) }, /stage “b”, group/],
    ['pays with price and budget', { a: { ...source, budget: '1' } }, /stage “a”, budget/],
  ])('%s', (_, stages, message) => {
    expect(() => checkGraph(stages)).toThrow(expect.objectContaining({ code: 'GRAPH_INVALID' }));
    expect(() => checkGraph(stages)).toThrow(message);
  });
});

const upstream: StageColumns = {
  inputs: [column('read', 'string')],
  outputs: [
    column('score', 'i32'),
    column('share', 'f32'),
    column('ok', 'bool'),
    column('note', 'string', true),
    column('counts', 'Uint32Array'),
  ],
};
const planFor = (inputs: readonly Column[], more: Partial<StageDeclaration> = {}) => {
  const columns: Record<string, StageColumns> = { a: upstream, a2: upstream, b: { inputs, outputs: [] } };
  return planStage({ a: source, a2: source, b: fed('a', more) }, 'b', (name) => columns[name]);
};

describe('parameters', () => {
  it.each<[string, Column, string | undefined]>([
    ['of the same name', column('score', 'i32'), undefined],
    ['of a wider type', column('x', 'i64'), 'output.score'],
    ['of a float that holds all', column('x', 'f64'), 'output.score'],
    ['of a wider float', column('x', 'f64'), 'output.share'],
    ['that may be absent', column('x', 'string', true), 'output.note'],
    ['of inputs', column('x', 'string'), 'input.read'],
    ['of the row itself', column('x', 'u64'), 'index'],
    ['of its fuel', column('x', 'u64'), 'fuel'],
    ['with their stage', column('x', 'u8'), 'a:status'],
  ])('take values %s', (_, param, text) => {
    expect(
      planFor([param], { columns: text === undefined ? {} : { [param.name]: text } }).cells,
    ).toHaveLength(1);
  });

  it.each<[string, Column, Partial<StageDeclaration>, RegExp]>([
    ['nothing has their name', column('x', 'i32'), {}, /stage “b”, columns.x: no output of a is called so/],
    [
      'they are not the kernel’s',
      column('score', 'i32'),
      { columns: { y: 'index' } },
      /columns.y: the kernel takes score/,
    ],
    ['the text is none', column('x', 'i32'), { columns: { x: 'score' } }, /write output.x/],
    ['the column is not there', column('x', 'i32'), { columns: { x: 'output.y' } }, /“a” has no output “y”/],
    [
      'the stage is not taken',
      column('x', 'i32'),
      { columns: { x: 'a2:output.score' } },
      /it takes no rows of “a2”/,
    ],
    ['the type is narrower', column('x', 'i16'), { columns: { x: 'output.score' } }, /without loss/],
    ['the float is not exact', column('x', 'f32'), { columns: { x: 'output.score' } }, /without loss/],
    ['the sign is lost', column('x', 'u64'), { columns: { x: 'output.score' } }, /without loss/],
    ['it may be absent', column('x', 'string'), { columns: { x: 'output.note' } }, /must be there/],
    ['failed rows have none', column('score', 'i32'), { failed: 'keep' }, /rows that failed have no score/],
    ['a group makes no scalar', column('score', 'i32'), { group: 2 }, /typed array/],
    [
      'an array has no text',
      column('x', 'Float64Array'),
      { group: 2, columns: { x: 'input.read' } },
      /without loss/,
    ],
  ])('are refused where %s', (_, param, more, message) => {
    expect(() => planFor([param], more)).toThrow(expect.objectContaining({ code: 'GRAPH_INVALID' }));
    expect(() => planFor([param], more)).toThrow(message);
  });
});

const row = (index: number, values: Value[] | null) => ({
  index,
  input: encodeRow(upstream.inputs, [`read ${index}`]),
  result: {
    status: values === null ? ITEM_STATUS.trap : ITEM_STATUS.ok,
    fuel: 10n,
    output: values === null ? new Uint8Array() : encodeRow(upstream.outputs, values),
  },
});
const values = (score: number): Value[] => [score, score / 2, score > 1, null, Uint32Array.of(score, 7)];

describe('items', () => {
  it('of single rows skip, keep or are only those that failed', () => {
    const params = [column('score', 'i64', true), column('at', 'u32'), column('status', 'i32')];
    const columns = { at: 'index', status: 'status' };
    const made = (failed: 'skip' | 'keep' | 'only') => {
      const maker = new ItemMaker(planFor(params, { columns, failed }));
      const items = [row(0, values(5)), row(1, null), row(2, values(6))].map((each) => maker.push([each]));
      return { items: items.map((item) => item && decodeRow(params, item)), skipped: maker.skipped };
    };
    expect(made('skip')).toEqual({ items: [[5n, 0, 0], null, [6n, 2, 0]], skipped: 1 });
    expect(made('keep')).toEqual({
      items: [
        [5n, 0, 0],
        [null, 1, 1],
        [6n, 2, 0],
      ],
      skipped: 0,
    });
    expect(made('only')).toEqual({ items: [null, [null, 1, 1], null], skipped: 2 });
    const strict = new ItemMaker(planFor(params, { columns, failed: 'stop' }));
    expect(() => strict.push([row(1, null)])).toThrow(expect.objectContaining({ code: 'GRAPH_ROW_FAILED' }));
  });

  it('of groups are arrays of values, and arrays end to end; the last may be short', () => {
    const params = [
      column('score', 'Float64Array'),
      column('ok', 'Uint8Array'),
      column('counts', 'Uint32Array'),
    ];
    const maker = new ItemMaker(planFor(params, { group: 2 }));
    expect(maker.push([row(0, values(1))])).toBeNull();
    expect(maker.isFilling).toBe(true);
    expect(maker.push([row(1, null)])).toBeNull();
    const item = maker.push([row(2, values(2))]) as Uint8Array;
    expect(decodeRow(params, item)).toEqual([
      Float64Array.of(1, 2),
      Uint8Array.of(0, 1),
      Uint32Array.of(1, 7, 2, 7),
    ]);
    expect([maker.isFilling, maker.end()]).toEqual([false, null]);
    maker.push([row(3, values(3))]);
    expect(decodeRow(params, maker.end() as Uint8Array)[0]).toEqual(Float64Array.of(3));
  });

  it('[SE1] that grow too long are refused, and so are numbers that do not fit', () => {
    const groups = new ItemMaker(planFor([column('score', 'Float64Array')], { group: 'all' }));
    const one = [row(0, values(1))];
    const push = () => {
      for (let i = 0; i < 600_000; i++) groups.push(one);
    };
    expect(push).toThrow(expect.objectContaining({ code: 'ROW_INVALID' }));
    const narrow = new ItemMaker(planFor([column('at', 'i32')], { columns: { at: 'index' } }));
    expect(() => narrow.push([row(2 ** 31, values(1))])).toThrow(
      expect.objectContaining({ code: 'ROW_INVALID' }),
    );
  });

  it('[SE1] of groups refuse an index that their array would wrap, and may be of empty arrays', () => {
    const ats = new ItemMaker(
      planFor([column('at', 'Int32Array')], { columns: { at: 'index' }, group: 'all' }),
    );
    expect(ats.push([row(2 ** 31 - 1, values(1))])).toBeNull();
    expect(() => ats.push([row(2 ** 31, values(1))])).toThrow(
      expect.objectContaining({ code: 'ROW_INVALID' }),
    );
    const params = [column('counts', 'Uint32Array')];
    const empty = new ItemMaker(planFor(params, { group: 'all' }));
    const none = [row(0, [1, 1, true, null, new Uint32Array()])];
    for (const rows of [none, none, [row(2, values(5))], none]) expect(empty.push(rows)).toBeNull();
    expect(decodeRow(params, empty.end() as Uint8Array)).toEqual([Uint32Array.of(5, 7)]);
    empty.push(none);
    expect(decodeRow(params, empty.end() as Uint8Array)).toEqual([new Uint32Array()]);
  });

  it('hash to the roots of the parts they were fed in, or to none where they are more or fewer', () => {
    const items = [1, 2, 3, 4].map((n) => Uint8Array.of(n));
    const rootsOf = (counts: readonly number[]) => {
      const parts = new PartRoots(counts);
      for (const item of items) parts.push(item);
      return parts.roots();
    };
    expect(rootsOf([1, 3])).toEqual([tableRoot(items.slice(0, 1)), tableRoot(items.slice(1))]);
    expect([rootsOf([1, 2]), rootsOf([4, 1])]).toEqual([null, null]);
  });
});

it('a graph’s certificate is its signer’s, word by word', () => {
  const privateKey = newPrivateKey();
  const statement: GraphStatement = {
    version: 1,
    graph: '0'.repeat(32),
    declaration: { title: 't', stages: { a: source } },
    stages: [],
    certifiedAt: '2026-01-01T00:00:00.000Z',
  };
  const certificate = signGraph(statement, privateKey, addressOf(privateKey));
  checkGraphCertificate(certificate);
  const other = { ...certificate, declaration: { title: 'u', stages: { a: source } } };
  expect(() => checkGraphCertificate(other)).toThrow(
    expect.objectContaining({ code: 'CERTIFICATE_INVALID' }),
  );
});
