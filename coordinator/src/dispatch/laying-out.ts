/** The inputs of an assignment in the order of its flat list: units' items, with audits between them. */
import { type Packed, readU32, writeU32 } from '@manyhands/protocol';
import { copy } from './copying.ts';
import type { Assignment, AuditPart, Unit } from './state.ts';

type Carried = Pick<Assignment, 'slice' | 'units' | 'audits' | 'items'>;

export function inputsOf({ slice, units, audits, items }: Carried): Packed {
  const runs = slice === null ? [] : runsOf(units).map(({ first, count }) => slice.inputs.run(first, count));
  if (audits.length === 0 && runs.length === 1) return runs[0];
  const rows = audits.map(({ audit }) => audit.unit.slice.inputs.row(audit.unit.first + audit.position));
  const size = sizeOf(runs.map(({ bytes }) => bytes)) + sizeOf(rows);
  const whole = { lengths: new Uint8Array(4 * items), bytes: new Uint8Array(size) };
  mix(whole, runs, { audits, rows });
  return whole;
}

/** Units that follow one another are one run. */
function runsOf(units: readonly Unit[]): { readonly first: number; readonly count: number }[] {
  const runs: { first: number; count: number }[] = [];
  let last = { first: 0, count: 0 };
  for (const { first, count } of units) {
    if (last.count > 0 && first === last.first + last.count) last.count += count;
    else {
      last = { first, count };
      runs.push(last);
    }
  }
  return runs;
}

const sizeOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, { length }) => sum + length, 0);

/** One pass over all items, whose rows are mostly a few bytes: views of pieces would cost more than the bytes. */
function mix(
  { lengths, bytes }: Packed,
  runs: readonly Packed[],
  { audits, rows }: { readonly audits: readonly AuditPart[]; readonly rows: readonly Uint8Array[] },
): void {
  let flat = 0;
  let to = 0;
  let audit = 0;
  let next = audits.length > 0 ? audits[0].at : -1;
  const placeAudits = (): void => {
    while (flat === next) {
      const row = rows[audit];
      writeU32(lengths, 4 * flat++, row.length);
      to = copy(bytes, to, row, 0, row.length);
      next = ++audit < audits.length ? audits[audit].at : -1;
    }
  };
  for (const run of runs) {
    let from = 0;
    for (let i = 0; i < run.lengths.length; i += 4) {
      placeAudits();
      const length = readU32(run.lengths, i);
      writeU32(lengths, 4 * flat++, length);
      to = copy(bytes, to, run.bytes, from, from + length);
      from += length;
    }
  }
  placeAudits();
}
