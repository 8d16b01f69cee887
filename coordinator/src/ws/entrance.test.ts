import type { ErrorCode } from '@manyhands/protocol';
import { describe, expect, it, vi } from 'vitest';
import { Entrance } from './entrance.ts';

class Guest {
  readonly closed: ErrorCode[] = [];
  close(code: ErrorCode): void {
    this.closed.push(code);
  }
}

const bounds = { total: 5, perAddress: 3, ungreeted: 2 };

describe('[SE1] the entrance', () => {
  it('lets an address have so many sockets, and again as many when they have left', () => {
    const entrance = new Entrance({ ...bounds, ungreeted: 9 }, () => 0);
    const guests = Array.from({ length: 4 }, () => new Guest());
    const refusals = guests.map((guest) => entrance.entered(guest, 'a')?.code);
    expect(refusals).toEqual([undefined, undefined, undefined, 'ADDRESS_FULL']);
    expect(entrance.entered(new Guest(), 'b')).toBeNull();
    expect(entrance.entered(new Guest(), 'c')?.code).toBe('SESSIONS_FULL');
    entrance.left(guests[3], 'a');
    entrance.left(guests[0], 'a');
    entrance.left(new Guest(), 'c');
    expect(entrance.entered(new Guest(), 'a')).toBeNull();
    entrance.close();
  });

  it('turns away who has waited longest without a greeting when more come', () => {
    const entrance = new Entrance(bounds, () => 0);
    const [first, second, third, fourth] = Array.from({ length: 4 }, () => new Guest());
    entrance.entered(first, 'a');
    entrance.greeted(first);
    entrance.entered(second, 'a');
    entrance.entered(third, 'a');
    entrance.entered(fourth, 'b');
    expect([first, second, third, fourth].map(({ closed }) => closed)).toEqual([
      [],
      ['SESSIONS_FULL'],
      [],
      [],
    ]);
    entrance.close();
  });

  it('turns away who says nothing for ten seconds, and nobody else', () => {
    vi.useFakeTimers();
    const entrance = new Entrance(bounds, Date.now);
    const [silent, polite, late] = Array.from({ length: 3 }, () => new Guest());
    entrance.entered(silent, 'a');
    entrance.entered(polite, 'a');
    entrance.greeted(polite);
    vi.advanceTimersByTime(6_000);
    entrance.entered(late, 'a');
    vi.advanceTimersByTime(5_000);
    expect([silent, polite, late].map(({ closed }) => closed)).toEqual([['SESSION_SILENT'], [], []]);
    vi.advanceTimersByTime(5_000);
    expect(late.closed).toEqual(['SESSION_SILENT']);
    vi.useRealTimers();
  });
});
