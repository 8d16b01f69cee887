import { join } from 'node:path';
import { type Contributor, startContributor } from '@manyhands/browser-worker/server';
import { type Coordinator, startCoordinator } from '@manyhands/coordinator';
import type { Screen } from '../screen.ts';
import { webRoot } from '../web-root.ts';
import { type DevChain, startDevChain } from './dev-chain.ts';
import type { Identities } from './identities.ts';
import { freePort } from './ports.ts';

const HOST = '127.0.0.1';
const FEE_PPM = 50_000;

/** Everything that runs on this machine. */
export interface Network {
  readonly chain: DevChain | null;
  readonly coordinator: Coordinator;
  readonly contributor: Contributor;
  /** Gives work back, commits, stops: contributor, coordinator, chain, in this order. */
  stop(): Promise<void>;
}

export interface NetworkOptions {
  readonly dir: string;
  readonly port: number;
  readonly threads: number;
  readonly identities: Identities;
  /** Token units that the example's researcher must have at hand; null for a network without a chain. */
  readonly tokens: bigint | null;
}

/** Starts chain, coordinator and contributor; if one fails to start, those before it are stopped again. */
export async function startNetwork(screen: Screen, options: NetworkOptions): Promise<Network> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const chain =
      options.tokens === null ? null : await startDevChain(options.dir, options.identities, options.tokens);
    if (chain !== null) {
      stops.push(() => chain.stop());
      screen.line(`chain        ${chain.rpcUrl}  hub ${chain.hub}`);
    }
    const coordinator = await openCoordinator(options, chain);
    stops.push(() => coordinator.drain());
    screen.line(`coordinator  ${coordinator.url}`);
    const contributor = await startContributor({
      coordinator: coordinator.url,
      threads: options.threads,
      payee: chain === null ? undefined : options.identities.contributor.address,
      keyFile: join(options.dir, 'device.json'),
    });
    stops.push(() => contributor.stop());
    screen.line(`contributor  ${options.threads} seats on this machine, device ${contributor.device}`);
    return { chain, coordinator, contributor, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function openCoordinator(options: NetworkOptions, chain: DevChain | null): Promise<Coordinator> {
  return startCoordinator({
    port: await freePort(options.port, HOST),
    host: HOST,
    dir: options.dir,
    database: { kind: 'pglite', dir: join(options.dir, 'database') },
    webRoot: webRoot(),
    referees: 1,
    payments:
      chain === null
        ? null
        : {
            rpcUrl: chain.rpcUrl,
            hub: chain.hub,
            token: chain.token,
            operatorKey: options.identities.operator.privateKey,
            feePpm: FEE_PPM,
            epochSeconds: null,
          },
    logLevel: 'warn',
  });
}
