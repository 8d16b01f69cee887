/** Requests that are made again under their idempotency key. */
import { isDeepStrictEqual } from 'node:util';
import { canonicalJson, KnownError, sha256, toHex, utf8 } from '@manyhands/protocol';
import type { StoredPart } from '../db/jobs/find-inputs.ts';
import { type AskedInputs, sourceOf } from './inputs.ts';

/** Stands for a request: equal ones have equal digests. Amounts may be bigints. */
export const digestOf = (request: Readonly<Record<string, unknown>>): string =>
  toHex(sha256(utf8(canonicalJson(plain(request)))));

const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? String(part) : part)));

/** Throws IDEMPOTENCY_REUSED: under the key something else was asked for, which `details` names. */
export const reused = (what: string, details: Readonly<Record<string, unknown>>): KnownError =>
  new KnownError(
    'IDEMPOTENCY_REUSED',
    `${what} under this idempotency key: give this request a key of its own`,
    {
      details,
    },
  );

/** The part that was appended before, where the same inputs were asked for. Throws IDEMPOTENCY_REUSED. */
export function samePart(earlier: StoredPart, asked: AskedInputs): StoredPart {
  if (isDeepStrictEqual(plain(earlier.source), plain(sourceOf(asked)))) return earlier;
  throw reused('other inputs were appended', { first: earlier.first, count: earlier.count });
}
