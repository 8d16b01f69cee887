/** Events of the hub, as nodes give them: from the block in which it was deployed, and in ranges that they accept. */
import type { Contract, ContractEventName, EventLog, JsonRpcProvider } from 'ethers';

/** A range to begin with; it is halved where a node refuses it, and doubled again where that was accepted. */
const WIDEST = 1_000_000;
/** Events in blocks that have so many on top of them are remembered; a chain that took back more is found by its hash. */
const SETTLED_BLOCKS = 64;

/** What a node answers that gives no logs for a range, or no code of so long ago; one that is away does not answer. */
const REFUSALS: ReadonlySet<unknown> = new Set(['UNKNOWN_ERROR', 'SERVER_ERROR']);

interface Remembered {
  readonly upTo: number;
  readonly hash: string;
  readonly events: readonly EventLog[];
}

/** Throws as ethers does. */
export class HubLogs {
  readonly #chain: JsonRpcProvider;
  readonly #contract: Contract;
  readonly #hub: string;
  #width = WIDEST;
  #deployed: { readonly block: number; readonly hash: string | undefined } | null = null;
  readonly #remembered = new Map<string, Remembered>();

  /** `contract`: whose events; `hub`: the address before whose deployment there are none. */
  constructor(chain: JsonRpcProvider, contract: Contract, hub: string) {
    [this.#chain, this.#contract, this.#hub] = [chain, contract, hub];
  }

  /** All events of these kinds from a block on, in the order of the chain. */
  async since(block: number, names: readonly ContractEventName[]): Promise<EventLog[]> {
    return this.#between(block, await this.#chain.getBlockNumber(), names);
  }

  /** All of them ever, in the order of the chain. What is deep in it is read once. */
  async ever(key: string, names: readonly ContractEventName[]): Promise<EventLog[]> {
    const newest = await this.#chain.getBlockNumber();
    const before = await this.#standing(key);
    const from = before === null ? await this.#deployedAt(newest) : before.upTo + 1;
    const events = [...(before?.events ?? []), ...(await this.#between(from, newest, names))];
    await this.#remember(key, newest - SETTLED_BLOCKS, events);
    return events;
  }

  /** What was remembered, unless the chain has taken it back. */
  async #standing(key: string): Promise<Remembered | null> {
    const before = this.#remembered.get(key);
    if (before === undefined) return null;
    const block = await this.#chain.getBlock(before.upTo);
    if (block?.hash === before.hash) return before;
    this.#remembered.delete(key);
    return null;
  }

  async #remember(key: string, upTo: number, events: readonly EventLog[]): Promise<void> {
    if (upTo < 0) return;
    const block = await this.#chain.getBlock(upTo);
    if (block?.hash == null) return;
    this.#remembered.set(key, {
      ...{ upTo, hash: block.hash },
      events: events.filter(({ blockNumber }) => blockNumber <= upTo),
    });
  }

  /** Found once, unless the chain was built anew. */
  async #deployedAt(newest: number): Promise<number> {
    const known = this.#deployed;
    if (known !== null && (await this.#chain.getBlock(known.block))?.hash === known.hash) return known.block;
    const block = await this.#findDeployed(newest);
    this.#deployed = { block, hash: (await this.#chain.getBlock(block))?.hash ?? undefined };
    return block;
  }

  /** By halves: the hub has code from then on. A node that has forgotten what was so long ago does not say; then from the first block. */
  async #findDeployed(newest: number): Promise<number> {
    let [without, having] = [-1, newest];
    while (having - without > 1) {
      const middle = Math.floor((without + having) / 2);
      const code = await this.#chain.getCode(this.#hub, middle).catch((error) => {
        if (REFUSALS.has(error.code)) return null;
        throw error;
      });
      if (code === null) return 0;
      if (code === '0x') without = middle;
      else having = middle;
    }
    return having;
  }

  async #between(first: number, last: number, names: readonly ContractEventName[]): Promise<EventLog[]> {
    const found: EventLog[] = [];
    for (let from = first; from <= last; ) {
      const to = Math.min(last, from + this.#width - 1);
      const some = await this.#read(from, to, names);
      if (some === null) {
        this.#width = Math.max(1, Math.floor((to - from + 1) / 2));
        continue;
      }
      found.push(...some);
      from = to + 1;
      this.#width = Math.min(WIDEST, this.#width * 2);
    }
    return found.sort((a, b) => a.blockNumber - b.blockNumber || a.index - b.index);
  }

  /** Null: the node refuses so many blocks. */
  async #read(from: number, to: number, names: readonly ContractEventName[]): Promise<EventLog[] | null> {
    try {
      const each = await Promise.all(names.map((name) => this.#contract.queryFilter(name, from, to)));
      return each.flat() as EventLog[];
    } catch (error) {
      if (from < to && REFUSALS.has((error as { code?: unknown }).code)) return null;
      throw error;
    }
  }
}
