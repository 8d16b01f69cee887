import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AuditRecord, drawIsRight } from './audit-record.ts';
import { toHex } from './bytes.ts';
import { auditCount, type Draw, drawAudits, drawPositions, FINAL_LOOK } from './draw.ts';

const draws = fc.record<Draw>({
  secret: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  assignment: fc.string(),
  digest: fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toHex),
  items: fc.integer({ min: 1, max: 300 }),
  round: fc.nat(5),
});

describe('the audit draw', () => {
  it('gives distinct positions of the answer, ascending', () => {
    fc.assert(
      fc.property(draws, fc.nat(320), (draw, count) => {
        const positions = drawPositions(draw, count);
        expect(positions).toHaveLength(Math.min(count, draw.items));
        expect(new Set(positions).size).toBe(positions.length);
        expect(positions).toEqual([...positions].sort((a, b) => a - b));
        expect(positions.every((p) => p >= 0 && p < draw.items)).toBe(true);
      }),
    );
  });

  it('[VF4] of an assignment’s further units it is the one of its name with a dot and a number', () => {
    fc.assert(
      fc.property(draws, fc.integer({ min: 1, max: 10_000 }), (draw, place) => {
        const named = { ...draw, assignment: `${draw.assignment}.${place}` };
        expect(drawPositions({ ...draw, place }, 5)).toEqual(drawPositions(named, 5));
        expect(drawPositions({ ...draw, place: 0 }, 5)).toEqual(drawPositions(draw, 5));
      }),
    );
  });

  it('count and positions at once are the same draw', () => {
    fc.assert(
      fc.property(draws, fc.integer({ min: 1, max: 1_000_000 }), (draw, ratePpm) => {
        expect(drawAudits(draw, ratePpm)).toEqual(drawPositions(draw, auditCount(draw, ratePpm)));
      }),
    );
  });

  it('[VF4] anyone who knows the secret recomputes it, and sees a changed one', () => {
    fc.assert(
      fc.property(draws, fc.integer({ min: 1, max: 1_000_000 }), (draw, ratePpm) => {
        const first = { ...draw, round: 0 };
        const record: AuditRecord = {
          assignment: draw.assignment,
          digest: draw.digest,
          first: 5,
          items: draw.items,
          ratePpm,
          rounds: [
            { round: 0, positions: drawPositions(first, auditCount(first, ratePpm)) },
            { round: 1, positions: drawPositions({ ...draw, round: 1 }, 1) },
          ],
        };
        expect(drawIsRight(record, toHex(draw.secret), 0)).toBe(true);
        const moved = {
          ...record,
          rounds: [
            record.rounds[0],
            { round: 1, positions: [(record.rounds[1].positions[0] + 1) % (draw.items + 1)] },
          ],
        };
        expect(drawIsRight(moved, toHex(draw.secret), 0)).toBe(false);
        const fewer = { ...record, rounds: [{ round: 0, positions: record.rounds[0].positions.slice(1) }] };
        expect(drawIsRight(fewer, toHex(draw.secret), 0)).toBe(record.rounds[0].positions.length === 0);
      }),
    );
  });

  it('[VF4] nor can a final look be left out, moved or invented', () => {
    fc.assert(
      fc.property(draws, fc.integer({ min: 1, max: 1_000_000 }), (draw, finalPpm) => {
        const positions = drawAudits({ ...draw, round: FINAL_LOOK }, finalPpm);
        const first = { ...draw, round: 0 };
        const atAnswer = { round: 0, positions: drawAudits(first, 500_000) };
        const { assignment, digest, items } = draw;
        const record = { assignment, digest, first: 0, items, ratePpm: 500_000, rounds: [atAnswer] };
        const secret = toHex(draw.secret);
        const looked = { ...record, rounds: [atAnswer, { round: FINAL_LOOK, positions }] };
        expect(drawIsRight(looked, secret, finalPpm)).toBe(true);
        expect(drawIsRight(record, secret, finalPpm)).toBe(positions.length === 0);
        const moved = { ...record, rounds: [atAnswer, { round: FINAL_LOOK, positions: [items] }] };
        expect(drawIsRight(moved, secret, finalPpm)).toBe(false);
      }),
    );
  });

  it('audits the stated share on average, also of single items', () => {
    for (const items of [1, 7, 100]) {
      let audited = 0;
      for (let i = 0; i < 4000; i++)
        audited += auditCount(
          { secret: new Uint8Array(32), assignment: String(i), digest: '00'.repeat(32), items, round: 0 },
          60_000,
        );
      expect(audited / (4000 * items)).toBeCloseTo(0.06, 1);
    }
  });
});
