import { join } from 'node:path';
import { hubAbi, hubBytecode, tokenAbi, tokenBytecode } from '@manyhands/contracts';
import {
  Contract,
  ContractFactory,
  getCreateAddress,
  type JsonRpcProvider,
  NonceManager,
  Wallet,
} from 'ethers';
import { openChain } from '../chain/hub-wallet.ts';
import { DEV_CHAIN_ID, startAnvil } from './anvil.ts';
import type { Identities } from './identities.ts';
import { freePort } from './ports.ts';

/** Seconds before a posted root can be claimed: short, because nobody has to object to a chain of one's own. */
const ACTIVATION_SECONDS = 1;
const EXIT_WINDOW_SECONDS = 3 * 24 * 3600;
const ETHER = 10n ** 18n;
const RPC_PORT = 8545;

/** A chain on this machine with token and hub on it. */
export interface DevChain {
  readonly rpcUrl: string;
  readonly token: string;
  readonly hub: string;
  readonly provider: JsonRpcProvider;
  stop(): Promise<void>;
}

/**
 * Starts the chain and makes sure that everything stands on it that should: contracts at addresses that follow from
 * the deployer's key, gas money for those who send, tokens for the researcher. Repeating it changes nothing.
 */
export async function startDevChain(
  dir: string,
  identities: Identities,
  researcherTokens: bigint,
): Promise<DevChain> {
  const stateFile = join(dir, 'chain', 'state.json');
  const chain = await startAnvil({ port: await freePort(RPC_PORT, '127.0.0.1'), stateFile });
  const provider = openChain(chain.rpcUrl, DEV_CHAIN_ID);
  const stop = async (): Promise<void> => {
    provider.destroy();
    await chain.stop();
  };
  try {
    await giveGas(provider, identities);
    const { token, hub } = await deploy(provider, identities);
    await giveTokens(provider, identities, token, researcherTokens);
    return { rpcUrl: chain.rpcUrl, token, hub, provider, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function giveGas(provider: JsonRpcProvider, identities: Identities): Promise<void> {
  for (const { address } of [identities.deployer, identities.operator, identities.researcher])
    await provider.send('anvil_setBalance', [address, `0x${(1000n * ETHER).toString(16)}`]);
}

/** Token by the deployer's first transaction, hub by its second: the addresses are the same on every new chain. */
async function deploy(provider: JsonRpcProvider, identities: Identities) {
  const { deployer, operator } = identities;
  const signer = new NonceManager(new Wallet(deployer.privateKey, provider));
  const [token, hub] = [0, 1].map((nonce) =>
    getCreateAddress({ from: deployer.address, nonce }).toLowerCase(),
  );
  const present = async (address: string): Promise<boolean> => (await provider.getCode(address)) !== '0x';
  if (!(await present(token)))
    await (
      await new ContractFactory(tokenAbi, tokenBytecode, signer).deploy(deployer.address)
    ).waitForDeployment();
  if (!(await present(hub))) {
    const parameters = [token, operator.address, ACTIVATION_SECONDS, EXIT_WINDOW_SECONDS];
    await (await new ContractFactory(hubAbi, hubBytecode, signer).deploy(...parameters)).waitForDeployment();
  }
  return { token, hub };
}

/** Tokens for the researcher wherever fewer are left than the next budget may take. */
async function giveTokens(
  provider: JsonRpcProvider,
  { deployer, researcher }: Identities,
  token: string,
  amount: bigint,
): Promise<void> {
  const contract = new Contract(token, tokenAbi, new NonceManager(new Wallet(deployer.privateKey, provider)));
  if ((await contract.balanceOf(researcher.address)) >= amount) return;
  await (await contract.transfer(researcher.address, amount)).wait();
}
