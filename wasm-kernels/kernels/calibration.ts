// biome-ignore-all lint/suspicious/noAssignInExpressions: AssemblyScript's unchecked(…) takes an assignment
/**
 * The calibration kernel: the reference core is the core that runs it at a fixed fuel per second. A fixed
 * mix of what kernels do: integer hashing, floating point, and dependent loads from 64 KiB.
 */
export function calibrate(rounds: i32): u32 {
  const table = new StaticArray<u32>(16384);
  let hash: u32 = 0x9e3779b9;
  for (let i = 0; i < 16384; i++) {
    hash = (hash ^ (hash >>> 15)) * 0x85ebca6b + i;
    unchecked((table[i] = hash));
  }
  let real: f64 = 1;
  for (let round = 0; round < rounds; round++) {
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    hash += unchecked(table[hash & 16383]);
    real = real * 0.75 + <f64>(hash & 0xff) / (real + 1.0);
    if (hash & 16) hash = rotl(hash, 7);
    else unchecked((table[(hash >>> 4) & 16383] = hash));
  }
  return hash ^ <u32>real;
}
