/** The operator's transactions on the chain in memory: signed, waiting, and in the place of each other. */
import type { Gas } from '../domain/gas.ts';
import {
  ChainRefused,
  GAS_TOO_DEAR,
  type Offer,
  type Prepared,
  RELAYER_UNFUNDED,
  type Repriced,
} from './chain.ts';
import { bounded, dearer, larger, NOTHING_GAS, ROOM } from './memory-gas.ts';
import type { Call } from './memory-hub.ts';

/** A transaction that was signed; it is in the pool from when it is first sent until it is mined. */
export interface Signed extends Prepared {
  readonly call: Call;
  readonly most: bigint;
}

/** What the pool needs of its chain. */
export interface MemoryPlace {
  /** Wei for a unit of gas. */
  price(): bigint;
  /** The operator's, in wei. */
  coins(): bigint;
  /** Of the next transaction that is mined. */
  nonce(): number;
  isMined(tx: string): boolean;
  transaction(): string;
}

export class MemoryPool {
  readonly #at: MemoryPlace;
  readonly #signed = new Map<string, Signed>();
  readonly #waiting = new Set<string>();

  constructor(at: MemoryPlace) {
    this.#at = at;
  }

  /** Behind what waits without a gap. */
  nextNonce(): number {
    const waiting = new Set([...this.#waiting].map((tx) => this.#signed.get(tx)?.nonce));
    let nonce = this.#at.nonce();
    while (waiting.has(nonce)) nonce++;
    return nonce;
  }

  prepare(
    call: Call,
    { gas, most, instead }: { readonly gas: Gas; readonly most: bigint | null; readonly instead?: Prepared },
  ): Offer {
    const before = (instead && this.#signed.get(instead.raw)?.most) ?? 0n;
    const least = larger(gas.price, dearer(before));
    if (most !== null && least > most) throw new ChainRefused(GAS_TOO_DEAR);
    if (this.#at.coins() < gas.gas * least) throw new ChainRefused(RELAYER_UNFUNDED);
    const nonce = instead?.nonce ?? this.nextNonce();
    return { ...this.#sign(call, nonce, bounded(larger(ROOM * gas.price, least), most)), gas };
  }

  #sign(call: Call, nonce: number, most: bigint): Prepared & { readonly most: bigint } {
    const tx = this.#at.transaction();
    this.#signed.set(tx, { tx, raw: tx, nonce, call, most });
    return { tx, raw: tx, nonce, most };
  }

  reprice({ raw }: Prepared, most: bigint | null): Repriced {
    const { call, nonce, most: before } = this.#signed.get(raw) as Signed;
    const price = this.#at.price();
    if (price <= before) return { kind: 'enough' };
    const bound = bounded(larger(ROOM * price, dearer(before)), most);
    if (bound < price || bound < dearer(before)) return { kind: 'dear' };
    return { kind: 'offer', offer: { ...this.#sign(call, nonce, bound), gas: { gas: 0n, price } } };
  }

  vacate(sent: Prepared, most: bigint): Offer {
    return this.prepare(
      { kind: 'nothing' },
      { gas: { gas: NOTHING_GAS, price: this.#at.price() }, most, instead: sent },
    );
  }

  /** Whether it waits now. As nodes do: another in the place of one that waits has to be dearer by an eighth. */
  send(raw: string): boolean {
    const signed = this.#signed.get(raw);
    // Of a chain that was before this one.
    if (signed === undefined || this.#at.isMined(raw) || signed.nonce < this.#at.nonce()) return false;
    for (const tx of this.#waiting) {
      const other = this.#signed.get(tx) as Signed;
      if (other.nonce !== signed.nonce || tx === raw) continue;
      if (signed.most < dearer(other.most)) return false;
      this.#waiting.delete(tx);
    }
    this.#waiting.add(raw);
    return true;
  }

  /** What has its turn and pays enough; it waits no more. */
  take(): Signed | undefined {
    for (const tx of this.#waiting) {
      const signed = this.#signed.get(tx) as Signed;
      if (signed.nonce !== this.#at.nonce() || signed.most < this.#at.price()) continue;
      this.#waiting.delete(tx);
      return signed;
    }
    return undefined;
  }

  /** After a reorganisation: what was mined waits again. */
  putBack(txs: readonly string[]): void {
    for (const tx of txs) this.#waiting.add(tx);
  }

  forget(): void {
    this.#waiting.clear();
  }
}
