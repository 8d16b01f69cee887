import { createHmac, timingSafeEqual } from 'node:crypto';
import { fromHex } from '@manyhands/protocol';

/** Who a session belongs to: addresses in lower case, the payee empty where there is none. */
export interface Greeted {
  readonly device: string;
  readonly payee: string;
}

/** How long a device may come back without a signature, in seconds. */
const LIFETIME_SECONDS = 24 * 60 * 60;
const VERSION = 2;
const ADDRESS_BYTES = 20;
/** Version, expiry, then a byte of presence and an address for device and payee. */
const BODY_BYTES = 1 + 4 + 2 * (1 + ADDRESS_BYTES);
/** Of the HMAC: as many as make a text without spare bits, so that a ticket has one spelling. */
const SEAL_BYTES = 28;
/** Base64url without padding. */
const TEXT = /^[\w-]{100}$/;

/**
 * Tickets with which a device comes back for the cost of a hash instead of a signature check. Nothing is stored: a ticket is
 * what was proven, until when, and an HMAC over both; every process with the same key takes it. Bans are looked up anyway.
 * Sessions for a site get none: they show the visitor's receipt each time.
 */
export class Tickets {
  readonly #key: Uint8Array;
  readonly #seconds: () => number;

  /** `seconds` is the time since 1970. */
  constructor(key: Uint8Array, seconds: () => number) {
    this.#key = key;
    this.#seconds = seconds;
  }

  issue({ device, payee }: Greeted): string {
    const body = Buffer.alloc(BODY_BYTES);
    body[0] = VERSION;
    body.writeUInt32LE(this.#seconds() + LIFETIME_SECONDS, 1);
    [device, payee].forEach((address, i) => {
      if (address === '') return;
      const at = 5 + i * (1 + ADDRESS_BYTES);
      body[at] = 1;
      body.set(fromHex(address), at + 1);
    });
    return Buffer.concat([body, this.#seal(body)]).toString('base64url');
  }

  /** Null for what this key never sealed and for what has expired. */
  open(text: string): Greeted | null {
    if (!TEXT.test(text)) return null;
    const bytes = Buffer.from(text, 'base64url');
    const body = bytes.subarray(0, BODY_BYTES);
    if (!timingSafeEqual(this.#seal(body), bytes.subarray(BODY_BYTES))) return null;
    if (body[0] !== VERSION || body.readUInt32LE(1) < this.#seconds()) return null;
    const [device, payee] = [0, 1].map((i) => {
      const at = 5 + i * (1 + ADDRESS_BYTES);
      return body[at] === 0 ? '' : `0x${body.toString('hex', at + 1, at + 1 + ADDRESS_BYTES)}`;
    });
    return { device, payee };
  }

  #seal(body: Uint8Array): Buffer {
    return createHmac('sha256', this.#key).update('ticket').update(body).digest().subarray(0, SEAL_BYTES);
  }
}
