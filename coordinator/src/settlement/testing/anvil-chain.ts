import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { hubAbi, hubBytecode, tokenAbi, tokenBytecode } from '@manyhands/contracts';
import { compactSignature } from '@manyhands/protocol';
import { Contract, ContractFactory, HDNodeWallet, JsonRpcProvider, NonceManager } from 'ethers';
import type { Chain, Claim } from '../chain.ts';
import type { OpenDemand, ReceiptTerms } from '../chain-guard.ts';
import { answered, claimIn } from '../ethers-calls.ts';
import { openEthersChain } from '../ethers-chain.ts';

const ARCHITECTURE: Record<string, string> = { x64: 'amd64', arm64: 'arm64' };
/** The mnemonic of every development chain. */
const MNEMONIC = 'test test test test test test test test test test test junk';

/** A development chain with the hub on it, and a researcher who has all the tokens. */
export interface AnvilChain {
  readonly chain: Chain;
  readonly url: string;
  readonly researcher: string;
  deposit(signer: string, salt: string, amount: bigint): Promise<void>;
  requestExit(signer: string, salt: string): Promise<void>;
  /** Once the window has passed. */
  exit(signer: string, salt: string): Promise<void>;
  /** In silence: pays what the receipt has beyond the leaf, which shows the place in the newest root, or that it has none. */
  claimReceipt(receipt: ReceiptTerms & { readonly signature: string }, leaf: Claim): Promise<void>;
  /** Vouchers, packed as the hub takes them. */
  redeem(vouchers: Uint8Array): Promise<void>;
  /** The researcher as a watcher. */
  readonly watcher: Watcher;
  /** The operator's key. */
  readonly operatorKey: string;
  /** What only a development chain does: setting balances and prices, taking blocks back. */
  rpc(method: string, ...params: unknown[]): Promise<unknown>;
  /** Ends the chain's process and starts it again at the same address, with all that was mined. */
  restart(whileAway: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** What anybody can do at the hub about a pending root. */
export interface Watcher {
  demandLeaf(was: Claim): Promise<void>;
  demandReceipt(receipt: ReceiptTerms & { readonly signature: string }): Promise<void>;
  cancelRoot(was: Claim, now: Claim): Promise<void>;
  closeDemand(demand: Pick<OpenDemand, 'index' | 'account' | 'cumulative'>): Promise<void>;
  addBond(amount: bigint): Promise<void>;
  /** Lets time pass on the chain. */
  pass(seconds: number): Promise<void>;
}

const STAKE = 1_000_000_000n;
/** Seconds of the hub's windows. */
export const EXIT_WINDOW = 3_600;
export const SILENCE = 86_400;

/** Starts anvil on a free port; its addresses are the same at every start. `activationDelay` in seconds. */
export async function startAnvilChain(activationDelay = 1): Promise<AnvilChain> {
  const state = mkdtempSync(join(tmpdir(), 'manyhands-anvil-'));
  let { url, end } = await startAnvil(0, state);
  const provider = new JsonRpcProvider(url, undefined, { cacheTimeout: -1, pollingInterval: 20 });
  const [wallet, operator] = [0, 1].map((i) =>
    HDNodeWallet.fromPhrase(MNEMONIC, undefined, `m/44'/60'/0'/0/${i}`),
  );
  const researcher = new NonceManager(wallet.connect(provider));
  const deploy = async (
    abi: typeof hubAbi | typeof tokenAbi,
    code: string,
    args: unknown[],
  ): Promise<string> => {
    const deployed = await new ContractFactory(abi, code, researcher).deploy(...args);
    await deployed.waitForDeployment();
    return deployed.getAddress();
  };
  const token = await deploy(tokenAbi, tokenBytecode, [wallet.address]);
  const hub = await deploy(hubAbi, hubBytecode, [
    {
      token,
      operator: operator.address,
      activationDelay,
      exitWindow: EXIT_WINDOW,
      silence: SILENCE,
      stake: STAKE,
    },
  ]);
  const call = async (contract: Contract, name: string, ...args: unknown[]): Promise<void> => {
    try {
      await answered(async () => (await contract.getFunction(name)(...args)).wait());
    } catch (error) {
      // It has counted a transaction that was never sent.
      researcher.reset();
      throw error;
    }
  };
  const hubOf = new Contract(hub, hubAbi, researcher);
  const withStake = async (name: string, ...args: unknown[]): Promise<void> => {
    await call(new Contract(token, tokenAbi, researcher), 'approve', hub, STAKE);
    // More than is estimated: what a demand takes depends on the second in which it is mined.
    const gas = await answered(() => hubOf.getFunction(name).estimateGas(...args));
    await call(hubOf, name, ...args, { gasLimit: 2n * gas });
  };
  const watcher: Watcher = {
    demandLeaf: (was) => withStake('demandLeaf', claimIn(was)),
    demandReceipt: ({ signature, ...terms }) =>
      withStake('demandReceipt', { ...terms, ...compactSignature(signature) }),
    cancelRoot: (was, now) => call(hubOf, 'cancelRoot', claimIn(was), claimIn(now)),
    closeDemand: ({ index, account, cumulative }) => call(hubOf, 'closeDemand', index, account, cumulative),
    async addBond(amount) {
      await call(new Contract(token, tokenAbi, researcher), 'approve', hub, amount);
      await call(hubOf, 'addBond', amount);
    },
    async pass(seconds) {
      await provider.send('evm_increaseTime', [seconds]);
      await provider.send('evm_mine', []);
    },
  };
  const chain = await openEthersChain({
    rpcUrl: url,
    hub,
    token,
    operatorKey: operator.privateKey,
    pollMs: 20,
    patienceMs: 2_000,
  });
  return {
    chain,
    url,
    researcher: wallet.address.toLowerCase(),
    async deposit(signer, salt, amount) {
      await call(new Contract(token, tokenAbi, researcher), 'approve', hub, amount);
      await call(hubOf, 'deposit', signer, salt, amount);
    },
    requestExit: (signer, salt) => call(hubOf, 'requestExit', signer, salt),
    exit: (signer, salt) => call(hubOf, 'exit', signer, salt),
    claimReceipt: ({ signature, ...terms }, leaf) =>
      call(hubOf, 'claimReceipt', { ...terms, ...compactSignature(signature) }, claimIn(leaf)),
    redeem: (vouchers) => call(hubOf, 'redeem', vouchers),
    watcher,
    operatorKey: operator.privateKey,
    rpc(method, ...params) {
      // Blocks that are taken back take transactions with them.
      researcher.reset();
      return provider.send(method, params);
    },
    async restart(whileAway) {
      await end();
      await whileAway();
      ({ url, end } = await startAnvil(Number(new URL(url).port), state));
    },
    async stop() {
      chain.close();
      provider.destroy();
      await end();
      rmSync(state, { recursive: true, force: true });
    },
  };
}

/** `port` 0: any free one. `folder`: where its state is kept over its end. */
async function startAnvil(port: number, folder: string): Promise<{ url: string; end(): Promise<void> }> {
  const platform = `${process.platform}-${ARCHITECTURE[process.arch] ?? process.arch}`;
  // The binary itself: npm's wrapper, when it is ended, would leave its child behind.
  const binary = createRequire(import.meta.url).resolve(`@foundry-rs/anvil-${platform}/bin/anvil`);
  const given = [
    '--port',
    String(port),
    '--state',
    join(folder, 'state.json'),
    '--preserve-historical-states',
  ];
  const child = spawn(binary, given, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const address = /^Listening on (\S+)$/.exec(line)?.[1];
      if (address) resolve(`http://${address}`);
    });
    child.once('exit', (code) => reject(new Error(`anvil ended with ${code}`)));
  });
  return {
    url,
    async end() {
      child.kill('SIGINT');
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(late);
    },
  };
}
