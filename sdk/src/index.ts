/**
 * The researcher's side of Manyhands, for browsers and Node: publish a kernel, run it over a table, follow the
 * results, pay as they come, and check the certificate without trusting anybody.
 */

export { Admin, type KernelVerb } from './admin.ts';
export { bytesOf, checkParts, rowsOfPart } from './certified-inputs.ts';
export { Client, type JobOptions, type KernelInput, manyhands } from './client.ts';
export {
  type FoldBin,
  type FoldedRows,
  foldFrom,
  type JobFold,
  type ReducedFold,
  readFoldLines,
} from './folds.ts';
export { errorFrom } from './http.ts';
export { Job, parseAudits } from './job.ts';
export type { Payee } from './payees.ts';
export { askRecord } from './records.ts';
export { countRecords, RecordCutter } from './records-of-text.ts';
export type { Records, StreamOptions } from './result-stream.ts';
export { ndjsonLine, type Row, readResults, resultBatches, rowsFromCsv } from './rows.ts';
export { type Content, plainBytes } from './tables/content.ts';
export { formatOfName, formatOfText, TABLE_FORMATS, type TableFormat } from './tables/format.ts';
export type { GridAxis, Inputs, NamedFile, RecordEnd, Stride } from './tables/inputs.ts';
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
