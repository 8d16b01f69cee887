import { ERRORS, type ErrorCode, KnownError } from '@manyhands/protocol';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  AccessError,
  BudgetError,
  CallError,
  EvidenceError,
  InputError,
  JobError,
  KernelError,
  ManyhandsError,
  PaymentError,
  RequestError,
  UnavailableError,
} from './errors.ts';

const CLASSES = {
  KernelError,
  InputError,
  RequestError,
  JobError,
  CallError,
  BudgetError,
  PaymentError,
  AccessError,
  UnavailableError,
  EvidenceError,
};

const classesOf = (error: unknown): string[] =>
  Object.entries(CLASSES).flatMap(([name, each]) => (error instanceof each ? [name] : []));

describe('classes of errors', () => {
  it.each([
    ['KERNEL_COMPILE_FAILED', 'KernelError'],
    ['ROW_INVALID', 'InputError'],
    ['BOUND_UNREACHABLE', 'RequestError'],
    ['FUEL_CAP_INVALID', 'RequestError'],
    ['JOB_UNKNOWN', 'JobError'],
    ['CALL_UNANSWERED', 'CallError'],
    ['NO_SEAT', 'CallError'],
    ['BUDGET_FULL', 'BudgetError'],
    ['VOUCHER_UNCOVERED', 'BudgetError'],
    ['VOUCHER_FORGED', 'PaymentError'],
    ['RESULTS_UNPAID', 'PaymentError'],
    ['RESULTS_PRIVATE', 'AccessError'],
    ['COORDINATOR_UNREACHABLE', 'UnavailableError'],
    ['CERTIFICATE_INVALID', 'EvidenceError'],
  ] as const)('%s is a %s', (code, name) => {
    const error = new KnownError(code, 'x');
    expect(classesOf(error)).toEqual([name]);
    expect(error).toBeInstanceOf(ManyhandsError);
  });

  it('none has a code of two, and what is no error of ours is none', () => {
    for (const code of Object.keys(ERRORS) as ErrorCode[])
      expect(classesOf(new KnownError(code, 'x')).length, code).toBeLessThan(2);
    for (const other of [new Error('x'), null, { code: 'BUDGET_FULL' }]) {
      expect(classesOf(other)).toEqual([]);
      expect(other instanceof ManyhandsError).toBe(false);
    }
  });

  it('are of one catalogue, whichever copy of the package threw', () => {
    const foreign = Object.assign(new Error('x'), { name: 'KnownError', code: 'BUDGET_FULL' });
    expect(foreign).toBeInstanceOf(BudgetError);
  });

  it('narrow the code', () => {
    const error: unknown = new KnownError('NO_SEAT', 'x');
    if (error instanceof CallError)
      expectTypeOf(error.code).toEqualTypeOf<'NO_SEAT' | 'CALL_UNANSWERED' | 'INPUTS_AHEAD'>();
    if (error instanceof BudgetError)
      expectTypeOf(error.code).toEqualTypeOf<'BUDGET_FULL' | 'SPENDING_LIMIT' | 'VOUCHER_UNCOVERED'>();
    if (error instanceof ManyhandsError) expectTypeOf(error.code).toEqualTypeOf<ErrorCode>();
  });
});
