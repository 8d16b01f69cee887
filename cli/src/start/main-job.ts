import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Client, Job } from '@manyhands/sdk';
import { parseTokens, plainBytes } from '@manyhands/sdk';
import { fundChannel } from '../chain/hub-wallet.ts';
import type { DevChain } from './dev-chain.ts';
import type { Identities } from './identities.ts';

/** What the researcher of the example pays: a tenth of what the smallest cloud machines cost, in a token worth nothing. */
const PER_CORE_HOUR = parseTokens('1');
export const BUDGET = parseTokens('10');
const SALT = `0x${'00'.repeat(32)}`;

const example = (name: string): string =>
  fileURLToPath(new URL(`../../../examples/genome/${name}`, import.meta.url));

/**
 * Submits the main job, or finds it again: its idempotency key is fixed, so a start that was interrupted continues
 * the job it began. `run` makes a new one of it.
 */
export async function submitMainJob(
  client: Client,
  who: { identities: Identities; chain: DevChain | null; run: number },
): Promise<Job> {
  const pay = who.chain === null ? undefined : await payFrom(who.chain, who.identities, who.run);
  const source = await readFile(example('align.ts'), 'utf8');
  const content = new Uint8Array(await readFile(example('reads_2000.fq.gz')));
  const genome = await plainBytes(new Uint8Array(await readFile(example('lambda_virus.fa'))));
  return client.run(
    { source, name: 'align' },
    { kind: 'table', content, name: 'reads_2000.fq.gz' },
    {
      title: 'Align 2,000 reads to the genome of phage lambda',
      datasets: { genome },
      pay,
      owner: 'Genome example',
      idempotencyKey: `start-${pay === undefined ? 'free' : 'paid'}-${who.run}`,
    },
  );
}

/** The researcher's channel, filled up to what all runs so far may have cost. */
async function payFrom(chain: DevChain, { researcher }: Identities, run: number) {
  const limit = BUDGET * BigInt(run);
  const { privateKey } = researcher;
  const channel = await fundChannel(chain.provider, chain, { privateKey, salt: SALT, amount: limit });
  return {
    perCoreHour: PER_CORE_HOUR,
    budget: BUDGET,
    payment: { channel, signer: { privateKey }, limit },
  };
}

/** The key of the main job's channel, for the report. */
export const mainChannel = ({ researcher }: Identities) => ({
  researcher: researcher.address,
  signer: researcher.address,
  salt: SALT,
});
