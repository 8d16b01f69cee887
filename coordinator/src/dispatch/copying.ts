/** Below this, copying byte by byte beats making a view. */
const FEW_BYTES = 96;

/** Copies `from[start…end)` to `to[at…]`; returns where it ends there. */
export function copy(to: Uint8Array, at: number, from: Uint8Array, start: number, end: number): number {
  if (end - start > FEW_BYTES) to.set(from.subarray(start, end), at);
  else for (let i = start, j = at; i < end; i++, j++) to[j] = from[i];
  return at + end - start;
}
