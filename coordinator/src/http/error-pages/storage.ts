import type { Chapter } from './page.ts';

export const STORAGE: Chapter = {
  title: 'Storage and certificates',
  where: "by the coordinator, its operator's log, and whatever verifies results",
  pages: {
    STORE_BUSY: {
      why: 'The database commits more slowly than answers come in; nothing is lost.',
      remedy: 'Connect again in a few seconds; the operator should look at the database.',
      example: 'the database is behind; try again in a few seconds',
    },
    STORE_IN_USE: {
      why: 'A second coordinator was started on the same folder: the embedded database belongs to one process.',
      remedy: 'Stop the other coordinator that uses the folder, or use PostgreSQL for several.',
      example:
        'process 4242 has the database in ./data open: stop that coordinator first, or use PostgreSQL for several',
    },
    SEGMENT_INVALID: {
      why: 'A disk or file system lost bytes, or an older version reads what a later one wrote.',
      remedy:
        'The database was damaged or written by a later version: restore it from a backup, or run that version.',
      example: 'stored bytes of a slice cannot be read: an unknown kind of record',
    },
    CERTIFICATE_INVALID: {
      why: 'The results were changed, cut or sorted since they were delivered, or the certificate is of another job or signed by another coordinator than the one you trust.',
      remedy: 'Do not trust these results; download results and certificate again and compare.',
      example: 'certificate.json is not JSON',
    },
    INTERNAL: {
      why: 'A fault of ours.',
      remedy: 'Tell the operator the time and the route; the log has the cause.',
      example: 'something in the coordinator failed; its log says what',
    },
  },
};
