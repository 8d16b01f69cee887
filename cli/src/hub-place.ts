/** Which hub a command means: the one that a coordinator names, or one named by itself, where no coordinator is needed. */
import { manyhands } from '@manyhands/sdk';
import type { Command } from 'commander';
import { UsageError } from './exit-codes.ts';
import { coordinatorUrl, payee } from './options.ts';

export interface HubOptions {
  readonly coordinator?: string;
  readonly rpc?: string;
  readonly hub?: string;
}

export const withHub = (command: Command): Command =>
  command
    .option('--coordinator <url>', 'whose hub it is', coordinatorUrl)
    .option('--rpc <url>', 'instead of a coordinator: the chain’s JSON-RPC address', coordinatorUrl)
    .option('--hub <address>', 'with --rpc: the hub’s address', payee);

/** Where a hub is. */
export interface HubPlace {
  readonly rpcUrl: string;
  readonly hub: string;
}

export async function hubPlace({ coordinator, rpc, hub }: HubOptions): Promise<HubPlace> {
  if (rpc !== undefined && hub !== undefined) return { rpcUrl: rpc, hub };
  if (rpc !== undefined || hub !== undefined)
    throw new UsageError('--rpc and --hub belong together: the chain’s address, and the hub’s on it');
  if (coordinator === undefined) throw new UsageError('say whose hub: --coordinator, or --rpc with --hub');
  const payments = await manyhands(coordinator).payments();
  return { rpcUrl: payments.rpcUrl, hub: payments.hub };
}
