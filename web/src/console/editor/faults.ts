/** What the compiler holds against a source. Lines and columns count from 1. */
export interface Fault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint?: string;
}
