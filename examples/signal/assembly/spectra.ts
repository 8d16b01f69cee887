/** Fourier transforms, four at a time in the lanes of a vector. */
import { SAMPLES } from './candidates';
import { cosine, rotate, sine } from './rotation';

const LONGEST: i32 = 16384;

/** Fourier transforms of consecutive stretches. */
export class Spectra {
  private cosines: StaticArray<f32> = new StaticArray<f32>(LONGEST / 2);
  private sines: StaticArray<f32> = new StaticArray<f32>(LONGEST / 2);
  /** Four spectra in the lanes of vectors. */
  private workReal: usize = changetype<usize>(new StaticArray<f32>(LONGEST * 4));
  private workImaginary: usize = changetype<usize>(new StaticArray<f32>(LONGEST * 4));
  private power: StaticArray<f32> = new StaticArray<f32>(SAMPLES);

  constructor(
    private real: StaticArray<f32>,
    private imaginary: StaticArray<f32>,
    private mean: f64,
  ) {
    for (let i = 0; i < LONGEST / 2; i++) {
      rotate(-(<f64>i) / <f64>LONGEST);
      unchecked((this.cosines[i] = <f32>cosine));
      unchecked((this.sines[i] = <f32>sine));
    }
  }

  /** Powers by spectrum and bin, noise at 1; overwritten by the next call. */
  ofLength(length: i32): StaticArray<f32> {
    for (let first = 0; first < SAMPLES; first += 4 * length) {
      this.gather(first, length);
      for (let half = 1; half < length; half *= 4) this.twoStages(length, half);
      this.scatter(first, length);
    }
    return this.power;
  }

  /** Samples of four stretches into lanes, in bit-reversed order. */
  private gather(first: i32, length: i32): void {
    const shift = clz(length) + 1;
    for (let i = 0; i < length; i++) {
      const to = <usize>(reversed(i) >>> shift) << 4;
      const at = first + i;
      v128.store(this.workReal + to, lanes(this.real, at, length));
      v128.store(this.workImaginary + to, lanes(this.imaginary, at, length));
    }
  }

  /** Two stages of the radix-2 transform in one pass over the memory: butterflies over `half`, then over 2 · `half`. */
  private twoStages(length: i32, half: i32): void {
    const step = LONGEST / (4 * half);
    for (let j = 0; j < half; j++) {
      const c1 = f32x4.splat(unchecked(this.cosines[2 * j * step]));
      const s1 = f32x4.splat(unchecked(this.sines[2 * j * step]));
      const c2 = f32x4.splat(unchecked(this.cosines[j * step]));
      const s2 = f32x4.splat(unchecked(this.sines[j * step]));
      const c3 = f32x4.splat(unchecked(this.cosines[(j + half) * step]));
      const s3 = f32x4.splat(unchecked(this.sines[(j + half) * step]));
      for (let i = j; i < length; i += 4 * half) {
        this.butterfly(i, i + half, c1, s1);
        this.butterfly(i + 2 * half, i + 3 * half, c1, s1);
        this.butterfly(i, i + 2 * half, c2, s2);
        this.butterfly(i + half, i + 3 * half, c3, s3);
      }
    }
  }

  // @ts-ignore: decorator
  @inline
  private butterfly(a: i32, b: i32, c: v128, s: v128): void {
    const realA = this.workReal + (<usize>a << 4);
    const realB = this.workReal + (<usize>b << 4);
    const imaginaryA = this.workImaginary + (<usize>a << 4);
    const imaginaryB = this.workImaginary + (<usize>b << 4);
    const x = v128.load(realB);
    const y = v128.load(imaginaryB);
    const turnedX = f32x4.sub(f32x4.mul(x, c), f32x4.mul(y, s));
    const turnedY = f32x4.add(f32x4.mul(x, s), f32x4.mul(y, c));
    const stayX = v128.load(realA);
    const stayY = v128.load(imaginaryA);
    v128.store(realA, f32x4.add(stayX, turnedX));
    v128.store(imaginaryA, f32x4.add(stayY, turnedY));
    v128.store(realB, f32x4.sub(stayX, turnedX));
    v128.store(imaginaryB, f32x4.sub(stayY, turnedY));
  }

  /** Powers out of the lanes, each spectrum by itself. */
  private scatter(first: i32, length: i32): void {
    const scale = f32x4.splat(<f32>(1.0 / (<f64>length * this.mean)));
    const stride = <usize>length << 2;
    let to = changetype<usize>(this.power) + (<usize>first << 2);
    for (let i: usize = 0; i < <usize>length; i++, to += 4) {
      const x = v128.load(this.workReal + (i << 4));
      const y = v128.load(this.workImaginary + (i << 4));
      const power = f32x4.mul(f32x4.add(f32x4.mul(x, x), f32x4.mul(y, y)), scale);
      f32.store(to, f32x4.extract_lane(power, 0));
      f32.store(to + stride, f32x4.extract_lane(power, 1));
      f32.store(to + 2 * stride, f32x4.extract_lane(power, 2));
      f32.store(to + 3 * stride, f32x4.extract_lane(power, 3));
    }
  }
}

function lanes(from: StaticArray<f32>, at: i32, stride: i32): v128 {
  let vector = f32x4.splat(unchecked(from[at]));
  vector = f32x4.replace_lane(vector, 1, unchecked(from[at + stride]));
  vector = f32x4.replace_lane(vector, 2, unchecked(from[at + 2 * stride]));
  return f32x4.replace_lane(vector, 3, unchecked(from[at + 3 * stride]));
}

/** The 32 bits in opposite order. */
function reversed(bits: u32): u32 {
  bits = ((bits >> 1) & 0x55555555) | ((bits & 0x55555555) << 1);
  bits = ((bits >> 2) & 0x33333333) | ((bits & 0x33333333) << 2);
  bits = ((bits >> 4) & 0x0f0f0f0f) | ((bits & 0x0f0f0f0f) << 4);
  return bswap(bits);
}
