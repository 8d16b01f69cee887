import { describe, expect, it } from 'vitest';
import { decideQuorum } from './quorum.ts';

describe('a quorum', () => {
  it.each([
    ['nobody voted', [], 3, 2, { kind: 'open', missing: 2 }],
    ['one of two', ['a'], 3, 2, { kind: 'open', missing: 1 }],
    ['agreement', ['a', 'a'], 3, 2, { kind: 'accepted', digest: 'a', dissenters: [] }],
    ['disagreement with one execution left', ['a', 'b'], 3, 2, { kind: 'open', missing: 1 }],
    ['a dissenter', ['a', 'b', 'a'], 3, 2, { kind: 'accepted', digest: 'a', dissenters: [1] }],
    ['no agreement at all', ['a', 'b', 'c'], 3, 2, { kind: 'disputed' }],
    ['a quorum of one', ['a'], 1, 1, { kind: 'accepted', digest: 'a', dissenters: [] }],
    ['never more executions than allowed', ['a', 'b', 'c'], 4, 3, { kind: 'open', missing: 1 }],
  ] as const)('%s', (_title, votes, executions, equal, verdict) => {
    expect(decideQuorum(votes, executions, equal)).toEqual(verdict);
  });
});
