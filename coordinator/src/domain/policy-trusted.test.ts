import { checkPolicy, DEFAULT_POLICY, type Policy } from '@manyhands/protocol';
import { describe, expect, it } from 'vitest';
import { mayWork } from './policy-trusted.ts';
import { checksPpm } from './reserve.ts';

const ANN = `0x${'aB'.repeat(20)}`;
const pool = checkPolicy({ kind: 'trusted', devices: [ANN, ANN.toLowerCase()], auditPpm: 0 });

describe('a private pool', () => {
  it('[VF7] lets in who is named, however the address is written, and nobody else', () => {
    expect(pool).toEqual({ kind: 'trusted', devices: [ANN.toLowerCase()], auditPpm: 0 });
    expect(mayWork(pool, ANN, null)).toBe(true);
    expect(mayWork(pool, ANN.toLowerCase(), null)).toBe(true);
    expect(mayWork(pool, `0x${'cd'.repeat(20)}`, 'farm')).toBe(false);
    expect(mayWork(pool, '', null)).toBe(false);
    expect(mayWork(DEFAULT_POLICY, ANN, null)).toBe(true);
  });

  it('[VF7] lets in members of the pool that it names, and of no other', () => {
    const named = checkPolicy({ kind: 'trusted', devices: [], pool: 'farm', auditPpm: 0 });
    expect(mayWork(named, ANN, 'farm')).toBe(true);
    expect(mayWork(named, ANN, 'physics')).toBe(false);
    expect(mayWork(named, ANN, null)).toBe(false);
    expect(() => checkPolicy({ kind: 'trusted', devices: [], pool: 'Farm 1', auditPpm: 0 })).toThrow(
      /a pool has a name/,
    );
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
