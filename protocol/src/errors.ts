/**
 * The catalogue of failures that a caller can act on. Branch on the code, never on the text.
 * Each is explained in coordinator/src/http/error-pages, from which docs/ERRORS.md is made; a test compares.
 */
export const ERRORS = {
  // Kernels
  KERNEL_COMPILE_FAILED: { status: 422, retry: false, meaning: 'the AssemblyScript source does not compile' },
  KERNEL_SIGNATURE: { status: 422, retry: false, meaning: 'the exported function cannot be a kernel' },
  KERNEL_INVALID: { status: 422, retry: false, meaning: 'the bytes are not a valid WebAssembly module' },
  KERNEL_IMPORT_REFUSED: {
    status: 422,
    retry: false,
    meaning: 'the kernel imports something that is not deterministic',
  },
  KERNEL_FEATURE_REFUSED: {
    status: 422,
    retry: false,
    meaning: 'the kernel uses a feature that is not deterministic or not supported',
  },
  KERNEL_TOO_LARGE: { status: 413, retry: false, meaning: 'the kernel is larger than allowed' },
  KERNEL_UNKNOWN: { status: 404, retry: false, meaning: 'no kernel has this hash' },
  KERNEL_STOPPED: { status: 403, retry: false, meaning: 'the operator has stopped the kernel' },
  KERNEL_REFUSED: { status: 403, retry: false, meaning: 'the operator has refused the kernel' },
  KERNEL_UNREVIEWED: { status: 409, retry: false, meaning: 'the kernel waits for the operator’s review' },
  KERNEL_UNLISTED: { status: 403, retry: false, meaning: 'the kernel is not on the operator’s list' },
  KERNEL_TRIAL_FAILED: { status: 422, retry: false, meaning: 'the trial run of sample items failed' },
  KERNEL_IMPURE: {
    status: 422,
    retry: false,
    meaning: 'the same item gave different bytes or fuel in the trial',
  },
  SHARE_FIXED: {
    status: 409,
    retry: false,
    meaning: 'these bytes are here already, with another share for their author or owner, or with none',
  },
  SHARES_EXCESSIVE: {
    status: 422,
    retry: false,
    meaning: 'authors and owners would take more of the price than they may together',
  },
  SANDBOX_LIMIT: { status: 422, retry: false, meaning: 'the sandboxed process ran out of time or memory' },
  // Inputs
  ROW_INVALID: { status: 422, retry: false, meaning: 'a row does not fit the columns of the kernel' },
  TABLE_INVALID: { status: 422, retry: false, meaning: 'the table of inputs is malformed or truncated' },
  BLOB_UNKNOWN: { status: 404, retry: false, meaning: 'no stored bytes have this hash' },
  BLOB_TOO_LARGE: { status: 413, retry: false, meaning: 'the upload is larger than allowed' },
  BLOB_HASH_MISMATCH: {
    status: 422,
    retry: false,
    meaning: 'the bytes do not match the hash they were sent under',
  },
  // Requests
  USAGE_INVALID: { status: 400, retry: false, meaning: 'the command line does not say what is meant' },
  FILE_FAILED: { status: 500, retry: false, meaning: 'a file cannot be read or written' },
  IDEMPOTENCY_REUSED: {
    status: 422,
    retry: false,
    meaning: 'the idempotency key was used before, for something else',
  },
  REQUEST_INVALID: { status: 400, retry: false, meaning: 'the request does not fit the schema of the route' },
  ROUTE_UNKNOWN: { status: 404, retry: false, meaning: 'nothing answers at this address' },
  KEY_REFUSED: { status: 401, retry: false, meaning: 'the API key is missing or unknown' },
  KEY_EXPIRED: { status: 401, retry: false, meaning: 'the API key was given an end, which has come' },
  KEY_UNKNOWN: { status: 404, retry: false, meaning: 'the account has no key of this id' },
  KEY_IN_USE: { status: 409, retry: false, meaning: 'the key to revoke or to limit is the one that asks' },
  SIGN_IN_REFUSED: {
    status: 401,
    retry: false,
    meaning: 'the sign-in is unknown, used, too old, or not signed by its address',
  },
  DOMAIN_REFUSED: {
    status: 403,
    retry: false,
    meaning: 'the page’s host is none that wallets sign in to here',
  },
  KEYS_FULL: { status: 409, retry: false, meaning: 'the account has as many keys as it may' },
  ADMIN_REFUSED: { status: 401, retry: false, meaning: 'the route is for the operator only' },
  RATE_LIMITED: { status: 429, retry: true, meaning: 'too many requests from one address' },
  // Jobs
  JOB_UNKNOWN: { status: 404, retry: false, meaning: 'no job has this id, or it belongs to somebody else' },
  JOB_NOT_CERTIFIED: { status: 409, retry: true, meaning: 'the certificate is not signed yet' },
  RESULTS_PRIVATE: { status: 403, retry: false, meaning: 'the researcher did not make these results public' },
  RESULTS_FOLDED: {
    status: 409,
    retry: false,
    meaning: 'the job keeps a fold of its results, not the rows asked for',
  },
  ITEM_UNKNOWN: { status: 404, retry: false, meaning: 'the job has no item of this number' },
  JOB_CLOSED: { status: 409, retry: false, meaning: 'the job takes no more inputs' },
  INPUTS_AHEAD: {
    status: 409,
    retry: true,
    meaning: 'inputs of the job that came before are not given out yet, so it takes no calls',
  },
  NO_SEAT: { status: 503, retry: true, meaning: 'no seat was idle within the time that the call may wait' },
  CALL_UNANSWERED: {
    status: 504,
    retry: false,
    meaning: 'no answer came within the time that the call may wait; its item stays in the job',
  },
  JOB_STATE: { status: 409, retry: false, meaning: 'the job is in a state that does not allow this' },
  JOB_OF_GRAPH: { status: 409, retry: false, meaning: 'the job is a stage of a graph, which steers it' },
  // Graphs
  GRAPH_INVALID: { status: 422, retry: false, meaning: 'the graph of jobs does not fit together' },
  GRAPH_UNKNOWN: {
    status: 404,
    retry: false,
    meaning: 'no graph has this id, or it belongs to somebody else',
  },
  GRAPH_STATE: { status: 409, retry: false, meaning: 'the graph is in a state that does not allow this' },
  GRAPH_NOT_CERTIFIED: { status: 409, retry: true, meaning: 'not all stages of the graph are certified yet' },
  GRAPH_ROW_FAILED: {
    status: 422,
    retry: false,
    meaning: 'a row failed that a stage takes only when it succeeded',
  },
  FUEL_CAP_INVALID: { status: 422, retry: false, meaning: 'the fuel cap of an item is above 2^53 − 1' },
  POLICY_INVALID: { status: 422, retry: false, meaning: 'the verification policy cannot be carried out' },
  KEEP_INVALID: {
    status: 422,
    retry: false,
    meaning: 'what is to be kept of the results cannot be understood, or does not fit their columns',
  },
  BOUND_UNREACHABLE: {
    status: 422,
    retry: false,
    meaning: 'audits cannot prove the error bound asked for in a job of this size',
  },
  BUDGET_FULL: { status: 402, retry: false, meaning: 'the budget does not cover another unit of this job' },
  SPENDING_LIMIT: {
    status: 402,
    retry: false,
    meaning: 'a spending limit does not cover it: of the client itself, of the key or of the channel',
  },
  RESULTS_UNPAID: {
    status: 402,
    retry: true,
    meaning: 'the next results wait for a voucher that covers them',
  },
  LIMITED_KEY: {
    status: 403,
    retry: false,
    meaning: 'the key’s spending is limited, and this would get around the limit',
  },
  LIMITS_FULL: { status: 409, retry: false, meaning: 'the account has as many spending limits as it may' },
  // Payments
  VOUCHER_FORGED: {
    status: 422,
    retry: false,
    meaning: 'the voucher is not signed by the owner of its channel',
  },
  VOUCHER_STALE: { status: 409, retry: false, meaning: 'the voucher does not exceed the last one' },
  VOUCHER_UNCOVERED: { status: 402, retry: false, meaning: 'the channel deposit does not cover the voucher' },
  CHANNEL_UNKNOWN: { status: 404, retry: false, meaning: 'no such channel exists on the chain' },
  CHAIN_REFUSED: { status: 409, retry: false, meaning: 'the chain or the hub refuses the transaction' },
  WALLET_SHORT: { status: 402, retry: false, meaning: 'the wallet has too few tokens, or no coins for gas' },
  CHAIN_UNREACHABLE: { status: 503, retry: true, meaning: 'the chain does not answer' },
  PAYEE_INVALID: { status: 422, retry: false, meaning: 'nobody can be paid at this address' },
  PAYEE_UNROOTED: {
    status: 404,
    retry: true,
    meaning: 'no settlement has credited this payee yet',
  },
  PAYMENTS_OFF: { status: 409, retry: false, meaning: 'this coordinator runs without a chain' },
  RECEIPT_UNCOVERED: {
    status: 404,
    retry: true,
    meaning: 'nothing of this payee is covered by vouchers yet, so that nothing can be promised to it',
  },
  RECEIPT_FORGED: {
    status: 422,
    retry: false,
    meaning: 'the receipt is not the signature of the hub’s operator under what it says',
  },
  RECEIPT_MISSING: { status: 404, retry: false, meaning: 'no receipt of this account is kept here' },
  LEAVES_MISSING: {
    status: 404,
    retry: true,
    meaning: 'the leaves of a root are nowhere to be had, or are not those that it names',
  },
  CLAIM_BELOW_GAS: {
    status: 409,
    retry: true,
    meaning: 'what a claim would bring is below what its gas costs',
  },
  CLAIM_INVALID: { status: 422, retry: false, meaning: 'the terms of a relayed claim do not hold' },
  CLAIM_PENDING: { status: 409, retry: true, meaning: 'a claim or a settlement for this payee is under way' },
  COORDINATOR_UNREACHABLE: {
    status: 503,
    retry: true,
    meaning: 'nothing answers at the address of the coordinator',
  },
  // Contributors
  FRAME_INVALID: { status: 400, retry: false, meaning: 'the frame cannot be decoded' },
  FRAME_TOO_LARGE: { status: 413, retry: false, meaning: 'the frame is larger than allowed' },
  FRAME_UNEXPECTED: { status: 400, retry: false, meaning: 'the frame does not fit the state of the session' },
  VERSION_UNSUPPORTED: {
    status: 426,
    retry: false,
    meaning: 'the contributor speaks a protocol version that is no longer served',
  },
  DEVICE_UNPROVEN: {
    status: 401,
    retry: false,
    meaning: 'the greeting is not signed by the device it names',
  },
  DEVICE_BANNED: { status: 403, retry: false, meaning: 'the device returned an answer that was refuted' },
  JOIN_KEY_REFUSED: {
    status: 403,
    retry: false,
    meaning: 'no private pool here has the join key that was shown',
  },
  SESSIONS_FULL: { status: 503, retry: true, meaning: 'the coordinator holds as many sessions as it can' },
  ADDRESS_FULL: { status: 429, retry: true, meaning: 'one address has as many connections as it may' },
  SESSION_SLOW: { status: 408, retry: true, meaning: 'the session does not read what it is sent' },
  SESSION_SILENT: {
    status: 408,
    retry: true,
    meaning: 'the session sent no heartbeat, or no answer, in time',
  },
  DRAINING: { status: 503, retry: true, meaning: 'the coordinator is stopping' },
  // The contributor's own side
  BUILD_HASH_MISMATCH: {
    status: 502,
    retry: true,
    meaning: 'the bytes served do not match the hash of the build',
  },
  SEAT_FAILED: { status: 500, retry: true, meaning: 'a seat ran out of memory or stack, or ended' },
  CONSENT_MISSING: { status: 403, retry: false, meaning: 'nothing runs before consent' },
  // Sites and their visitors' consent
  SITE_INVALID: { status: 422, retry: false, meaning: 'what a site’s owner said of it does not fit' },
  SITE_CHANGED: {
    status: 503,
    retry: true,
    meaning: 'the site’s owner changed what is said of it; the session begins again under the new terms',
  },
  SITE_UNKNOWN: {
    status: 404,
    retry: false,
    meaning: 'no site has this key, or it belongs to somebody else',
  },
  SITES_FULL: { status: 409, retry: false, meaning: 'the account has as many sites as it may' },
  ORIGIN_REFUSED: {
    status: 403,
    retry: false,
    meaning: 'the site does not allow pages of this origin to show its card',
  },
  CONSENT_INVALID: { status: 422, retry: false, meaning: 'the consent receipt is no proof of a consent' },
  CONSENT_WITHDRAWN: { status: 410, retry: false, meaning: 'the visitor has withdrawn this consent' },
  CHALLENGE_UNKNOWN: { status: 404, retry: false, meaning: 'no challenge has this id, or it has expired' },
  CHALLENGE_TAKEN: { status: 409, retry: false, meaning: 'another device has taken up this challenge' },
  CHALLENGES_FULL: { status: 429, retry: true, meaning: 'the site has as many open challenges as it may' },
  CONSENTS_FULL: { status: 503, retry: true, meaning: 'the site has as many new visitors today as it may' },
  // Names and teams
  MEMBERSHIP_INVALID: {
    status: 422,
    retry: false,
    meaning: 'what a device said of its name or team does not fit',
  },
  MEMBERSHIP_EARLY: { status: 409, retry: true, meaning: 'nothing that the device computed is final yet' },
  TEAM_UNKNOWN: { status: 404, retry: false, meaning: 'no team has this id' },
  TEAM_TAKEN: { status: 409, retry: false, meaning: 'another team has this name' },
  RECORD_REFUSED: {
    status: 401,
    retry: false,
    meaning: 'what asks for a record is not signed by whom the record is of',
  },
  // Storage
  STORE_BUSY: { status: 503, retry: true, meaning: 'commits are behind; send nothing new yet' },
  STORE_IN_USE: {
    status: 503,
    retry: false,
    meaning: 'another process has this embedded database open',
  },
  SEGMENT_INVALID: { status: 500, retry: false, meaning: 'stored bytes of a slice cannot be read' },
  // Certificates
  CERTIFICATE_INVALID: { status: 422, retry: false, meaning: 'the certificate does not verify' },
  INTERNAL: { status: 500, retry: true, meaning: 'a rule of the coordinator itself was broken' },
} as const satisfies Record<string, { status: number; retry: boolean; meaning: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** A failure with a code of the catalogue. The message says what happened here and what to do. */
export class KnownError extends Error {
  readonly code: ErrorCode;
  /** Machine-readable particulars: a row number, diagnostics, a limit. JSON. */
  readonly details: unknown;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown; details?: unknown }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'KnownError';
    this.code = code;
    this.details = options?.details;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }

  get retry(): boolean {
    return ERRORS[this.code].retry;
  }
}

/** Whether something thrown is a {@link KnownError}, also one of another copy of this package. */
export const isKnownError = (error: unknown): error is KnownError =>
  error instanceof Error && error.name === 'KnownError' && (error as KnownError).code in ERRORS;
