import {
  addressOf,
  buildSumTree,
  channelId,
  hubDomain,
  newPrivateKey,
  type Payee,
  packedVouchers,
  type SumLeaf,
  signTyped,
  type TokenUnits,
  toHex,
  VOUCHER,
} from '@manyhands/protocol';
import { Contract, ContractFactory, JsonRpcProvider, type JsonRpcSigner, Signature, ZeroHash } from 'ethers';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { hubAbi, hubBytecode, tokenAbi, tokenBytecode } from './index.ts';
import { type Anvil, startAnvil } from './testing/anvil.ts';

const ACTIVATION_DELAY_S = 60;
const EXIT_WINDOW_S = 3600;
const DEPOSIT = 1_000_000n;
const SALT = ZeroHash;

let anvil: Anvil;
let chain: JsonRpcProvider;
let researcher: JsonRpcSigner;
let operator: JsonRpcSigner;
let relayer: JsonRpcSigner;
let token: Contract;
let hub: Contract;
let chainId: bigint;

beforeAll(async () => {
  anvil = await startAnvil();
  chain = new JsonRpcProvider(anvil.url, undefined, { cacheTimeout: -1, pollingInterval: 20 });
  [researcher, operator, relayer] = await Promise.all([0, 1, 2].map((index) => chain.getSigner(index)));
  chainId = (await chain.getNetwork()).chainId;
}, 60_000);

afterAll(async () => {
  chain?.destroy();
  await anvil?.stop();
});

beforeEach(async () => {
  token = await deploy(tokenAbi, tokenBytecode, [researcher.address]);
  const terms = {
    token: await token.getAddress(),
    operator: operator.address,
    activationDelay: ACTIVATION_DELAY_S,
    exitWindow: EXIT_WINDOW_S,
    silence: 4 * ACTIVATION_DELAY_S,
    stake: 5n,
  };
  hub = await deploy(hubAbi, hubBytecode, [terms]);
  await sent(token.getFunction('approve')(hub, DEPOSIT));
});

async function deploy(
  abi: typeof hubAbi | typeof tokenAbi,
  code: string,
  args: unknown[],
): Promise<Contract> {
  const deployed = await new ContractFactory(abi, code, researcher).deploy(...args);
  await deployed.waitForDeployment();
  return new Contract(await deployed.getAddress(), abi, researcher);
}

const sent = async (pending: Promise<{ wait(): Promise<unknown> }>): Promise<void> => {
  await (await pending).wait();
};

const as = (signer: JsonRpcSigner, name: string) => (hub.connect(signer) as Contract).getFunction(name);

async function pass(seconds: number): Promise<void> {
  await chain.send('evm_increaseTime', [seconds]);
  await chain.send('evm_mine', []);
}

/** Signs as the SDK does and shapes the promise as the hub takes it. */
async function voucher(key: Uint8Array, cumulative: bigint) {
  const signer = addressOf(key);
  const domain = hubDomain(chainId, await hub.getAddress());
  const channel = channelId(researcher.address, signer, SALT);
  const signature = signTyped(key, domain, VOUCHER, { channel, cumulative });
  return { researcher: researcher.address, signer, salt: SALT, cumulative, signature };
}

const leavesOf = (...cumulative: bigint[]): SumLeaf[] =>
  cumulative.map((amount, i) => ({
    account: `0x${(i + 0xabc0).toString(16).padStart(40, '0')}` as Payee,
    cumulative: amount as TokenUnits,
  }));

const claimsOf = (leaves: SumLeaf[]) => {
  const tree = buildSumTree(leaves);
  return leaves.map((leaf, index) => ({ ...leaf, index, proof: tree.proof(index) }));
};

const balances = (leaves: SumLeaf[]): Promise<bigint[]> =>
  Promise.all(leaves.map(({ account }) => token.getFunction('balanceOf')(account) as Promise<bigint>));

