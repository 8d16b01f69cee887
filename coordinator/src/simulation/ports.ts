/** The outside of a simulated coordinator: a referee that knows the truth at once, and rows that are computed. */
import type { CoordinatorId } from '@manyhands/protocol';
import type { Journal } from '../dispatch/journal.ts';
import type { DispatchEvent, Ports } from '../dispatch/ports.ts';
import { indexOf, inputOf, truthOf } from './items.ts';

export interface Outside {
  readonly me: CoordinatorId;
  readonly journal: Journal;
  readonly clock: () => number;
  readonly random: () => number;
  readonly report: (event: DispatchEvent) => void;
  /** Told of items that the referee executed. */
  readonly refereed: (items: number) => void;
}

export function portsOf({ me, journal, clock, random, report, refereed }: Outside): Ports {
  return {
    me,
    journal,
    clock: { now: clock },
    random,
    referee: {
      execute: async (_terms, inputs) => {
        refereed(inputs.length);
        return inputs.map((input) => truthOf(indexOf(input)));
      },
    },
    inputs: async ({ itemCount }) => rows(itemCount),
    report,
  };
}

/** Rows that exist only while somebody looks at them. */
const rows = (count: number): readonly Uint8Array[] =>
  new Proxy([] as Uint8Array[], {
    get: (_, name) => (name === 'length' ? count : inputOf(Number(name))),
  });
