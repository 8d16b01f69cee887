/** The kernel of crc32.wat: assembled, and what its columns are, which a module does not say. */
import { readFileSync } from 'node:fs';
import type { KernelSchema } from '@manyhands/protocol';
import binaryen from 'assemblyscript/binaryen';

const FOLDER = new URL(import.meta.url.includes('/dist/') ? '../' : './', import.meta.url);

/** Throws where the text is no module. */
export function assemble(): Uint8Array {
  const module = binaryen.parseText(readFileSync(new URL('crc32.wat', FOLDER), 'utf8'));
  try {
    return module.emitBinary();
  } finally {
    module.dispose();
  }
}

export const SCHEMA: KernelSchema = {
  name: 'crc32',
  doc: 'CRC-32 as in ZIP, PNG and Ethernet',
  inputs: [{ name: 'data', type: 'Uint8Array', optional: false, doc: 'any bytes' }],
  outputs: [{ name: 'crc', type: 'u32', optional: false, doc: 'their checksum' }],
  datasets: [],
};