it('pays every payee exactly what its leaf says, from a voucher and a tree made in TypeScript', async () => {
  const key = newPrivateKey();
  await sent(as(researcher, 'deposit')(addressOf(key), SALT, DEPOSIT));
  const first = leavesOf(500n, 0n, 123n, 7n, 40_000n);
  const paid = await voucher(key, 50_000n);
  await sent(as(operator, 'settle')(buildSumTree(first).word, ZeroHash, 1, packedVouchers([paid])));

  await expect(as(relayer, 'claimMany').staticCall(claimsOf(first))).rejects.toThrow('ProofInvalid');
  await pass(ACTIVATION_DELAY_S);
  await sent(as(relayer, 'claimMany')(claimsOf(first)));
  expect(await balances(first)).toEqual([500n, 0n, 123n, 7n, 40_000n]);

  const second = leavesOf(500n, 10n, 124n, 7n, 41_000n, 9_000n);
  const tree = buildSumTree(second);
  await sent(as(operator, 'settle')(tree.word, ZeroHash, 2, packedVouchers([await voucher(key, 60_000n)])));
  await pass(ACTIVATION_DELAY_S);
  const alone = claimsOf(second)[5];
  await sent(as(relayer, 'claim')(alone.index, alone.account, alone.cumulative, alone.proof));
  await sent(as(relayer, 'claimMany')(claimsOf(second)));
  await sent(as(relayer, 'claimMany')(claimsOf(second)));
  expect(await balances(second)).toEqual([500n, 10n, 124n, 7n, 41_000n, 9_000n]);

  const book = await as(relayer, 'book')();
  expect([book.earned, book.paid, book.epoch]).toEqual([60_000n, 50_641n, 2n]);
  expect(await token.getFunction('balanceOf')(hub)).toBe(DEPOSIT - 50_641n);
}, 60_000);

it('[VO1] takes a voucher once, caps it by the deposit, and skips one that was overtaken', async () => {
  const key = newPrivateKey();
  await sent(as(researcher, 'deposit')(addressOf(key), SALT, DEPOSIT));
  await sent(as(relayer, 'redeem')(packedVouchers([await voucher(key, 300n)])));
  await sent(as(relayer, 'redeem')(packedVouchers([await voucher(key, 300n), await voucher(key, 200n)])));
  expect((await as(relayer, 'book')()).earned).toBe(300n);
  await sent(as(relayer, 'redeem')(packedVouchers([await voucher(key, DEPOSIT * 3n)])));
  expect((await as(relayer, 'book')()).earned).toBe(DEPOSIT);
}, 60_000);

it('refuses a voucher that somebody else signed', async () => {
  const key = newPrivateKey();
  await sent(as(researcher, 'deposit')(addressOf(key), SALT, DEPOSIT));
  const forged = { ...(await voucher(newPrivateKey(), 300n)), signer: addressOf(key) };
  await expect(as(relayer, 'redeem').staticCall(packedVouchers([forged]))).rejects.toThrow('VoucherForged');
}, 60_000);

it('[ST1] refuses a root above what was earned', async () => {
  const { word } = buildSumTree(leavesOf(1n));
  await expect(as(operator, 'settle').staticCall(word, ZeroHash, 1, '0x')).rejects.toThrow('RootAboveEarned');
  expect(toHex(word)).toMatch(/0{15}1$/);
}, 60_000);

it('opens a channel with a permit and returns the unspent rest after the window', async () => {
  const key = newPrivateKey();
  const owner = researcher.address;
  await sent(token.getFunction('approve')(hub, 0));
  const permit = {
    owner,
    spender: await hub.getAddress(),
    value: DEPOSIT,
    nonce: await token.getFunction('nonces')(owner),
    deadline: 2n ** 40n,
  };
  const uint256 = ['value', 'nonce', 'deadline'].map((name) => ({ name, type: 'uint256' }));
  const fields = [{ name: 'owner', type: 'address' }, { name: 'spender', type: 'address' }, ...uint256];
  const domain = { name: 'Manyhands', version: '1', chainId, verifyingContract: await token.getAddress() };
  const { v, r, s } = Signature.from(await researcher.signTypedData(domain, { Permit: fields }, permit));
  await sent(as(researcher, 'depositWithPermit')(addressOf(key), SALT, DEPOSIT, permit.deadline, v, r, s));
  const before: bigint = await token.getFunction('balanceOf')(owner);

  await sent(as(relayer, 'redeem')(packedVouchers([await voucher(key, 400n)])));
  await sent(as(researcher, 'requestExit')(addressOf(key), SALT));
  await expect(as(researcher, 'exit').staticCall(addressOf(key), SALT)).rejects.toThrow('ExitTooEarly');
  await pass(EXIT_WINDOW_S);
  await sent(as(researcher, 'exit')(addressOf(key), SALT));
  expect(await token.getFunction('balanceOf')(owner)).toBe(before + DEPOSIT - 400n);
}, 60_000);
