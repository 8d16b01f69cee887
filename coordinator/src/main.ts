/** `node coordinator/dist/main.js`: config → app → listen → drain on signal. */
import { configFrom } from './config.ts';
import { startCoordinator } from './index.ts';
import { adminKeyFile } from './keys.ts';

/** A drain commits and gives back; if that hangs, the database's fences protect what others then take over. */
const DRAIN_MILLISECONDS = 20_000;

const config = configFrom(process.env);
const coordinator = await startCoordinator(config);
process.stdout.write(
  `Manyhands coordinator at ${coordinator.url}, certificates signed by ${coordinator.address}\n`,
);
if (config.adminKey === undefined) process.stdout.write(`The admin key is in ${adminKeyFile(config.dir)}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    setTimeout(() => process.exit(1), DRAIN_MILLISECONDS).unref();
    void coordinator.drain().then(() => process.exit(0));
  });
