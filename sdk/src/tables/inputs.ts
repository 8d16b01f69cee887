import type { Content } from './content.ts';
import type { TableFormat } from './format.ts';

/** What a job's items are made of. */
export type Inputs =
  /** A file (gzip or not) or text; the format comes from its name or its first characters unless given. */
  | {
      readonly kind: 'table';
      readonly content: Content;
      readonly name?: string;
      readonly format?: TableFormat;
    }
  /** Objects by column name, or arrays in the kernel's order. */
  | { readonly kind: 'rows'; readonly rows: Iterable<object> | AsyncIterable<object> }
  /** For a kernel of one numeric column. */
  | ({ readonly kind: 'range' } & Stride)
  /** Every combination of several columns, by name; the kernel's last column runs fastest. */
  | { readonly kind: 'grid'; readonly axes: Readonly<Record<string, GridAxis>> }
  /** One item a file, for a kernel of one text or `Uint8Array` column; a text column `name` (or `file`) is told the name. */
  | { readonly kind: 'files'; readonly files: Iterable<NamedFile> | AsyncIterable<NamedFile> }
  /** A file cut at the ends of its records into items of about so many bytes, for a kernel of one text or `Uint8Array` column. */
  | {
      readonly kind: 'records';
      readonly content: Content;
      readonly itemBytes: number;
      readonly end: RecordEnd;
    }
  /** What the coordinator stores under a hash: a table as the SDK encodes it, or a file as {@link Client.upload} took it. */
  | { readonly kind: 'stored'; readonly hash: string; readonly format?: TableFormat };

/** Whole numbers from `from` towards, but without, `to`, in steps of 1 or `step`. */
export interface Stride {
  readonly from: number | bigint;
  readonly to: number | bigint;
  readonly step?: number | bigint;
}

/** One column of a grid: a stride, or values one by one, in code or as text as a CSV cell has them. */
export type GridAxis = Stride | readonly (number | bigint | boolean | string)[];

export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Where a record ends: with a line, with a FASTA or FASTQ record, behind a text, or after so many bytes each. */
export type RecordEnd = 'line' | 'fasta' | 'fastq' | { readonly text: string } | { readonly bytes: number };
