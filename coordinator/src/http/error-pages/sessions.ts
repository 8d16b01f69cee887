import type { Chapter } from './page.ts';

export const SESSIONS: Chapter = {
  title: "Contributors' sessions",
  where: 'by the socket of contributors, as the reason why it is closed, and by their software',
  pages: {
    COORDINATOR_UNREACHABLE: {
      why: 'The coordinator is not started, listens on another port, or a firewall or proxy is between.',
      remedy: 'Check the address, and that the coordinator runs.',
      example: 'nothing answers at http://127.0.0.1:8787; is the coordinator running?',
    },
    FRAME_INVALID: {
      why: 'Software of another version, or a proxy that changes what passes through it.',
      remedy: 'A bug in the contributor’s software: update or reload; see docs/WIRE.md.',
      example: 'the frame is too short',
    },
    FRAME_TOO_LARGE: {
      why: 'An answer with very large outputs was not split.',
      remedy: 'Send answers in smaller parts; the limit is in the message.',
      example: 'a frame may have 8388608 bytes, this one has 9000000',
    },
    FRAME_UNEXPECTED: {
      why: 'A frame came before the greeting, or an answer to something that was not asked of this session.',
      remedy: 'A bug in the contributor’s software: update or reload; see docs/WIRE.md.',
      example: 'this session has greeted already',
    },
    VERSION_UNSUPPORTED: {
      why: 'The page was open since before an update, or the package is old.',
      remedy: 'Reload the page, or update the package.',
      example: 'this coordinator speaks version 4, not 3; reload the page or update',
    },
    DEVICE_UNPROVEN: {
      why: "The signature is of an earlier connection's challenge, or a proxy replaced the challenge.",
      remedy: 'Sign the challenge of this very connection with the device’s key.',
      example: 'the greeting is not signed by this device for this challenge',
    },
    DEVICE_BANNED: {
      why: 'An answer of this device differs from what re-execution by the referee gives. Memory errors and overclocking do that as well as lying.',
      remedy: 'Test the machine’s memory and stop overclocking; then start with a new identity.',
      example:
        'an answer of this device was refuted by re-execution; check its memory and start with a new identity',
    },
    JOIN_KEY_REFUSED: {
      why: 'The key was renewed, belongs to another coordinator, or has a line break too many in its file.',
      remedy: 'Ask the coordinator’s operator for the present key, or work without one.',
      example:
        'no private pool here has this join key; ask the operator for the present one, or work without a key',
    },
    SESSIONS_FULL: {
      why: 'More contributors than this coordinator takes, or more newcomers at once than it can greet.',
      remedy: 'Connect again later; the software does so by itself.',
      example: 'this coordinator has no room; try again later',
    },
    ADDRESS_FULL: {
      why: 'One machine opens a session for each core, or a whole site comes through one address.',
      remedy:
        'Use one session with more seats instead of many. Behind a proxy the operator must set `MANYHANDS_TRUST_PROXY`, or all contributors seem to have its address.',
      example: 'one address may have 256 connections at once',
    },
    SESSION_SLOW: {
      why: 'A connection too slow for so many seats, or a machine that sleeps.',
      remedy: 'Connect again; check the network.',
      example: 'what was sent is not read; ask for fewer seats',
    },
    SESSION_SILENT: {
      why: 'The machine slept, the network broke without a word, or a seat hangs.',
      remedy: 'Connect again; the software does so by itself.',
      example: 'no heartbeat for 30 s',
    },
    DRAINING: {
      why: 'The coordinator is being updated or moved. What was sent is committed before it stops.',
      remedy: 'Connect again in a moment; nothing is lost.',
      example: 'this coordinator is stopping; connect again in a moment',
    },
    BUILD_HASH_MISMATCH: {
      why: 'A proxy, a virus scanner or a cache changed the bytes, or sent an error page in their place.',
      remedy: 'Something between you and the coordinator changes what it serves: check proxies and caches.',
      example: 'the bytes at /v1/builds/3f1e… are not those that the hash names',
    },
    SEAT_FAILED: {
      why: 'The kernel needs more memory than the device has left, or the browser ended the worker.',
      remedy:
        'Close other tabs or use fewer threads; the item goes to somebody else and nothing is held against you.',
      example: 'the seat ended: out of memory',
    },
    CONSENT_MISSING: {
      why: 'The page asks for work before its visitor said yes, the yes was for less, or it ran out.',
      remedy: 'Ask the person in front of the screen first.',
      example: 'nothing is assigned for a site without its visitor’s consent',
    },
  },
};
