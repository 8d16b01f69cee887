/** The outside of a simulated coordinator: a referee that knows the truth, and rows that are computed. */
import type { CoordinatorId, InputRows } from '@manyhands/protocol';
import type { Journal } from '../dispatch/journal.ts';
import type { DispatchEvent, Ports, Seal } from '../dispatch/ports.ts';
import { indexOf, inputOf, truthOf } from './items.ts';

export interface Outside {
  readonly me: CoordinatorId;
  readonly journal: Journal;
  readonly clock: () => number;
  readonly random: () => number;
  readonly report: (event: DispatchEvent) => void;
  /** Told of items that the referee is to execute; it has their results when this resolves. */
  readonly refereed: (items: number) => void | Promise<void>;
}

export function portsOf({ me, journal, clock, random, report, refereed }: Outside): Ports {
  return {
    me,
    journal,
    clock: { now: clock },
    random,
    referee: {
      execute: async (_terms, inputs) => {
        const executed = refereed(inputs.length);
        if (executed) await executed;
        return inputs.map((input) => truthOf(indexOf(input)));
      },
    },
    inputs: async () => rows,
    seal,
    report,
  };
}

/** Rows that exist only while somebody looks at them. */
const rows: InputRows = {
  row: inputOf,
  run: (first, count) => {
    const lengths = new Uint8Array(4 * count);
    const bytes = new Uint8Array(4 * count);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < count; i++) {
      lengths[4 * i] = 4;
      view.setUint32(4 * i, first + i, true);
    }
    return { lengths, bytes };
  },
};

/** Sealed names that anybody could open: nobody here tries. */
const seal: Seal = {
  close: (bytes) => Buffer.from(bytes).toString('base64url'),
  open: (text) => (/^[\w-]+$/.test(text) ? new Uint8Array(Buffer.from(text, 'base64url')) : null),
};
