import { expect, it } from 'vitest';
import { memoryNeeded, memoryTrouble } from './memory.ts';

const MIB = 1024 * 1024;

it('ten thousand sessions and the usual bound fit into two gigabytes', () => {
  const terms = { bound: 512 * MIB, sessions: 10_000 };
  expect(memoryNeeded(terms)).toBeLessThan(2048 * MIB);
  expect(memoryTrouble({ ...terms, machine: 2048 * MIB })).toBeNull();
});

it('a bound that the machine cannot hold is told with what to do', () => {
  const trouble = memoryTrouble({ bound: 4096 * MIB, sessions: 100, machine: 4096 * MIB });
  expect(trouble).toMatch(/MANYHANDS_MEMORY_MB/);
  expect(trouble).toMatch(/4096 MiB of answers/);
});
