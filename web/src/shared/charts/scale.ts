/** Where numbers lie in a picture. */

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** The least and the greatest of some numbers, made a little wider where they are one. 0 to 1 where there are none. */
export function rangeOf(values: readonly number[]): Range {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return { low: 0, high: 1 };
  if (low < high) return { low, high };
  const half = Math.abs(low) / 2 || 0.5;
  return { low: low - half, high: high + half };
}

/** Round numbers within a range, about as many as asked for: 1, 2 or 5 times a power of ten apart. */
export function ticksOf({ low, high }: Range, about: number): number[] {
  const raw = (high - low) / Math.max(1, about);
  if (!(raw > 0) || !Number.isFinite(raw)) return [low];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5].find((each) => each * power >= raw * 0.999) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => (first + i) * step);
}

/** Powers of ten within a range of positive numbers, some left out where there would be more than asked for. */
export function powersOf({ low, high }: Range, most: number): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const step = Math.max(1, Math.ceil((last - first + 1) / Math.max(1, most)));
  const powers: number[] = [];
  for (let power = first; power <= last; power += step) powers.push(10 ** power);
  return powers;
}

/** Whether equal steps or equal factors lie equally far apart. */
export type ScaleKind = 'linear' | 'log';

/** Pixels from `from` to `to` for numbers of a range. */
export function scaleOf(
  kind: ScaleKind,
  { low, high }: Range,
  from: number,
  to: number,
): (value: number) => number {
  const of = kind === 'log' ? (value: number) => Math.log10(Math.max(value, low)) : (value: number) => value;
  const [start, length] = [of(low), of(high) - of(low)];
  return (value) => from + ((of(value) - start) / length) * (to - from);
}
