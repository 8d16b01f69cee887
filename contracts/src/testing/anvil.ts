import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { foundryBinary } from './foundry.ts';

const START_TIMEOUT_MS = 30_000;

export interface Anvil {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a development chain on a free port and waits until it listens. */
export async function startAnvil(): Promise<Anvil> {
  const child = spawn(
    foundryBinary('anvil'),
    ['--port', '0', '--hardfork', 'osaka', '--enable-tx-gas-limit'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  const url = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const address = /^Listening on (\S+)$/.exec(line)?.[1];
      if (address) resolve(`http://${address}`);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`anvil ended with ${code} before it listened`)));
    setTimeout(() => reject(new Error('anvil did not listen in time')), START_TIMEOUT_MS).unref();
  });
  return url.then(
    (address) => ({ url: address, stop }),
    async (error) => {
      await stop();
      throw error;
    },
  );
}
