import { describe, expect, it } from 'vitest';
import { type Greeted, Tickets } from './tickets.ts';

const who: Greeted = { device: `0x${'ab'.repeat(20)}`, payee: `0x${'01'.repeat(20)}` };
const DAY = 24 * 60 * 60;

describe('tickets', () => {
  let now = 1_800_000_000;
  const tickets = new Tickets(new Uint8Array(32).fill(7), () => now);

  it('say who came, for a day, to every process with the same key', () => {
    const ticket = tickets.issue(who);
    expect(new Tickets(new Uint8Array(32).fill(7), () => now).open(ticket)).toEqual(who);
    now += DAY;
    expect(tickets.open(ticket)).toEqual(who);
    now += 1;
    expect(tickets.open(ticket)).toBeNull();
  });

  it('[SE1] of another key, changed in any character, or of any other text are none', () => {
    const ticket = tickets.issue(who);
    expect(new Tickets(new Uint8Array(32), () => now).open(ticket)).toBeNull();
    for (let at = 0; at < ticket.length; at++) {
      const other = ticket[at] === 'A' ? 'B' : 'A';
      expect(tickets.open(ticket.slice(0, at) + other + ticket.slice(at + 1))).toBeNull();
    }
    for (const text of ['', 'x', ticket.slice(1), `${ticket}A`, '='.repeat(100)])
      expect(tickets.open(text)).toBeNull();
  });
});
