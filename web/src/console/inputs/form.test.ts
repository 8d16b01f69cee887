import type { Column } from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import { fit, givenBy, itemsOf, newForm, strideOf, takesRange } from './form.ts';

const column = (name: string, type: Column['type'] = 'i32'): Column => ({
  name,
  type,
  optional: false,
  doc: '',
});
const AB = [column('a'), column('b', 'f64')];

describe('a form of inputs', () => {
  it('gives rows, a file or ranges, and nothing while there is nothing', () => {
    const form = newForm('rows');
    expect(givenBy(form, AB)).toBeNull();
    form.rows.value = 'a,b\n1,2\n';
    expect(givenBy(form, AB)).toEqual({ kind: 'text', text: 'a,b\n1,2\n' });
    form.kind.value = 'file';
    expect(givenBy(form, AB)).toBeNull();
    form.kind.value = 'range';
    form.axes.value = { a: { from: '1', to: '10', step: '3' } };
    const given = givenBy(form, AB);
    expect(given).toEqual({
      kind: 'range',
      axes: { a: { from: 1n, to: 10n, step: 3n }, b: { from: 0n, to: 100n, step: 1n } },
    });
    expect(given?.kind === 'range' && itemsOf(given.axes)).toBe(300n);
  });

  it.each([
    ['1.5', '2', '1'],
    ['', '2', '1'],
    ['0', '2', '0'],
    ['0', 'ten', '1'],
    ['0', '1'.repeat(21), '1'],
  ])('from %j to %j by %j is no range', (from, to, step) => {
    expect(strideOf({ from, to, step })).toBeNull();
  });

  it('numbers beyond 2^53 stay exact, and a range may count down', () => {
    const stride = strideOf({ from: '9007199254740993', to: '9007199254740991', step: '-1' });
    expect(stride).toEqual({ from: 2n ** 53n + 1n, to: 2n ** 53n - 1n, step: -1n });
    expect(stride && itemsOf({ stride })).toBe(2n);
  });

  it('texts and truths take no range', () => {
    expect(takesRange(AB)).toBe(true);
    expect(takesRange([column('t', 'string')])).toBe(false);
    expect(takesRange([column('t', 'bool')])).toBe(false);
  });

  it('fits another kernel: a first line that nobody added to is changed, rows that somebody typed are not', () => {
    const form = newForm('range');
    fit(form, AB);
    expect([form.kind.value, form.rows.value]).toEqual(['range', 'a,b\n']);
    fit(form, [column('t', 'string')]);
    expect([form.kind.value, form.rows.value]).toEqual(['rows', 't\n']);
    form.rows.value = 't\nmine\n';
    fit(form, AB);
    expect(form.rows.value).toBe('t\nmine\n');
  });
});
