import { describe, expect, it } from 'vitest';
import { acceptanceOf, isAccepted, isChosen } from './acceptance.ts';

const ART = { id: 'a', category: 'art' };
const MEDICINE = { id: 'm', category: 'medicine' };
const UNNAMED = { id: 'u' };
const ALL = [ART, MEDICINE, UNNAMED];

describe('what a contributor accepts', () => {
  it.each([
    ['[CT1] everything, where nothing is named', [], [], false, 'amu'],
    ['[CT1] categories, and none of the others', ['art'], [], true, 'a'],
    ['[CT1] the category of what has none', ['other'], [], true, 'u'],
    ['[CT2] chosen jobs alone', [], ['m'], false, 'm'],
    ['[CT2] chosen jobs and others', [], ['m'], true, 'amu'],
    ['[CT2] chosen jobs whatever their category, and others of the categories', ['art'], ['u'], true, 'au'],
    ['[CT2] nothing where the chosen job is not there', ['art'], ['x'], false, ''],
  ] as const)('%s', (_, categories, jobs, others, expected) => {
    const acceptance = acceptanceOf(categories, jobs, others);
    const accepted = ALL.filter((job) => isAccepted(acceptance, job));
    expect(accepted.map(({ id }) => id).join('')).toBe(expected);
  });

  it('[CT2] tells chosen jobs from others', () => {
    const acceptance = acceptanceOf([], ['m'], true);
    expect(ALL.map((job) => isChosen(acceptance, job))).toEqual([false, true, false]);
    expect(isChosen(null, ART)).toBe(false);
  });
});
