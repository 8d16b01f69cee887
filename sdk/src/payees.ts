import { fromHex, hubDomain, isReceiptOf, KnownError, RELAYED_CLAIM, signTyped } from '@manyhands/protocol';
import type { Http } from './http.ts';
import {
  askSigned,
  askStatement,
  type SignedBy,
  type StatementBytes,
  type StatementOptions,
} from './statements.ts';
import type { Balance, ClaimProof, ClaimQuote, PayeeReceipt, Payments } from './wire.ts';

/** What somebody earned at a coordinator, and how it comes into a wallet. Everything is public but the signature. */
export class Payee {
  readonly #http: Http;
  /** Lower case. */
  readonly address: string;

  constructor(http: Http, address: string) {
    this.#http = http;
    this.address = address.toLowerCase();
  }

  /** Throws PAYMENTS_OFF. */
  balance(): Promise<Balance> {
    return this.#http.json('GET', `/v1/payees/${this.address}`);
  }

  /** What proves the balance to the hub, so that anybody may claim it there. Throws PAYEE_UNROOTED. */
  proof(): Promise<ClaimProof> {
    return this.#http.json('GET', `/v1/payees/${this.address}/proof`);
  }

  /**
   * What it earned, line by line, in ledger units, each with the epoch in which it became payable: signed with its key (0x and 32 bytes as hex), or by the API key that its wallet
   * signed in for. Throws RECORD_REFUSED.
   */
  statement(options: StatementOptions & Partial<SignedBy> = {}): Promise<StatementBytes> {
    const { privateKey, hub, ...asked } = options;
    if (privateKey === undefined || hub === undefined)
      return askStatement(this.#http, `/v1/payees/${this.address}/statement`, asked);
    return askSigned(this.#http, this.address, { ...asked, privateKey, hub });
  }

  /**
   * The operator's signed word on what this payee has: should the hub ever fall silent, it is paid by it. Keep the newest.
   * Throws RECEIPT_UNCOVERED while there is nothing to promise, and RECEIPT_FORGED where the hub would refuse it.
   */
  async receipt(hub: Pick<Payments, 'chainId' | 'hub' | 'operator'>): Promise<PayeeReceipt> {
    const receipt = await this.#http.json<PayeeReceipt>('POST', `/v1/payees/${this.address}/receipt`);
    if (receipt.account.toLowerCase() !== this.address || !isReceiptOf(hub, receipt))
      throw new KnownError(
        'RECEIPT_FORGED',
        `the coordinator gave a receipt that the hub’s operator ${hub.operator} did not sign for ${this.address}`,
      );
    return receipt;
  }

  /**
   * The vouchers that the coordinator's next epoch would redeem, packed as the hub's `redeem` takes them: 0x and hex. Kept with a
   * receipt they give it something to be paid from, should that epoch never come.
   */
  async dueVouchers(): Promise<string> {
    return (await this.#http.json<{ vouchers: string }>('GET', '/v1/vouchers/due')).vouchers;
  }

  /** What a claim by the relayer would bring now, and how the last one went. Throws PAYEE_UNROOTED. */
  quote(): Promise<ClaimQuote> {
    return this.#http.json('GET', `/v1/payees/${this.address}/claim`);
  }

  /**
   * Has the relayer claim, for the fee of the quote: signs exactly its terms. `privateKey`: the payee's, 0x and 32 bytes as
   * hex. Throws CLAIM_INVALID, CLAIM_BELOW_GAS or CLAIM_PENDING.
   */
  async relay(
    quote: ClaimQuote,
    hub: Pick<Payments, 'chainId' | 'hub'>,
    privateKey: string,
  ): Promise<ClaimQuote> {
    const { index, claimed, fee, net: least, deadline, relayer } = quote;
    const terms = {
      ...{ index: BigInt(index), account: this.address, claimed: BigInt(claimed), fee: BigInt(fee) },
      ...{ least: BigInt(least), relayer, deadline: BigInt(deadline) },
    };
    const domain = hubDomain(BigInt(hub.chainId), hub.hub);
    const signature = signTyped(fromHex(privateKey), domain, RELAYED_CLAIM, terms);
    const body = { index, claimed, fee, least, deadline, signature };
    return this.#http.json('POST', `/v1/payees/${this.address}/claim`, body);
  }
}
