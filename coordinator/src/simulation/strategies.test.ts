import { ITEM_STATUS } from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import { answerTo, inputOf, itemsOf, partsOf, truthOf, wrongIn } from './items.ts';
import { generator } from './random.ts';
import { Conspiracy, type Kind, SAYS, STRATEGIES, say } from './strategies.ts';

/** Items 100 to 119 of its own, with audits of 7 and 900 mixed in. */
const ITEMS = Uint32Array.from([100, 101, 7, ...Array.from({ length: 18 }, (_, i) => 102 + i), 900]);
const PARTS = partsOf(ITEMS);
const AUDITS = [2, 21];

const liar = (kind: Kind, fields: { number?: number; units?: number; visit?: number } = {}) => ({
  kind,
  number: 2,
  units: 0,
  visit: 50,
  sleeps: 6,
  ...fields,
});
const wrongPositions = (kind: Kind, fields = {}, fellows = new Conspiracy()): number[] =>
  [...say(liar(kind, fields), ITEMS, PARTS, fellows, generator(1))].flatMap((says, i) =>
    says === SAYS.truth ? [] : [i],
  );

describe('what a contributor can tell from an assignment', () => {
  it('its audits are the items without neighbours', () => {
    expect([...PARTS.isAudit].flatMap((audit, i) => (audit ? [i] : []))).toEqual(AUDITS);
    expect(PARTS.work).toHaveLength(20);
    expect(partsOf(Uint32Array.of(5)).work).toEqual([0]);
  });
});

describe('strategies', () => {
  it.each([
    ['honest', {}, 0],
    ['always', {}, 20],
    ['flapping', {}, 20],
    ['prefix-group', {}, 20],
    ['whitewash', {}, 20],
    ['item', {}, 1],
    ['sleeper', { units: 5 }, 0],
    ['sleeper', { units: 6 }, 20],
    ['leaver', { units: 46 }, 0],
    ['leaver', { units: 47 }, 20],
    ['colluding-auditor', { number: 2 }, 1],
    ['colluding-auditor', { number: 3 }, 0],
    ['copycat', { number: 2 }, 0],
    ['copycat', { number: 3 }, 22],
    ['false-dispute', {}, 2],
  ] as const)('%s %j is wrong about %i items', (kind, fields, count) => {
    expect(wrongPositions(kind, fields)).toHaveLength(count);
  });

  it('a liar audits honest work rightly and vouches for its fellows', () => {
    const fellows = new Conspiracy();
    expect(wrongPositions('item', {}, fellows)).not.toContain(AUDITS[0]);
    fellows.lie(7);
    expect(wrongPositions('item', {}, fellows)).toContain(AUDITS[0]);
    expect(wrongPositions('colluding-auditor', { number: 3 }, fellows)).toEqual([AUDITS[0]]);
  });

  it('a copycat gives what a fellow computed', () => {
    const fellows = new Conspiracy();
    wrongPositions('copycat', { number: 2 }, fellows);
    expect(wrongPositions('copycat', { number: 3 }, fellows)).toEqual([]);
  });

  it('every strategy says what it does', () => {
    for (const meaning of Object.values(STRATEGIES)) expect(meaning.length).toBeGreaterThan(10);
  });
});

describe('the simulated kernel', () => {
  it('is right when it says the truth, and the colluders share one wrong value', () => {
    const items = Uint32Array.from({ length: 300 }, (_, i) => 50 + i);
    const answer = (says: number, by: number) => answerTo(items, new Uint8Array(300).fill(says), by);
    expect(wrongIn(answer(SAYS.truth, 1), 50)).toBe(0);
    expect(wrongIn(answer(SAYS.shared, 1), 50)).toBe(300);
    expect(wrongIn(answer(SAYS.own, 1), 50)).toBe(300);
    expect(answer(SAYS.shared, 1)).toEqual(answer(SAYS.shared, 2));
    expect(answer(SAYS.own, 1)).not.toEqual(answer(SAYS.own, 2));
    expect(truthOf(96).status).toBe(ITEM_STATUS.trap);
  });

  it('reads its items from the rows it is sent', () => {
    const rows = [1, 70_000, 2 ** 32 - 1].map(inputOf);
    const inputs = Uint8Array.from(rows.flatMap((row) => [...row]));
    const lengths = Uint8Array.from(rows.flatMap(() => [4, 0, 0, 0]));
    expect([...itemsOf({ inputs, lengths })]).toEqual([1, 70_000, 2 ** 32 - 1]);
  });
});
