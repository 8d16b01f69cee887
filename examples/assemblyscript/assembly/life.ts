import { init, step } from "./game-of-life/assembly/index";

/** How many cells live after each of so many steps; what it begins with is drawn, from the row. */
export function life(seed: u32, width: i32, height: i32, steps: i32): Uint32Array {
  const cells = width * height;
  const alive = new Uint32Array(steps);
  init(width, height);
  for (let i = 0; i < steps; i++) {
    // As the page of the example does: what was output becomes the next input.
    memory.copy(0, <usize>cells * 4, <usize>cells * 4);
    step();
    for (let cell = 0; cell < cells; cell++) alive[i] += load<u32>((cells + cell) << 2) & 1;
  }
  return alive;
}
