/** Kernels written to show what engines could do differently: bits of NaNs, denormals, traps, depth and exhaustion. */
export const SOURCES: Readonly<Record<string, string>> = {
  nans: `
export class Bits { sum: u64; product: u64; quotient: u64; root: u64; narrow: u32; least: u64; most: u64; signed: u64; lanes: u64; sequence: Float64Array = new Float64Array(6); }
/** Computes NaNs in every way there is and shows their bits. */
export function nans(a: f64, b: f64, c: f32, d: f32, n: i32): Bits {
  const bits = new Bits();
  bits.sum = reinterpret<u64>(a + b);
  bits.product = reinterpret<u64>(a * b);
  bits.quotient = reinterpret<u64>(a / b);
  bits.root = reinterpret<u64>(sqrt(a) + sqrt(-b));
  bits.narrow = reinterpret<u32>(c / d - d / c);
  bits.least = reinterpret<u64>(min(a, <f64>c));
  bits.most = reinterpret<u64>(max(<f64>d, b));
  bits.signed = reinterpret<u64>(copysign(1.0, a - b));
  const lanes = f64x2.sub(f64x2.splat(a / b), f64x2.splat(b));
  const narrow = f32x4.mul(f32x4.splat(c), f32x4.splat(d));
  bits.lanes = i64x2.extract_lane(lanes, 0) ^ i64x2.extract_lane(narrow, 1);
  const s = bits.sequence;
  s[0] = a - a; s[1] = 0.0 / <f64>(n & 1); s[2] = -s[0]; s[3] = s[1] + s[2]; s[4] = <f64>(<f32>(a * b)); s[5] = nearest(a / b) - trunc(b / a);
  return bits;
}`,
  denormals: `
/** Walks through the smallest numbers, where a processor may be tempted to flush them to zero. */
export class Small { wide: f64; narrow: f32; count: i32; all: Float32Array = new Float32Array(8); }
export function denormals(a: f64, b: f32, rounds: u8): Small {
  const out = new Small();
  let x = a * 2.2250738585072014e-308;
  let y = b * <f32>1.1754943508222875e-38;
  for (let i = 0; i < <i32>rounds; i++) {
    x = x * 0.75 + 4.9e-324;
    y = y * <f32>0.8 + <f32>1.4e-45;
    if (abs(x) < 2.2250738585072014e-308 && x != 0) out.count++;
    out.all[i & 7] += y;
  }
  const lanes = f32x4.mul(f32x4.splat(y), f32x4.splat(<f32>0.5));
  out.wide = x;
  out.narrow = y + f32x4.extract_lane(lanes, 2);
  return out;
}`,
  traps: `
/** Traps in one of many ways after some work, or does not. */
export function traps(kind: u8, work: u8, a: i32, b: f64, list: Int32Array): i64 {
  let sum: i64 = 0;
  for (let i = 0; i < <i32>work; i++) sum = sum * 31 + i;
  switch (kind & 15) {
    case 0: return sum / <i64>(a & 3);
    case 1: return sum + <i64>load<i32>(<usize>a);
    case 2: return sum + <i64>list[a & 63];
    case 3: return sum + <i64>(<i32>b);
    case 4: throw new Error('on purpose');
    case 5: unreachable();
    case 6: return sum + descend(a);
    case 7: return sum % <i64>a;
    case 8: store<i64>(<usize>a * 65536, sum); return sum;
    case 9: return sum + <i64>new Uint8Array(a).length;
    default: return sum + list.length;
  }
}
function descend(n: i32): i64 { return n == 0 ? 0 : 1 + descend(n - 1); }`,
  sort: `
/** Sorts what it is given, by insertion and by quicksort, and hashes both. */
export function sort(values: Int32Array, rounds: u8): u64 {
  let hash: u64 = 14695981039346656037;
  for (let round = 0; round <= <i32>(rounds & 7); round++) {
    const a = new Int32Array(values.length);
    for (let i = 0; i < values.length; i++) a[i] = values[i] * (round + 1);
    quick(a, 0, a.length - 1);
    for (let i = 0; i < a.length; i++) hash = (hash ^ <u64>a[i]) * 1099511628211;
  }
  return hash;
}
function quick(a: Int32Array, low: i32, high: i32): void {
  if (low >= high) return;
  const pivot = a[(low + high) >> 1];
  let i = low, j = high;
  while (i <= j) {
    while (a[i] < pivot) i++;
    while (a[j] > pivot) j--;
    if (i <= j) { const t = a[i]; a[i] = a[j]; a[j] = t; i++; j--; }
  }
  quick(a, low, j);
  quick(a, i, high);
}`,
  texts: `
export class Words { longest: string = ''; count: i32; upper: string | null = null; counts: Uint32Array = new Uint32Array(4); }
/** Allocates a lot: strings, maps and arrays. */
export function texts(text: string, parts: u8): Words {
  const out = new Words();
  const seen = new Map<string, i32>();
  for (let i = 0; i < text.length; i++) {
    const word = text.substring(i, i + 1 + <i32>(parts % 5));
    seen.set(word, seen.has(word) ? seen.get(word) + 1 : 1);
    if (word.length > out.longest.length || word > out.longest) out.longest = word;
    out.counts[text.charCodeAt(i) & 3]++;
  }
  out.count = seen.size;
  if (parts & 1) out.upper = text.toUpperCase();
  return out;
}`,
  numbers: `
export class Numbers { a: f64; b: f64; c: f32; d: i64; e: u32; f: bool }
/** Arithmetic of every width, in loops of every kind. */
export function numbers(x: f64, y: f32, i: i64, j: u32, k: i16, l: u8): Numbers {
  let a = x, b: f64 = 1, c = y, d = i, e = j;
  for (let n: u32 = 0; n < <u32>l; n++) { a = a * 1.0000001 + b; b = Math.sin(a) * 0.5; e = rotl(e, 7) ^ n; }
  for (let n = <i32>k & 63; n >= 0; n -= 3) { c = c * <f32>1.25 - <f32>n; d = d * 6364136223846793005 + 1442695040888963407; }
  let p = e | 1;
  while (p > 1 && p < 100000) p = p & 1 ? 3 * p + 1 : p >> 1;
  return { a, b: Math.exp(b), c, d: d ^ <i64>popcnt(e), e: e ^ p, f: a > b };
}`,
};
