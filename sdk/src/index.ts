/**
 * The researcher's side of Manyhands, for browsers and Node: publish a kernel, run it over a table, follow the
 * results, pay as they come, and check the certificate without trusting anybody.
 */

export { Admin, type KernelVerb, type LedgerCheck, type LedgerFinding } from './admin.ts';
export { type ArrivalOptions, Arrivals, type ArrivedRow } from './arrivals.ts';
export { Batch, type ColumnValues } from './batch.ts';
export { bytesOf, checkParts, rowsOfPart } from './certified-inputs.ts';
export { type ChainStage, type ChainVerification, verifyChain } from './chain.ts';
export { Client, type JobOptions, type KernelInput, manyhands } from './client.ts';
export {
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
export {
  type FoldBin,
  type FoldedRows,
  foldFrom,
  type JobFold,
  type ReducedFold,
  readFoldLines,
} from './folds.ts';
export {
  Graph,
  type GraphInput,
  type GraphProgress,
  type StageInput,
  type StageProgress,
  type StageState,
} from './graph.ts';
export { errorFrom } from './http.ts';
export { type CalledRow, type CallOptions, Job, parseAudits, type Sample } from './job.ts';
export type { Payee } from './payees.ts';
export { askRecord } from './records.ts';
export { countRecords, RecordCutter } from './records-of-text.ts';
export type { Records, StreamOptions } from './result-stream.ts';
export { ndjsonLine, type Row, readResults, resultBatches, rowsFromCsv } from './rows.ts';
export type { SignedDay, SigningMemory } from './signing-limit.ts';
export type { SignedBy, StatementBytes, StatementOptions } from './statements.ts';
export { Computation, type Computed, type PointOf, range, type SweepAxis } from './sweep.ts';
export { type Content, plainBytes } from './tables/content.ts';
export { formatOfName, formatOfText, TABLE_FORMATS, type TableFormat } from './tables/format.ts';
export { type Mapping, mappedColumns, matchColumns, type TableHead, tableHead } from './tables/head.ts';
export type { GridAxis, Inputs, NamedFile, RecordEnd, Stride } from './tables/inputs.ts';
export { openTable, readTable, type TableBytes, type TablePieces, TableWriter } from './tables/reading.ts';
export { firstRows, rowsOf, tableOf } from './tables/table.ts';
export { formatTokens, parseTokens, TOKEN_DECIMALS } from './tokens.ts';
export {
  type Check,
  type Evidence,
  type InputEvidence,
  type Verification,
  verifyResults,
  verifyRows,
} from './verify.ts';
export type { Payment, VoucherFields } from './vouchers.ts';
export type * from './wire.ts';
export type * from './wire-looks.ts';
