/**
 * The smallest number from `low` to `high` for which `holds`, from above, halved so many times. It has to hold at `high`
 * and from some number on. The steps are part of a certificate's formula: others recompute its bound bit for bit.
 */
export function smallestWhere(
  holds: (value: number) => boolean,
  { low, high, steps }: { readonly low: number; readonly high: number; readonly steps: number },
): number {
  let [below, above] = [low, high];
  for (let i = 0; i < steps; i++) {
    const middle = (below + above) / 2;
    if (holds(middle)) above = middle;
    else below = middle;
  }
  return above;
}
