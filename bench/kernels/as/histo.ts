/** Histogram of 65,536 random bytes, and of the pairs among them. */
export function histo(rounds: i32): u32 {
  const bytes = new Uint8Array(65536);
  const counts = new Uint32Array(256);
  const pairs = new Map<u32, u32>();
  let state: u32 = 12345;
  for (let i = 0; i < bytes.length; i++) {
    state = state * 1664525 + 1013904223;
    bytes[i] = <u8>(state >> 24);
  }
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < bytes.length; i++) counts[bytes[i]]++;
    for (let i = 1; i < 4096; i++) {
      const pair = (((<u32>bytes[i - 1]) << 8) | bytes[i]) & 0x3ff;
      pairs.set(pair, pairs.has(pair) ? pairs.get(pair) + 1 : 1);
    }
  }
  let sum: u32 = 0;
  for (let i = 0; i < 256; i++) sum = sum * 31 + counts[i];
  return sum ^ <u32>pairs.size;
}
