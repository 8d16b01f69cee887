import { offset, resize, update } from "./interference/assembly/index";

/** The picture at a moment, four bytes a pixel. */
export function image(tick: f32, width: i32, height: i32): Uint8Array {
  const size = width * height * 4;
  // The program paints from where the heap begins: what is allocated first is its canvas.
  heap.alloc(size);
  resize(width, height);
  update(tick);
  const pixels = new Uint8Array(size);
  memory.copy(pixels.dataStart, offset, size);
  return pixels;
}
