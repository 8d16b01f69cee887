import { describe, expect, it } from 'vitest';
import type { Assignment } from './assignment.ts';
import { BuildChoice } from './build-choice.ts';

const assign = (kernel: string): Assignment =>
  ({ kernel, build: `${kernel} plain`, hooked: `${kernel} hooked` }) as Assignment;

describe('choice of builds', () => {
  it('gives the hooked one to kernels that had an item of more than two slices', () => {
    const choice = new BuildChoice(false);
    choice.learn(assign('a'), 99, 1);
    expect(choice.of(assign('a'))).toBe('a plain');
    choice.learn(assign('a'), 101, 1);
    choice.learn(assign('a'), 1, 1);
    expect(choice.of(assign('a'))).toBe('a hooked');
    expect(choice.of(assign('b'))).toBe('b plain');
    choice.learn(assign('b'), 99, 0.3);
    expect(choice.of(assign('b'))).toBe('b hooked');
  });

  it('gives nothing but hooked builds where only they can be stopped', () => {
    expect(new BuildChoice(true).of(assign('a'))).toBe('a hooked');
  });

  it('remembers a bounded number of kernels', () => {
    const choice = new BuildChoice(false);
    for (let kernel = 0; kernel < 65; kernel++) choice.learn(assign(`${kernel}`), 1000, 1);
    expect(choice.of(assign('0'))).toBe('0 plain');
    expect(choice.of(assign('64'))).toBe('64 hooked');
  });
});
