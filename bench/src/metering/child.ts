/** A process of its own for one round of measuring: its compilers and its heap are new. */
import { type Effort, type KernelToTime, measure } from './measure.ts';

process.once('message', async ({ kernel, effort }: { kernel: KernelToTime; effort: Effort }) => {
  const timings = await measure(kernel, effort);
  process.send?.(timings, () => process.exit(0));
});
