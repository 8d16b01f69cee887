/** `node coordinator/dist/main.js`: config → app → listen → drain on signal. */
import { configFrom } from './config.ts';
import { startCoordinator } from './index.ts';

/** A drain commits and gives back; if that hangs, the database's fences protect what others then take over. */
const DRAIN_MILLISECONDS = 20_000;

const coordinator = await startCoordinator(configFrom(process.env));
process.stdout.write(
  `Manyhands coordinator at ${coordinator.url}, certificates signed by ${coordinator.address}\n`,
);

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    setTimeout(() => process.exit(1), DRAIN_MILLISECONDS).unref();
    void coordinator.drain().then(() => process.exit(0));
  });
