import { sha256 as noble } from '@noble/hashes/sha2.js';
import { toHex } from './bytes.ts';

/** SHA-256, 32 bytes. */
export const sha256 = (bytes: Uint8Array): Uint8Array => noble(bytes);

/** SHA-256 as 64 lower-case hex digits. */
export const sha256Hex = (bytes: Uint8Array): string => toHex(noble(bytes));
