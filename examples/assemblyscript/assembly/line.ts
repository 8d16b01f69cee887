import { computeLine } from "./mandelbrot/assembly/index";

/** One line of the picture: a color out of 2,048 for each pixel. */
export function line(y: u32, width: u32, height: u32, limit: u32): Uint16Array {
  computeLine(y, width, height, limit);
  const colors = new Uint16Array(width);
  memory.copy(colors.dataStart, 0, width * 2);
  return colors;
}
