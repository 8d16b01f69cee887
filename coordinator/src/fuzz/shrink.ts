/** Cuts a failing list of steps down to one of which nothing can be left out. */
import type { Step } from './steps.ts';

/**
 * `fails` runs a list; it is asked `most` times at most. First whole lanes are left out, then ever smaller pieces
 * (delta debugging), so that what is left shows the fault and nothing else.
 */
export async function shrink(
  steps: readonly Step[],
  fails: (steps: readonly Step[]) => Promise<boolean>,
  most: number,
): Promise<Step[]> {
  let left = [...steps];
  let asked = 0;
  const without = async (rest: Step[]): Promise<boolean> => {
    if (rest.length === left.length || asked >= most) return false;
    asked++;
    if (!(await fails(rest))) return false;
    left = rest;
    return true;
  };
  for (const lane of new Set(steps.map(([, of]) => of)))
    if (lane >= 0) await without(left.filter(([, of]) => of !== lane));
  for (let size = Math.ceil(left.length / 2); asked < most; size = Math.ceil(size / 2)) {
    let cut = false;
    for (let at = 0; at < left.length; )
      if (await without([...left.slice(0, at), ...left.slice(at + size)])) cut = true;
      else at += size;
    if (size === 1 && !cut) break;
  }
  return left;
}
