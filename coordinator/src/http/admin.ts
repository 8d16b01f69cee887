import { createHash, timingSafeEqual } from 'node:crypto';
import { KnownError } from '@manyhands/protocol';
import type { FastifyRequest } from 'fastify';

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Checks that a request comes from the operator; throws ADMIN_REFUSED. How long it takes says nothing about the key. */
export function adminGate(adminKey: string): (request: FastifyRequest) => void {
  const expected = digestOf(adminKey);
  return (request) => {
    const [, key] = /^Bearer (\S{1,200})$/i.exec(request.headers.authorization ?? '') ?? [];
    if (key === undefined || !timingSafeEqual(digestOf(key), expected))
      throw new KnownError(
        'ADMIN_REFUSED',
        'this route is for the operator; send the admin key as “Authorization: Bearer KEY”',
      );
  };
}
