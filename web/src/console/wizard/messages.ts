/** What crosses between the page and the worker that reads tables and sends what a job needs. */
import type { Column } from '@manyhands/protocol';
import type { TableHead } from '@manyhands/sdk';

export type TableAsked =
  /** Looks at the beginning of a table. */
  | { readonly kind: 'open'; readonly table: Blob; readonly name: string }
  /** Reads all of the table that was opened, by the kernel's columns under the table's names. */
  | { readonly kind: 'check'; readonly columns: readonly Column[] }
  /** Sends the rows that were read, under the key of an account. */
  | { readonly kind: 'send'; readonly key: string }
  | { readonly kind: 'send-file'; readonly key: string; readonly file: File };

export type TableReport =
  | { readonly kind: 'opened'; readonly head: TableHead }
  | { readonly kind: 'reading'; readonly rows: number; readonly bytes: number }
  | { readonly kind: 'checked'; readonly rows: number }
  | { readonly kind: 'sent'; readonly hash: string }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };
