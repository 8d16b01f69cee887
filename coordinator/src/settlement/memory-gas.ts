/** What gas takes and costs on the chain in memory. */
import type { HubCall } from './chain.ts';
import { claimsGas, rangeGas } from './ranges.ts';

/** A transaction's price may double until it is mined. */
export const ROOM = 2n;

/** Of a claim on terms. */
export const RELAY_GAS = 120_000n;

/** Of a transaction that does nothing. */
export const NOTHING_GAS = 21_000n;

export const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

export const dearer = (price: bigint): bigint => price + price / 8n;

export const bounded = (value: bigint, bound: bigint | null): bigint =>
  bound !== null && bound < value ? bound : value;

/** As the hub takes it with warm storage, more or less. */
export function gasOf(call: HubCall): bigint {
  switch (call.kind) {
    case 'settle':
      return 35_000n + 11_000n * BigInt(call.epoch.vouchers.length);
    case 'claims':
      return BigInt(
        claimsGas(
          call.claims.map(() => ({ isFirst: false })),
          call.claims[0]?.proof.length ?? 0,
        ),
      );
    case 'range':
      return BigInt(rangeGas({ width: call.range.width, above: call.range.proof.length }, []));
    default:
      return call satisfies never;
  }
}
