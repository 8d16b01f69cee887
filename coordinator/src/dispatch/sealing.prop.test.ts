import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openSeal, type Ports } from './ports.ts';
import { openAssignment, sealAssignment } from './sealing.ts';
import type { AuditPart, OpenJob, OpenSlice } from './state.ts';
import { bareUnit } from './units.ts';
import { World } from './world.ts';

// Sealing asks the world for nothing but its name and its key.
const world = new World({ me: 'coordinator', seal: openSeal } as unknown as Ports);
const hex = (digits: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: digits, maxLength: digits });
const names = fc.oneof(
  hex(32),
  hex(40).map((digits) => `0x${digits}`),
  fc.string({ maxLength: 60 }),
);
const index = fc.integer({ min: 0, max: 2 ** 40 });
const place = fc.record({
  first: index,
  count: fc.integer({ min: 1, max: 1_000 }),
  attempt: fc.integer({ min: 0, max: 3 }),
});
const audit = fc.record({
  gap: fc.nat(300),
  slice: fc.integer({ min: 1, max: 3 }),
  place,
  position: fc.nat(999),
});

it('[AN1] an id gives back what was assigned: job, device, address, units and every audit', () => {
  fc.assert(
    fc.property(
      names,
      names,
      fc.string({ maxLength: 40 }),
      fc.array(place, { maxLength: 5 }),
      fc.array(audit, { maxLength: 40 }),
      (job, device, prefix, places, given) => {
        const open = { terms: { id: job } } as OpenJob;
        // What an id tells of a slice is these three.
        const sliceOf = (id: number) => ({ id, fence: 7, job: open }) as unknown as OpenSlice;
        const slice = places.length > 0 ? sliceOf(2) : null;
        let at = -1;
        const audits = given.map((each) => {
          at += 1 + each.gap;
          const unit = bareUnit(sliceOf(each.slice), each.place);
          return { at, audit: { unit, position: each.position } } as AuditPart;
        });
        const units = places.map((each) => bareUnit(sliceOf(2), each));
        const party = { device, prefix, earner: '' };
        const id = sealAssignment(world, { job: open, slice, party, units, audits });
        expect(openAssignment(world, id)).toEqual({
          job,
          device,
          prefix,
          slice: slice?.id ?? 0,
          fence: slice?.fence ?? 0,
          units: places,
          audits: given.map((each, i) => ({
            at: audits[i].at,
            slice: each.slice,
            first: each.place.first,
            position: each.position,
            attempt: each.place.attempt,
          })),
        });
      },
    ),
  );
});
