export const TABLE_FORMATS = ['csv', 'tsv', 'ndjson', 'fastq', 'fasta'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

const ENDINGS: Record<string, TableFormat> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  fastq: 'fastq',
  fq: 'fastq',
  fasta: 'fasta',
  fa: 'fasta',
  fna: 'fasta',
};

/** The format that a file's name says, `.gz` aside; null where it says none. */
export function formatOfName(name: string): TableFormat | null {
  const ending = name.toLowerCase().replace(/\.gz$/, '').split('.').at(-1) ?? '';
  return ENDINGS[ending] ?? null;
}

/** The format that a table's first characters suggest: how each of the others must begin, else CSV. */
export function formatOfText(text: string): TableFormat {
  const line = text.slice(0, 10_000).trimStart().split('\n', 1)[0];
  if (line.startsWith('@')) return 'fastq';
  if (line.startsWith('>')) return 'fasta';
  if (line.startsWith('{') || line.startsWith('[')) return 'ndjson';
  return line.includes('\t') ? 'tsv' : 'csv';
}
