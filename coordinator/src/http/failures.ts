import { ERRORS, type ErrorCode, isKnownError, KnownError } from '@manyhands/protocol';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { errorPath } from './error-pages/chapters.ts';

/** What every failed request answers with. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retry: boolean;
  /** Where this coordinator explains the code. */
  readonly docs: string;
  readonly details?: unknown;
}

export const failureOf = (error: KnownError): Failure => ({
  code: error.code,
  message: error.message,
  retry: ERRORS[error.code].retry,
  docs: errorPath(error.code),
  ...(error.details === undefined ? {} : { details: error.details }),
});

interface SchemaViolation {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
  readonly params: Record<string, unknown>;
}

/** Says which field does not fit and why, in the words of JSON Schema. */
function violation(error: FastifyError): KnownError {
  const [first] = (error.validation ?? []) as unknown as SchemaViolation[];
  const part = error.validationContext ?? 'request';
  if (first === undefined) return new KnownError('REQUEST_INVALID', error.message);
  const named = first.params.additionalProperty ?? first.params.missingProperty;
  const path = first.instancePath.split('/').slice(1);
  const field = [part, ...path, ...(typeof named === 'string' ? [named] : [])].join('.');
  const why =
    first.keyword === 'additionalProperties'
      ? 'is not a field of this request'
      : first.keyword === 'required'
        ? 'is missing'
        : (first.message ?? 'does not fit');
  return new KnownError('REQUEST_INVALID', `${field} ${why}`, { details: { field } });
}

/** What Fastify itself refuses before a route runs. */
const OF_FASTIFY: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'BLOB_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'REQUEST_INVALID',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'REQUEST_INVALID',
  FST_ERR_CTP_INVALID_JSON_BODY: 'REQUEST_INVALID',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'REQUEST_INVALID',
};

/** Turns whatever was thrown into a failure of the catalogue; what it does not know is INTERNAL and keeps its cause. */
export function knownFrom(error: unknown): KnownError {
  if (isKnownError(error)) return error;
  const thrown = error as FastifyError;
  if (thrown.validation !== undefined) return violation(thrown);
  const code = OF_FASTIFY[thrown.code];
  if (code !== undefined) return new KnownError(code, thrown.message);
  if (thrown.statusCode !== undefined && thrown.statusCode >= 400 && thrown.statusCode < 500)
    return new KnownError('REQUEST_INVALID', thrown.message);
  return new KnownError('INTERNAL', 'something in the coordinator failed; its log says what', {
    cause: error,
  });
}

export function answerFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const known = knownFrom(error);
  if (known.code === 'INTERNAL') request.log.error(known.cause ?? known);
  reply.status(known.status).send(failureOf(known));
}

export function answerUnknownRoute(request: FastifyRequest, reply: FastifyReply): void {
  const path = request.url.split('?')[0];
  const error = new KnownError('ROUTE_UNKNOWN', `nothing answers ${request.method} ${path}; see /docs`);
  reply.status(error.status).send(failureOf(error));
}
