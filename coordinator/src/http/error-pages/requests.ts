import type { Chapter } from './page.ts';

export const REQUESTS: Chapter = {
  title: 'Requests and keys',
  where: 'by every route of the HTTP API',
  pages: {
    REQUEST_INVALID: {
      why: 'A field is missing, unknown or of another type: whole numbers beyond 2^53 are text, amounts are text too, and nothing is bent into shape.',
      remedy: 'Compare the request with the route’s schema at `/docs`; the message names the field.',
      example: 'body.itemPrice must be string',
    },
    ROUTE_UNKNOWN: {
      why: "A typing error in the address, another method than the route's, or a client of another version.",
      remedy: 'Look the address up at `/docs`.',
      example: 'nothing answers POST /v1/job; see /docs',
    },
    KEY_REFUSED: {
      why: 'No key was sent, it was renewed since, or it belongs to another coordinator.',
      remedy: 'Send `Authorization: Bearer KEY` with a key from `POST /v1/accounts`.',
      example: 'send your key as “Authorization: Bearer KEY”; POST /v1/accounts gives one',
    },
    ADMIN_REFUSED: {
      why: "The route is under `/v1/admin` and the key is an account's, or the admin key was changed.",
      remedy:
        'Send `Authorization: Bearer KEY` with the admin key: `MANYHANDS_ADMIN_KEY`, or the file `keys/admin` of the coordinator’s folder.',
      example: 'this route is for the operator; send the admin key as “Authorization: Bearer KEY”',
    },
    RATE_LIMITED: {
      why: 'A script without pauses, or many people behind one address.',
      remedy: 'Wait as long as `retry-after` says.',
      example: '1200 requests a minute are allowed; try again in 12 s',
    },
  },
};
