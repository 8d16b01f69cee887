/**
 * What the SDK throws, as classes to tell apart: `catch (error) { if (error instanceof BudgetError) … }`. All are KnownErrors of
 * the one catalogue (docs/ERRORS.md); a class is no more than a view of some of its codes, by their first words, so
 * an error is of a class wherever it was thrown and by whichever copy of the package.
 */
import { type ErrorCode, isKnownError, KnownError } from '@manyhands/protocol';

/** Codes that are one of some texts, or begin with one and an underscore. */
type CodesOf<Begin extends string> = Extract<ErrorCode, Begin | `${Begin}_${string}`>;

function errorsOf<const Begin extends string>(...begins: readonly Begin[]) {
  abstract class Some extends KnownError {
    declare readonly code: CodesOf<Begin>;

    static override [Symbol.hasInstance](error: unknown): boolean {
      if (!isKnownError(error)) return false;
      return begins.some((begin) => error.code === begin || error.code.startsWith(`${begin}_`));
    }
  }
  return Some;
}

/** Anything with a code of the catalogue: `code`, `message`, `details`, `retry`. */
export abstract class ManyhandsError extends KnownError {
  static override [Symbol.hasInstance](error: unknown): boolean {
    return isKnownError(error);
  }
}

/** The kernel does not compile, is refused, or failed its trial; KERNEL_COMPILE_FAILED has `details.diagnostics`. */
export abstract class KernelError extends errorsOf('KERNEL', 'SANDBOX_LIMIT') {}

/** A row, table or dataset does not fit; nothing was stored. `details` has row and line where there is one. */
export abstract class InputError extends errorsOf('ROW', 'TABLE', 'BLOB') {}

/** The request itself cannot be: its fields, the policy, a bound out of reach (`details.offer`), a fuel cap. */
export abstract class RequestError extends errorsOf('REQUEST', 'ROUTE', 'POLICY', 'BOUND', 'FUEL_CAP') {}

/** The job is unknown, or in a state that does not allow this. */
export abstract class JobError extends errorsOf('JOB', 'ITEM_UNKNOWN') {}

/** A call got no answer: NO_SEAT and INPUTS_AHEAD left nothing behind, CALL_UNANSWERED left its item in the job. */
export abstract class CallError extends errorsOf('NO_SEAT', 'CALL', 'INPUTS_AHEAD') {}

/** The money set aside does not suffice: of the job (BUDGET_FULL), the payment (SPENDING_LIMIT) or the deposit. */
export abstract class BudgetError extends errorsOf('BUDGET', 'SPENDING', 'VOUCHER_UNCOVERED') {}

/** Anything else about money: vouchers, the channel, the chain, results that wait for a voucher. */
export abstract class PaymentError extends errorsOf(
  'VOUCHER_FORGED',
  'VOUCHER_STALE',
  'CHANNEL',
  'CHAIN',
  'PAYMENTS',
  'RESULTS_UNPAID',
) {}

/** The key is missing, unknown, or not the one for this. */
export abstract class AccessError extends errorsOf(
  'KEY',
  'KEYS',
  'SIGN_IN',
  'DOMAIN',
  'ADMIN',
  'RESULTS_PRIVATE',
) {}

/** Nobody answers, or not now: trying again later may help, and the SDK has already done so. */
export abstract class UnavailableError extends errorsOf(
  'COORDINATOR_UNREACHABLE',
  'DRAINING',
  'RATE_LIMITED',
  'STORE',
) {}

/** What came does not verify or cannot be read. */
export abstract class EvidenceError extends errorsOf('CERTIFICATE', 'FRAME', 'SEGMENT') {}
