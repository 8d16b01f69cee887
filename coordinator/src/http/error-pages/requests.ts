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
    IDEMPOTENCY_REUSED: {
      why: 'A key stands for one request, so that sending it twice does nothing twice; under this one something else was asked for.',
      remedy: 'Give the new request a key of its own; `details` names what the key gave.',
      example:
        'another graph, 8c2f…, was declared under this idempotency key: give this request a key of its own',
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
    KEY_EXPIRED: {
      why: 'Keys of a sign-in end by themselves, and others may be given an end when they are made.',
      remedy: 'Use another key of the account, or sign in again; `details.expired` says when it ended.',
      example: 'this key ended on 2026-01-01T00:00:00.000Z; use another of the account’s, or sign in again',
    },
    KEY_UNKNOWN: {
      why: 'The id is of a key that was revoked, or of another account.',
      remedy: '`GET /v1/keys` lists the account’s keys; it may be revoked already.',
      example: 'this account has no key 7; GET /v1/keys lists them',
    },
    KEY_IN_USE: {
      why: 'A key cannot take itself away, nor limit itself, which it could not take back: whoever lost the reply would be locked out.',
      remedy:
        'Make another key and revoke this one with it, or put a new one in its place by `POST /v1/accounts/key`.',
      example: 'you ask with this very key; revoke it with another one, or renew it by POST /v1/accounts/key',
    },
    SIGN_IN_REFUSED: {
      why: 'The text was signed by another account of the wallet, it lay too long, or it was used before: each signs in once.',
      remedy:
        'Ask for another text to sign (`POST /v1/sign-in`) and sign it with the account it names. Wallets that are contracts cannot sign in.',
      example: 'this text was signed before, or its ten minutes are over: ask for another',
    },
    DOMAIN_REFUSED: {
      why: 'The page is reached by a name that the operator did not give; a wallet’s text names the host, so that no other page can use it.',
      remedy:
        'The operator names the host that people see in `MANYHANDS_DOMAINS`; without it only this machine’s own names are taken.',
      example: 'wallets do not sign in to “example.org”; the operator may name it in MANYHANDS_DOMAINS',
    },
    KEYS_FULL: {
      why: 'A script makes a key for each of its runs instead of keeping one.',
      remedy: 'Revoke keys that have expired or that nobody uses.',
      example: 'an account has at most 100 keys, those that expired included; revoke one first',
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
