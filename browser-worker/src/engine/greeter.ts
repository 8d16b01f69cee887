import type { ContributorFrame, CoordinatorFrame } from '@manyhands/protocol';
import type { Consent } from '../consent.ts';
import type { Identity } from '../identity.ts';
import { receiptOf } from '../receipt.ts';

type Challenge = Extract<CoordinatorFrame, { kind: 'challenge' }>;
type Greeting = Extract<ContributorFrame, { kind: 'hello' | 'resume' }>;

/** What is said of this machine in a greeting. */
export interface Machine {
  readonly cores: number;
  readonly agent: string;
}

/** Answers challenges: with the ticket of the last session where there is one, else by the device's signature. */
export class Greeter {
  readonly #machine: Machine;
  #ticket: string | null = null;
  /** Who earns by the ticket. */
  #earner = '';

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Keeps a ticket for the earner of the last greeting. */
  keep(ticket: string): void {
    this.#ticket = ticket === '' ? null : ticket;
  }

  forget(): void {
    this.#ticket = null;
  }

  /** A ticket is tried once: whoever does not know it challenges again. */
  answer({ nonce }: Challenge, consent: Consent, identity: Identity, keeps: readonly string[]): Greeting {
    // People paste addresses with a checksum's capitals; on the wire they are lower case.
    const payee = consent.payee.toLowerCase();
    const { site } = consent;
    const { agent, cores } = this.#machine;
    // A site's visitor agreed to so many threads and no more.
    const seats = site === '' ? Math.max(consent.threads, cores) : consent.threads;
    const ticket = this.#earner === `${payee} ${site}` ? this.#ticket : null;
    this.#ticket = null;
    this.#earner = `${payee} ${site}`;
    if (ticket !== null) return { kind: 'resume', ticket, seats, agent, keeps };
    const { device, sign } = identity;
    const receipt = receiptOf(consent, device);
    return {
      kind: 'hello',
      device,
      payee,
      site,
      receipt,
      receiptSignature: receipt && identity.signReceipt(receipt),
      seats,
      agent,
      keeps,
      signature: sign({ nonce, payee, site }),
    };
  }
}
