/**
 * What calls of the host cost in fuel, so that a program that does little else pays about as much for its time as one
 * that computes. Measured in Node with 10 instructions a nanosecond: a call 0.28 µs, a path 70 ns a byte, random
 * numbers 5 ns a byte. Copied bytes are paid like those of `memory.copy`.
 */

/** The way out of WebAssembly and back. */
export const CALL_FUEL = 2000;
/** A stretch of memory in a list of them. */
export const VECTOR_FUEL = 500;
export const COPY_FUEL_PER_BYTE = 1 / 8;
/** To decode and follow a path. */
export const PATH_FUEL_PER_BYTE = 400;
export const RANDOM_FUEL_PER_BYTE = 32;
export const LISTED_FUEL = 5000;
export const SUBSCRIPTION_FUEL = 5000;
