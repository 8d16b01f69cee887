/** A worker in a kernel that never ends, telling of every slice of fuel. */
import { instantiate } from '@manyhands/wasm-kernels/runtime';

const response = await fetch('/endless.wasm');
const module = await WebAssembly.compile(await response.arrayBuffer());
let slices = 0;
const kernel = instantiate(module, {
  datasets: [],
  slice: { fuel: 20_000_000n, onSlice: () => self.postMessage(++slices) },
});
kernel.runItem(Uint8Array.of(1, 0, 0, 0), 1n << 60n);
