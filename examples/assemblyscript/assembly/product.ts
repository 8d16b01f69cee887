import { getHi, getLo, mul } from "./i64/assembly/i64";

/** A product of 64 bits out of halves of 32. */
export class Product {
  lo: u32;
  hi: u32;
}

export function product(loLeft: u32, hiLeft: u32, loRight: u32, hiRight: u32): Product {
  mul(loLeft, hiLeft, loRight, hiRight);
  return { lo: getLo(), hi: getHi() };
}
