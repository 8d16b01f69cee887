import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AuditRecord, drawIsRight } from './audit-record.ts';
import { toHex } from './bytes.ts';
import { auditCount, type Draw, drawAudits, drawPositions } from './draw.ts';

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
        expect(drawIsRight(record, toHex(draw.secret))).toBe(true);
        const moved = {
          ...record,
          rounds: [
            record.rounds[0],
            { round: 1, positions: [(record.rounds[1].positions[0] + 1) % (draw.items + 1)] },
          ],
        };
        expect(drawIsRight(moved, toHex(draw.secret))).toBe(false);
        const fewer = { ...record, rounds: [{ round: 0, positions: record.rounds[0].positions.slice(1) }] };
        expect(drawIsRight(fewer, toHex(draw.secret))).toBe(record.rounds[0].positions.length === 0);
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
