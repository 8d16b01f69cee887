/** The payment hub and its token, through the wallet of this browser. Its own chunk, loaded at the first payment: few need ethers. */
import { hubAbi, tokenAbi } from '@manyhands/contracts';
import { channelId, KnownError } from '@manyhands/protocol';
import { type ChannelKey, type ClaimProof, formatTokens, type Payments } from '@manyhands/sdk';
import { Interface } from 'ethers';
import { requested } from '../../shared/account/wallet.ts';
import { pause } from '../../shared/pause.ts';

const [HUB, TOKEN] = [new Interface(hubAbi), new Interface(tokenAbi)];

/** What the wallet is asked for, or what is waited for, one after the other. */
export type Step = 'connecting' | 'network' | 'approving' | 'depositing' | 'mining' | 'withdrawing';
export type Tell = (step: Step) => void;

/** Of one channel; amounts in token units, `exitAt` in seconds since 1970 or null while no exit was begun. */
export interface Channel {
  readonly deposit: bigint;
  readonly spent: bigint;
  readonly exitAt: number | null;
}

/** EIP-3326: the wallet does not know this chain. */
const UNKNOWN_CHAIN = 4902;
const LOOK_MS = 500;
/** A transaction that is not mined by then is left to the wallet. */
const PATIENCE_MS = 600_000;

/** Puts the wallet on the coordinator's chain, which it is told of where it does not know it. Throws Declined. */
export async function ontoChain({ chainId, rpcUrl }: Payments): Promise<void> {
  if (Number(await requested('eth_chainId')) === chainId) return;
  const wanted = `0x${chainId.toString(16)}`;
  try {
    await requested('wallet_switchEthereumChain', [{ chainId: wanted }]);
  } catch (error) {
    if ((error as { code?: number }).code !== UNKNOWN_CHAIN) throw error;
    const nativeCurrency = { name: 'Coin', symbol: 'COIN', decimals: 18 };
    const chainName = `Chain ${chainId}`;
    await requested('wallet_addEthereumChain', [
      { chainId: wanted, chainName, rpcUrls: [rpcUrl], nativeCurrency },
    ]);
  }
  if (Number(await requested('eth_chainId')) !== chainId)
    throw new KnownError(
      'CHAIN_REFUSED',
      `the wallet is not on chain ${chainId}, which this coordinator settles on`,
    );
}

/**
 * Makes sure that a channel holds `amount` token units: deposits only what is missing, so that whoever was interrupted may do it
 * again. Throws WALLET_SHORT before anything is sent, Declined, and CHAIN_REFUSED.
 */
export async function fill(
  { hub, token }: Payments,
  key: ChannelKey,
  amount: bigint,
  tell: Tell,
): Promise<void> {
  const missing = amount - (await channelAt({ hub }, key)).deposit;
  if (missing <= 0n) return;
  const { researcher } = key;
  const [has] = await look(token, TOKEN, 'balanceOf', [researcher]);
  if (has < missing)
    throw new KnownError(
      'WALLET_SHORT',
      `${formatTokens(missing)} tokens are to be deposited, and the wallet ${researcher} has ${formatTokens(has)}`,
    );
  const [allowed] = await look(token, TOKEN, 'allowance', [researcher, hub]);
  if (allowed < missing) {
    tell('approving');
    // Some tokens change an allowance only from or to nothing.
    if (allowed > 0n) await send(researcher, token, TOKEN.encodeFunctionData('approve', [hub, 0n]), tell);
    tell('approving');
    await send(researcher, token, TOKEN.encodeFunctionData('approve', [hub, missing]), tell);
  }
  tell('depositing');
  await send(researcher, hub, HUB.encodeFunctionData('deposit', [key.signer, key.salt, missing]), tell);
}

export async function channelAt({ hub }: Pick<Payments, 'hub'>, key: ChannelKey): Promise<Channel> {
  const id = channelId(key.researcher, key.signer, key.salt);
  const [{ deposit, spent, exitAt }] = await look(hub, HUB, 'channel', [id]);
  return { deposit, spent, exitAt: exitAt === 0n ? null : Number(exitAt) };
}

export type ExitStep = 'requestExit' | 'cancelExit' | 'exit';

/** A step of the way out that needs nobody's consent, and where the channel stands after it. */
export async function leave(
  { hub }: Pick<Payments, 'hub'>,
  key: ChannelKey,
  step: ExitStep,
  tell: Tell,
): Promise<Channel> {
  tell('withdrawing');
  await send(key.researcher, hub, HUB.encodeFunctionData(step, [key.signer, key.salt]), tell);
  return channelAt({ hub }, key);
}

/** Has a leaf of the active root paid to its account. */
export async function claim(
  { hub }: Pick<Payments, 'hub'>,
  { from, proof }: { readonly from: string; readonly proof: ClaimProof },
  tell: Tell,
): Promise<void> {
  const { index, account, cumulative, proof: siblings } = proof;
  await send(from, hub, HUB.encodeFunctionData('claim', [index, account, cumulative, siblings]), tell);
}

async function look(to: string, contract: Interface, name: string, args: readonly unknown[]) {
  const asked = { to, data: contract.encodeFunctionData(name, args) };
  return contract.decodeFunctionResult(name, String(await requested('eth_call', [asked, 'latest'])));
}

/** Sends a transaction and waits until it is mined. Throws CHAIN_REFUSED, or CHAIN_UNREACHABLE where that takes too long. */
async function send(from: string, to: string, data: string, tell: Tell): Promise<void> {
  const hash = await requested('eth_sendTransaction', [{ from, to, data }]);
  tell('mining');
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(LOOK_MS)) {
    const receipt = (await requested('eth_getTransactionReceipt', [hash])) as { status: string } | null;
    if (receipt === null) continue;
    if (Number(receipt.status) === 1) return;
    throw new KnownError(
      'CHAIN_REFUSED',
      `the chain refused the transaction ${hash}: nothing was moved by it`,
    );
  }
  throw new KnownError(
    'CHAIN_UNREACHABLE',
    `the transaction ${hash} is not mined after ten minutes: see in the wallet what became of it before you try again`,
  );
}
