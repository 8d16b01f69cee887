/**
 * The researcher's side of Manyhands, for browsers and Node: publish a kernel, run it over a table, follow the
 * results, pay as they come, and check the certificate without trusting anybody.
 */

export { Admin, type KernelVerb } from './admin.ts';
export { bytesOf, checkParts, rowsOfPart } from './certified-inputs.ts';
export { Client, type JobOptions, type KernelInput, manyhands } from './client.ts';
export { errorFrom } from './http.ts';
export { Job, parseAudits, type Sample } from './job.ts';
export { askRecord } from './records.ts';
export type { Records, StreamOptions } from './result-stream.ts';
export { countRecords, RecordCutter } from './result-stream.ts';
export { type Row, readResults } from './rows.ts';
export {
  formatOfName,
  formatOfText,
  plainBytes,
  TABLE_FORMATS,
  type TableFormat,
} from './tables/format.ts';
export { type Mapping, mappedColumns, matchColumns, type TableHead, tableHead } from './tables/head.ts';
export { openTable, readTable, type TableBytes, type TablePieces, TableWriter } from './tables/reading.ts';
export { firstRows, type Inputs, rowsOf, type Stride, tableOf } from './tables/table.ts';
export { formatTokens, parseTokens, TOKEN_DECIMALS } from './tokens.ts';
export { type Check, type Evidence, type InputEvidence, type Verification, verifyResults } from './verify.ts';
export type { Payment, VoucherFields } from './vouchers.ts';
export type * from './wire.ts';
export type * from './wire-looks.ts';
