import { UsageError } from './exit-codes.ts';

/** The hash in `blob:HASH` or in the address of a coordinator's own store; null for a file. */
export function storedHash(text: string, coordinator?: string): string | null {
  const [, blob] = /^blob:(.*)$/s.exec(text) ?? [];
  const hash = blob ?? (/^https?:\/\//.test(text) ? hashInUrl(text, coordinator) : null);
  if (hash === null) return null;
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new UsageError(`“${text}”: a hash has 64 hex digits in lower case`);
  return hash;
}

function hashInUrl(text: string, coordinator?: string): string {
  const prefix = `${coordinator}/v1/blobs/`;
  if (coordinator !== undefined && text.startsWith(prefix)) return text.slice(prefix.length);
  throw new UsageError(
    `${text} is not in the coordinator's own store (${coordinator ?? 'there is none here'}/v1/blobs/HASH): fetch it, and name the file`,
  );
}
