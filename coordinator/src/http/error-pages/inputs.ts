import type { Chapter } from './page.ts';

export const INPUTS: Chapter = {
  title: 'Inputs and stored bytes',
  where: 'when a table or a blob is read, uploaded or appended',
  pages: {
    ROW_INVALID: {
      why: "A cell is empty, is no number of the column's range, or the table has other columns than the kernel's function has parameters.",
      remedy: 'Correct the row and column named in the message; nothing was stored.',
      example: 'row 17 (line 18): column count (u8): 300 does not fit',
    },
    TABLE_INVALID: {
      why: 'The upload was cut short, was compressed twice, or an appended row is larger than the units of the job have room for.',
      remedy: 'Encode the table again with the SDK or CLI and upload it whole; nothing was stored.',
      example: 'a job may have 100000000 items',
    },
    BLOB_UNKNOWN: {
      why: 'The bytes were never uploaded, were uploaded to another coordinator, or the hash is of something else: a compressed file, for example.',
      remedy: 'Upload the bytes first with `PUT /v1/blobs/:hash`.',
      example: 'no blob has the hash 9b74…',
    },
    BLOB_TOO_LARGE: {
      why: 'One upload, or the body of a request, has more bytes than this coordinator takes at once.',
      remedy: 'Split the upload; the limit is in the message.',
      example: 'a blob may have 268435456 bytes',
    },
    BLOB_HASH_MISMATCH: {
      why: 'The file changed while it was uploaded, or the hash was computed before or after compression.',
      remedy: 'Send it again; if it fails again, compute the hash over exactly the bytes you send.',
      example: 'these 1024 bytes hash to 4e07…, not 9b74…',
    },
  },
};
