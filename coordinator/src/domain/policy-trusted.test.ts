import { checkPolicy, DEFAULT_POLICY, type Policy } from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import { mayWork } from './policy-trusted.ts';
import { checksPpm } from './reserve.ts';

const ANN = `0x${'aB'.repeat(20)}`;
const pool = checkPolicy({ kind: 'trusted', devices: [ANN, ANN.toLowerCase()], auditPpm: 0 });

describe('a private pool', () => {
  it('[VF7] lets in who is named, however the address is written, and nobody else', () => {
    expect(pool).toEqual({ kind: 'trusted', devices: [ANN.toLowerCase()], auditPpm: 0 });
    expect(mayWork(pool, ANN)).toBe(true);
    expect(mayWork(pool, ANN.toLowerCase())).toBe(true);
    expect(mayWork(pool, `0x${'cd'.repeat(20)}`)).toBe(false);
    expect(mayWork(pool, '')).toBe(false);
    expect(mayWork(DEFAULT_POLICY, ANN)).toBe(true);
  });

  it.each([
    ['nobody', [], /number of devices/],
    ['a name', ['ann'], /ann is no device/],
    ['too many', Array.from({ length: 1001 }, () => ANN), /from 1 to 1000/],
  ] as const)('of %s is refused', (_title, devices, why) => {
    expect(() => checkPolicy({ kind: 'trusted', devices, auditPpm: 0 })).toThrow(why);
  });

  it('reserves for audits only where there are some', () => {
    expect(checksPpm(pool)).toBe(0);
    expect(checksPpm({ ...pool, auditPpm: 50_000 } as Policy)).toBe(200_000);
  });
});
