import { bench, init, step } from "./n-body/assembly/index";

/** The energy of sun and outer planets after so many steps of a hundredth of a year. */
export function energy(steps: i32): f64 {
  init();
  bench(steps - 1);
  return step();
}
