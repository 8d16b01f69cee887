/** A process that simulates what its parent sends it. */
import { simulatePolicy } from './policies.ts';
import type { Run } from './runs.ts';

process.on('message', ({ policy, settings }: Run) => {
  // What a simulation throws ends this process: its parent hears of that.
  void simulatePolicy(policy, settings).then((report) => process.send?.(report));
});
