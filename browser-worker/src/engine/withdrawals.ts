import { receiptId } from '@manyhands/protocol';
import type { Consent } from '../consent.ts';
import type { Identity } from '../identity.ts';
import type { KeyValue } from '../key-value.ts';
import { receiptOf } from '../receipt.ts';

const KEY = 'withdrawal';
const WAIT_MS = 400;

/** Tells the coordinator of withdrawn consent; what did not reach it is kept and told at the next start. */
export class Withdrawals {
  readonly #address: string;
  readonly #store: KeyValue;

  constructor(coordinator: string, store: KeyValue) {
    this.#address = new URL('/v1/withdrawals', coordinator).href;
    this.#store = store;
  }

  /** Resolves when it is told or kept. `at` in milliseconds since 1970. */
  async tell(consent: Consent, { device, signWithdrawal }: Identity, at: number): Promise<void> {
    const receipt = receiptId(receiptOf(consent, device));
    const body = JSON.stringify({ device, receipt, at, signature: signWithdrawal({ receipt, at }) });
    if (!(await this.#send(body))) await this.#store.set(KEY, body);
  }

  async tellKept(): Promise<void> {
    const body = await this.#store.get(KEY);
    if (body !== undefined && (await this.#send(body))) await this.#store.delete(KEY);
  }

  /** Whether it needs no further attempt. */
  async #send(body: string): Promise<boolean> {
    try {
      const response = await fetch(this.#address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        // Survives the end of this worker.
        keepalive: true,
        signal: AbortSignal.timeout(WAIT_MS),
      });
      return response.status < 500 && response.status !== 429;
    } catch {
      return false;
    }
  }
}
