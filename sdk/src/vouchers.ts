import {
  channelId,
  type Domain,
  fromHex,
  hubDomain,
  isKnownError,
  KnownError,
  signTyped,
  VOUCHER,
} from '@manyhands/protocol';
import { type Http, pause } from './http.ts';
import { SigningLimit, type SigningMemory } from './signing-limit.ts';
import type { Bill, ChannelKey, Payments, Progress } from './wire.ts';

/** A voucher's fields, as its EIP-712 struct has them. */
export interface VoucherFields {
  readonly channel: string;
  readonly cumulative: bigint;
}

/** How a paid job is paid for while its results arrive. */
export interface Payment {
  readonly channel: ChannelKey;
  /** The key of the channel's signer (0x and 32 bytes as hex), or whatever else signs EIP-712, such as a wallet. */
  readonly signer:
    | { readonly privateKey: string }
    | { readonly sign: (domain: Domain, voucher: VoucherFields) => Promise<string> };
  /** Nothing beyond this many token units is ever signed, whatever the coordinator asks for. */
  readonly limit: bigint;
  /** Nor more than so many token units on a day (UTC). What was signed on days before is in `memory`; without one, less is signed. */
  readonly perDay?: bigint;
  readonly memory?: SigningMemory;
  /**
   * `streaming`, unless said: vouchers follow what was delivered, up to the coordinator's credit window. `prepaid`: at the start
   * one covers the whole budget, so that results come without anybody who signs. With a private key it comes in steps of a
   * twentieth: the coordinator redeems no more than the next step above what is owed, and the rest can be withdrawn.
   */
  readonly mode?: 'streaming' | 'prepaid';
}

/** Of a budget that is paid ahead. */
const STEPS = 20n;

const POLL_MILLISECONDS = 400;

/**
 * Signs a fresh cumulative voucher whenever the channel owes more than the last one says [VO1]: a researcher is never
 * further ahead than what was delivered, a coordinator never further than its credit window.
 */
export class VoucherStream {
  readonly #http: Http;
  readonly #job: string;
  readonly #payment: Payment;
  readonly #limit: SigningLimit;
  #domain: Domain | null = null;

  constructor(http: Http, job: string, payment: Payment) {
    this.#http = http;
    this.#job = job;
    this.#payment = payment;
    this.#limit = new SigningLimit(payment);
  }

  /**
   * Pays what is owed now. Returns the cumulative token units that vouchers cover. Throws SPENDING_LIMIT where the limit leaves
   * so much unpaid that results are held back.
   */
  async pay(): Promise<bigint> {
    const bill = await this.#http.json<Bill>('GET', `/v1/jobs/${this.#job}/bill`);
    const owed = BigInt(bill.owed);
    const vouchered = BigInt(bill.vouchered);
    const most = this.#limit.most();
    const cumulative = owed < most ? owed : most;
    if (cumulative > vouchered)
      await this.#post({ cumulative: String(cumulative), signature: await this.#sign(cumulative) });
    const covered = cumulative > vouchered ? cumulative : vouchered;
    if (owed > covered + BigInt(bill.creditWindow)) throw this.#beyondLimit(owed);
    return covered;
  }

  /** Promises all that the job may still cost, where the payment says so. Throws SPENDING_LIMIT or VOUCHER_UNCOVERED. */
  async payAhead({ state, budget, spent }: Pick<Progress, 'state' | 'budget' | 'spent'>): Promise<void> {
    const mayCostMore = state === 'running' || state === 'paused';
    if (this.#payment.mode !== 'prepaid' || budget === null || !mayCostMore) return;
    const bill = await this.#http.json<Bill>('GET', `/v1/jobs/${this.#job}/bill`);
    const owed = BigInt(bill.owed);
    const left = BigInt(budget) - BigInt(spent ?? 0);
    if (owed + left <= BigInt(bill.vouchered)) return;
    if (owed + left > this.#limit.most()) throw this.#beyondLimit(owed + left);
    const below = 'sign' in this.#payment.signer ? 1n : STEPS;
    const steps = Array.from({ length: Number(below) }, (_, i) => owed + (left * BigInt(i + 1)) / below);
    const rising = steps.filter((step, i) => step > (steps[i - 1] ?? 0n));
    const signed = await Promise.all(
      rising.map(async (cumulative) => ({
        cumulative: String(cumulative),
        signature: await this.#sign(cumulative),
      })),
    );
    const top = signed.pop() as (typeof signed)[number];
    await this.#post({ ...top, steps: signed });
  }

  /**
   * Pays again and again until the signal is aborted. Rejects with the first failure that does not pass; how long a
   * coordinator may be away is for the stream of results to say.
   */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.pay().catch((error: unknown) => {
        if (!isKnownError(error) || !error.retry) throw error;
      });
      await pause(POLL_MILLISECONDS);
    }
  }

  #beyondLimit(owed: bigint): KnownError {
    const { limit, perDay } = this.#payment;
    const most = this.#limit.most();
    const isOfDay = most < limit;
    const what = isOfDay
      ? `today (UTC) the payment signs for up to ${most}`
      : `the payment's limit is ${limit}`;
    return new KnownError(
      'SPENDING_LIMIT',
      `${owed} token units are to be covered, and ${what}: results wait until ${isOfDay ? 'tomorrow, or until ' : ''}it is raised`,
      {
        details: {
          owed: String(owed),
          limit: String(limit),
          perDay: perDay === undefined ? null : String(perDay),
        },
      },
    );
  }

  async #post(voucher: { cumulative: string; signature: string; steps?: readonly object[] }): Promise<void> {
    const { channel } = this.#payment;
    try {
      await this.#http.json('POST', '/v1/vouchers', { channel, ...voucher });
    } catch (error) {
      // Another client of the same channel has promised as much in the meantime.
      if (!isKnownError(error) || error.code !== 'VOUCHER_STALE') throw error;
    }
  }

  async #sign(cumulative: bigint): Promise<string> {
    const { channel, signer } = this.#payment;
    this.#domain ??= await this.#hubDomain();
    const voucher = { channel: channelId(channel.researcher, channel.signer, channel.salt), cumulative };
    // The last word before a signature, whatever asked for it.
    if (cumulative > this.#limit.most()) throw this.#beyondLimit(cumulative);
    this.#limit.note(cumulative);
    if ('sign' in signer) return signer.sign(this.#domain, voucher);
    return signTyped(fromHex(signer.privateKey), this.#domain, VOUCHER, { ...voucher });
  }

  async #hubDomain(): Promise<Domain> {
    const { chainId, hub } = await this.#http.json<Payments>('GET', '/v1/payments');
    return hubDomain(BigInt(chainId), hub);
  }
}
