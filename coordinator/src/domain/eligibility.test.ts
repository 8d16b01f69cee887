import { describe, expect, it } from 'vitest';
import { chooseAuditor, LOOPBACK, mayBeOne } from './eligibility.ts';

const party = (device: string, earner = '', prefix = '') => ({ device, earner, prefix });

describe('[AS1] who may be one', () => {
  it.each([
    ['[AS1] one device', party('a'), party('a'), true],
    ['[AS1] two devices that earn for one payee', party('a', 'p'), party('b', 'p'), true],
    ['[AS1] two devices behind one address prefix', party('a', '', '10.0.0'), party('b', '', '10.0.0'), true],
    ['loopback is shared by nobody', party('a', '', LOOPBACK), party('b', '', LOOPBACK), false],
    ['anonymous devices elsewhere', party('a', '', '10.0.0'), party('b', '', '10.0.1'), false],
  ])('%s', (_title, a, b, same) => {
    expect(mayBeOne(a, b)).toBe(same);
    expect(mayBeOne(b, a)).toBe(same);
  });

  it('the auditor is the most trusted of four drawn at random', () => {
    const candidates = [{ passed: 1 }, { passed: 9 }, { passed: 5 }, { passed: 2 }, { passed: 100 }];
    const words = [0, 0.2, 0.4, 0.6];
    expect(chooseAuditor(candidates, () => words.shift() ?? 0)).toEqual({ passed: 9 });
    expect(chooseAuditor([], () => 0)).toBeNull();
  });
});
