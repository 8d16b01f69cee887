import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CARD_RULES, checkedRules, DEFAULT_RULES, type Rules, rulesFromText, textOfRules } from './rules.ts';

const chosen: Rules = {
  battery: 'level',
  batteryAbove: 0.3,
  metered: 'ignore',
  hidden: 'rest',
  inUse: 'rest',
  hours: { from: 22 * 60, to: 6 * 60 },
  pause: { kind: 'until', at: 1_900_000_000_000 },
};

describe('rules', () => {
  it('that are valid are kept as they are, also through storage', () => {
    expect(checkedRules(chosen)).toEqual(chosen);
    expect(rulesFromText(textOfRules(chosen))).toEqual(chosen);
  });

  it('a pause until the page is opened again is not stored', () => {
    const paused: Rules = { ...chosen, pause: { kind: 'restart' } };
    expect(checkedRules(paused)).toEqual(paused);
    expect(rulesFromText(textOfRules(paused))).toEqual({ ...chosen, pause: { kind: 'none' } });
  });

  it.each([
    ['battery', 'always'],
    ['batteryAbove', 2],
    ['batteryAbove', Number.NaN],
    ['batteryAbove', '0.5'],
    ['metered', true],
    ['hidden', null],
    ['inUse', {}],
    ['hours', { from: 0, to: 1440 }],
    ['hours', { from: 1.5, to: 3 }],
    ['hours', { from: 60, to: 60 }],
    ['pause', { kind: 'until', at: Number.POSITIVE_INFINITY }],
    ['pause', { kind: 'until' }],
    ['pause', { kind: 'for ever' }],
  ])('%s of %j is not believed, the others are', (name, value) => {
    const checked = checkedRules({ ...chosen, [name]: value });
    expect(checked).toEqual({ ...chosen, [name]: DEFAULT_RULES[name as keyof Rules] });
  });

  it.each(['', '{', 'null', '7', '[]', '"rest"'])('the text %j gives the default rules', (text) => {
    expect(rulesFromText(text)).toEqual(DEFAULT_RULES);
  });

  it('a card rests in the background unless its visitor chose otherwise', () => {
    expect(rulesFromText('', CARD_RULES).hidden).toBe('rest');
    expect(rulesFromText(textOfRules({ ...CARD_RULES, hidden: 'ignore' }), CARD_RULES).hidden).toBe('ignore');
  });

  it('whatever is given, rules are valid and nothing is thrown', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const rules = checkedRules(value);
        expect(checkedRules(rules)).toEqual(rules);
      }),
    );
  });
});
