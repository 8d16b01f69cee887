import type { Hash } from '@manyhands/protocol';
import { findEpochOfRoot } from '../db/settlement/find-epoch-of-root.ts';
import type { OpenDemand } from './chain-guard.ts';
import { type Answering, answersTo, demandKey } from './demands.ts';
import { decodeLeaves } from './leaf-list.ts';
import type { SettlementPorts } from './ports.ts';
import { followChain } from './standing.ts';

/** Transactions in flight at once: what chains and nodes take from one account. */
const ANSWERS_PER_LOOK = 50;
/** What was reported is not reported again; a bound on what is remembered of it. */
const MOST_REPORTED = 10_000;

/** How demands of the pending root stand. */
export interface GuardState {
  readonly open: number;
  /** Of them: what the root does not have. It will be cancelled for it. */
  readonly unmet: number;
}

/**
 * Answers what is demanded of the pending root [DM1], and follows roots that were cancelled [ST4]. It looks at the chain and
 * at the published leaves alone, so that a process that comes after a crash goes on where the last one was.
 */
export class Guard {
  readonly #ports: SettlementPorts;
  readonly #reported = new Set<string>();
  state: GuardState = { open: 0, unmet: 0 };

  constructor(ports: SettlementPorts) {
    this.#ports = ports;
  }

  /** Says whether more is to be answered at once. */
  async look(): Promise<boolean> {
    await followChain(this.#ports);
    const demands = await this.#ports.chain.guard.demands();
    if (demands.length === 0) {
      this.state = { open: 0, unmet: 0 };
      return false;
    }
    const { answers, unmet } = await this.#answering(demands);
    this.state = { open: demands.length, unmet: unmet.length };
    for (const each of unmet) this.#report(each);
    const batch = answers.slice(0, ANSWERS_PER_LOOK);
    const outcomes = await this.#ports.chain.guard.answer(batch);
    const failed = outcomes.flatMap((outcome) => ('why' in outcome ? [outcome.why] : []));
    this.state = { open: demands.length - batch.length + failed.length, unmet: unmet.length };
    if (failed.length > 0)
      this.#ports.report(`${failed.length} demands are not answered yet: ${[...new Set(failed)].join('; ')}`);
    return answers.length > batch.length && failed.length < batch.length;
  }

  async #answering(demands: readonly OpenDemand[]): Promise<Answering> {
    const { db, chain, archive } = this.#ports;
    const { root } = await chain.book();
    const epoch = await findEpochOfRoot(db, root);
    const leaves = epoch === null ? [] : decodeLeaves(await archive.read(epoch.leaves as Hash));
    return answersTo(demands, leaves);
  }

  #report({ demand, leaf }: Answering['unmet'][number]): void {
    const key = `${demandKey(demand)} ${demand.answerBy}`;
    if (this.#reported.has(key)) return;
    if (this.#reported.size >= MOST_REPORTED) this.#reported.clear();
    this.#reported.add(key);
    const has = leaf === null ? 'nothing' : `${leaf.cumulative} for ${leaf.account}`;
    const until = new Date(demand.answerBy * 1000).toISOString();
    this.#ports.report(
      `THE PENDING ROOT WILL BE CANCELLED and the bond lost: ${demand.cumulative} token units for ${demand.account} are demanded at place ${demand.index}, where it has ${has}. Nothing can answer that by ${until}; please report it as a bug, with the epochs' leaves.`,
    );
  }
}
