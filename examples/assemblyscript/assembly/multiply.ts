import { u256 } from "as-bignum/assembly";

/** The product of two numbers of 128 bits, each as its lower and its upper half. */
export class Product {
  lo1: u64;
  lo2: u64;
  hi1: u64;
  hi2: u64;
}

export function multiply(aLow: u64, aHigh: u64, bLow: u64, bHigh: u64): Product {
  const product = new u256(aLow, aHigh) * new u256(bLow, bHigh);
  return { lo1: product.lo1, lo2: product.lo2, hi1: product.hi1, hi2: product.hi2 };
}
