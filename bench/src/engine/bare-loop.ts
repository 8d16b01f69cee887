import type { WorkerSession } from './worker-session.ts';

/**
 * In the worker: the build's own exports and nothing of ours but what it cannot do without, which is its globals put back
 * for each item. Nothing refills fuel, clears memory or reads what came out.
 */
const SCRIPT = `
globalThis.bare = async (build) => {
  const bytes = await (await fetch('/v1/builds/' + build)).arrayBuffer();
  const { instance } = await WebAssembly.instantiate(bytes, { env: { abort: () => {} } });
  const { memory, alloc, dataset, run, __fuel, __mh_depth, __mh_save, __mh_restore } = instance.exports;
  const view = new DataView(memory.buffer);
  __fuel.value = 1n << 62n;
  __mh_depth.value = 327680;
  const seed = alloc(1);
  view.setUint8(seed, 7);
  dataset(0, seed, 1);
  // What is saved is put back before each item: fuel is not, and it lasts.
  __mh_save();
  globalThis.bareItems = (items, turns) => {
    for (let i = 0; i < items; i++) {
      __mh_restore();
      const input = alloc(4);
      view.setInt32(input, turns, true);
      run(input, 4);
    }
  };
};`;

/** Items of the spinning kernel without an engine, on the thread of a worker that is idle. */
export async function bareLoop(
  worker: WorkerSession,
  build: string,
): Promise<(items: number, turns: number) => Promise<void>> {
  await worker.evaluate(`${SCRIPT} bare('${build}')`);
  return (items, turns) => worker.evaluate<void>(`bareItems(${items}, ${turns})`);
}
