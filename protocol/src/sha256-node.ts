import { hash } from 'node:crypto';

/** SHA-256, 32 bytes. */
export const sha256 = (bytes: Uint8Array): Uint8Array => {
  const { buffer, byteOffset } = hash('sha256', bytes, 'buffer');
  return new Uint8Array(buffer, byteOffset, 32);
};

/** SHA-256 as 64 lower-case hex digits. */
export const sha256Hex = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex');
