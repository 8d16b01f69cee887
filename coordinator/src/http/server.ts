import cors from '@fastify/cors';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { KnownError } from '@manyhands/protocol';
import Fastify, { LogController } from 'fastify';
import { answerFailure, answerUnknownRoute } from './failures.ts';
import { ITEMS_HEADER } from './items-header.ts';
import { FailureReply } from './schemas/common.ts';
import type { Server } from './type-provider.ts';

export interface ServerOptions {
  readonly version: string;
  readonly logLevel: string;
  /** Which proxies' X-Forwarded-For is believed: addresses or ranges, comma-separated; null: nobody's. */
  readonly trustProxy: string | null;
  /** Whether an address is the machine itself, which is exempt from the limit. */
  isLocal(address: string): boolean;
  /** Requests of one address in a minute. */
  readonly requestsPerMinute: number;
}

const BODY_BYTES = 1024 * 1024;

/** An HTTP server with everything that all routes share: failures, limits, CORS for reading, and its own description. */
export async function createServer(options: ServerOptions): Promise<Server> {
  const app: Server = Fastify({
    logger: options.logLevel === 'silent' ? false : { level: options.logLevel },
    // A line for every request would bury what matters; failures of our own are logged where they are answered.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.trustProxy ?? false,
    bodyLimit: BODY_BYTES,
    // A drain must not wait for idle keep-alive connections, nor for those who follow results: they come back.
    forceCloseConnections: true,
    // Fields of other types are refused rather than bent into shape, unknown ones rather than dropped.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  });
  app.setErrorHandler(answerFailure);
  app.setNotFoundHandler(answerUnknownRoute);
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
  });
  const exposedHeaders = [ITEMS_HEADER, 'x-items', 'x-whole'];
  await app.register(cors, { origin: '*', methods: ['GET', 'HEAD'], exposedHeaders });
  await limitRates(app, options);
  await describe(app, options.version);
  return app;
}

async function limitRates(app: Server, { requestsPerMinute, isLocal }: ServerOptions): Promise<void> {
  await app.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: 60_000,
    allowList: (request) => isLocal(request.ip),
    errorResponseBuilder: (_request, { max: allowed, ttl }) =>
      new KnownError(
        'RATE_LIMITED',
        `${allowed} requests a minute are allowed; try again in ${Math.ceil(ttl / 1000)} s`,
      ),
  });
}

async function describe(app: Server, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Manyhands coordinator', version, description: 'Failures: /errors/.' },
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    },
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });
  // Every route may fail; said once here instead of in each schema.
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/v1/') || route.schema === undefined) return;
    route.schema.response = {
      ...(route.schema.response as object),
      '4xx': FailureReply,
      '5xx': FailureReply,
    };
  });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}
