/** Does at a real hub what its model is told to do, at the same times, and says how the hub stands then. */
import { tokenAbi } from '@manyhands/contracts';
import { Interface } from 'ethers';
import { HUB } from '../ethers-calls.ts';
import type { AnvilChain } from './anvil-chain.ts';
import { HubCalldata, type Sizes } from './hub-calldata.ts';
import { type Action, type HubState, sum } from './hub-model.ts';

const TOKEN = new Interface(tokenAbi);
const GAS = '0x2dc6c0';
/** More than is ever deposited. */
const MOST = 2n ** 62n;

/** All that the hub can be asked of what its model has. */
export type Seen = Omit<HubState, 'now' | 'roots' | 'fees'> & {
  readonly epoch: number;
  readonly root: string;
  readonly fees: bigint;
  /** The hub's own tokens, and what the researcher has less of. */
  readonly holds: bigint;
  readonly given: bigint;
};

// biome-ignore lint/suspicious/noExplicitAny: the ABI's results, typed where they are used
type Decoded = any;

type Request = readonly [method: string, ...params: unknown[]];

interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string; readonly data?: string };
}

export class HubPlayer {
  readonly #anvil: AnvilChain;
  readonly #calldata: HubCalldata;
  #snapshot: unknown;
  /** What researcher and operator had before anything happened. */
  #had: readonly [researcher: bigint, operator: bigint] = [0n, 0n];

  constructor(anvil: AnvilChain, sizes: Sizes) {
    this.#anvil = anvil;
    this.#calldata = new HubCalldata(anvil, sizes);
  }

  /** A hub at which nothing happened yet; resolves with the time of its newest block, and of its making. */
  async begin(): Promise<{ readonly now: number; readonly postedAt: number }> {
    const { chain, researcher } = this.#anvil;
    if (this.#snapshot === undefined) {
      const data = TOKEN.encodeFunctionData('approve', [chain.hub, MOST]);
      await this.#mined({ from: researcher, to: chain.token, data, gas: GAS });
    } else await this.#result('evm_revert', this.#snapshot);
    this.#snapshot = await this.#result('evm_snapshot');
    this.#had = [0n, 0n];
    const { postedAt, given, fees } = await this.seen();
    this.#had = [-given, fees];
    const block = (await this.#result('eth_getBlockByNumber', 'latest', false)) as { timestamp: string };
    return { now: Number(block.timestamp), postedAt };
  }

  /** In a block of that time; null, or the name of the hub's error. */
  async act(action: Action, now: number): Promise<string | null> {
    const { researcher, chain } = this.#anvil;
    await this.#result('evm_setNextBlockTimestamp', now);
    const isOperators = action.kind === 'settle' || action.kind === 'relay';
    const from = isOperators ? chain.operator : researcher;
    return this.#mined({ from, to: chain.hub, data: this.#calldata.of(action), gas: GAS });
  }

  /** Everything in one request. */
  async seen(): Promise<Seen> {
    const { chain, researcher } = this.#anvil;
    const { channels, payees } = this.#calldata;
    const ofHub = (name: string, ...args: unknown[]) => ({ to: chain.hub, abi: HUB, name, args });
    const tokensOf = (who: string) => ({ to: chain.token, abi: TOKEN, name: 'balanceOf', args: [who] });
    const [book, root, holds, left, relayed, ...more] = await this.#read([
      ...[ofHub('book'), ofHub('newestRoot')],
      ...[chain.hub, researcher, chain.operator].map(tokensOf),
      ...channels.map(({ id }) => ofHub('channel', id)),
      ...payees.map((_, place) => ofHub('claimed', place)),
      ...payees.map(tokensOf),
    ]);
    const { earned, paid, covered } = book;
    return {
      channels: more
        .splice(0, channels.length)
        .map(({ deposit, spent, exitAt }) => ({ deposit, spent, exitAt: Number(exitAt) })),
      claimed: more.splice(0, payees.length),
      payees: more,
      ...{ earned, paid, covered, epoch: Number(book.epoch), postedAt: Number(book.postedAt), root },
      ...{ holds, given: this.#had[0] - left, fees: relayed - this.#had[1] },
    };
  }

  /** What the model says, as the hub would. */
  expected({ now: _, roots, fees, ...state }: HubState): Seen {
    const [deposited, spent] = [
      sum(state.channels.map(({ deposit }) => deposit)),
      sum(state.channels.map((channel) => channel.spent)),
    ];
    return {
      ...state,
      ...{ epoch: roots.length, root: this.#calldata.rootOf(roots.at(-1) ?? []), fees: sum(fees) },
      ...{ holds: deposited - spent + state.earned - state.paid, given: deposited },
    };
  }

  /** Mines one transaction; null, or why it was reverted. */
  async #mined(call: {
    readonly from: string;
    readonly to: string;
    readonly data: string;
    readonly gas: string;
  }) {
    const receipt = (await this.#result('eth_sendTransactionSync', call)) as { status: string };
    if (receipt.status === '0x1') return null;
    // It changed nothing, so that asking again at the same time gives the reason.
    const [{ error }] = await this.#ask([['eth_call', call, 'latest']]);
    return HUB.parseError(error?.data ?? '0x')?.name ?? `reverted: ${error?.message}`;
  }

  async #read(
    calls: readonly { to: string; abi: Interface; name: string; args: unknown[] }[],
  ): Promise<Decoded[]> {
    const replies = await this.#ask(
      calls.map(({ to, abi, name, args }) => [
        'eth_call',
        { to, data: abi.encodeFunctionData(name, args) },
        'latest',
      ]),
    );
    return replies.map(
      ({ result }, i) => calls[i].abi.decodeFunctionResult(calls[i].name, result as string)[0],
    );
  }

  async #result(...request: Request): Promise<unknown> {
    const [{ result, error }] = await this.#ask([request]);
    if (error !== undefined) throw new Error(`${request[0]}: ${error.message}`);
    return result;
  }

  /** Without waiting for more to send along, as ethers does: thousands follow on each other. */
  async #ask(requests: readonly Request[]): Promise<Reply[]> {
    const body = requests.map(([method, ...params], id) => ({ jsonrpc: '2.0', id, method, params }));
    const reply = await fetch(this.#anvil.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return ((await reply.json()) as Reply[]).sort((a, b) => a.id - b.id);
  }
}
