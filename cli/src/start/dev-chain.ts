import { join } from 'node:path';
import { hubAbi, hubBytecode, tokenAbi, tokenBytecode } from '@manyhands/contracts';
import { TOKEN_DECIMALS } from '@manyhands/sdk';
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

const DAY_SECONDS = 24 * 3600;
/** The hub's. A posted root can be claimed after a second, because nobody has to object to a chain of one's own. */
const TERMS = {
  activationDelay: 1,
  exitWindow: 3 * DAY_SECONDS,
  silence: 7 * DAY_SECONDS,
  stake: 10n ** BigInt(TOKEN_DECIMALS),
};
/** Grows with the contracts: a chain with earlier ones is left where it is, and another one begun. */
const CONTRACTS_VERSION = 2;
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
  const stateFile = join(dir, 'chain', `state-${CONTRACTS_VERSION}.json`);
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
    const terms = { ...TERMS, token, operator: operator.address };
    await (await new ContractFactory(hubAbi, hubBytecode, signer).deploy(terms)).waitForDeployment();
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
