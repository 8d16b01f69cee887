import { errorFrom, Http } from './http.ts';
import { askStatement, type StatementBytes, type StatementOptions } from './statements.ts';
import type { ChannelKey, KernelDecisions, KernelQueue, KernelReport } from './wire.ts';

/** What a verification of the ledger says: something wrong, how far it is, or how it ended. */
export type LedgerCheck =
  | { readonly kind: 'finding'; readonly finding: LedgerFinding }
  | { readonly kind: 'counted'; readonly what: string; readonly count: number }
  | {
      readonly kind: 'verified';
      readonly findings: number;
      readonly counts: Readonly<Record<string, number>>;
      readonly told: number;
    };

/** `code` says what is wrong (docs/OPERATE.md); `account` and `txn` where. */
export interface LedgerFinding {
  readonly code: string;
  readonly account: string | null;
  readonly txn: string | null;
  readonly sentence: string;
}

function checkIn(said: LedgerCheck | { kind: 'failed'; code: string; message: string }): LedgerCheck {
  if (said.kind === 'failed') throw errorFrom(said, 503);
  return said;
}

/** What the operator may decide about a kernel. */
export type KernelVerb = 'approve' | 'refuse' | 'stop' | 'lift';

/** A coordinator as its operator sees it. */
export class Admin {
  readonly #http: Http;

  /** `key` is the coordinator's admin key. */
  constructor(url: string, key: string) {
    this.#http = new Http(url, key);
  }

  /** Kernels that wait for the operator; or those that are pending, approved, refused, stopped, or all. */
  kernels(
    only: 'queue' | 'pending' | 'approved' | 'refused' | 'stopped' | 'all' = 'queue',
  ): Promise<KernelQueue> {
    return this.#http.json('GET', `/v1/admin/kernels?only=${only}`);
  }

  /** Where a kernel stands, and everything that was decided about it. */
  kernel(hash: string): Promise<KernelDecisions> {
    return this.#http.json('GET', `/v1/admin/kernels/${hash}`);
  }

  /** Open reports, of the kernel with the most first. */
  async reports(): Promise<readonly KernelReport[]> {
    return (await this.#http.json<{ reports: KernelReport[] }>('GET', '/v1/admin/reports')).reports;
  }

  /** Any ledger account, `operator`, `channel:0x…` or `payee:0x…`, line by line, in ledger units. */
  statement(account: string, options: StatementOptions = {}): Promise<StatementBytes> {
    return askStatement(this.#http, `/v1/admin/statement?account=${encodeURIComponent(account)}`, options);
  }

  /** Recomputes all books and compares them, with the hub's too: what is looked at and what is found, as it goes. */
  async *verifyLedger(): AsyncGenerator<LedgerCheck> {
    const { body } = await this.#http.send('GET', '/v1/admin/ledger/verify');
    const decoder = new TextDecoder();
    let rest = '';
    for await (const piece of body as StatementBytes) {
      const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield checkIn(JSON.parse(line));
    }
  }

  /**
   * Takes a voucher of a channel with the salt of such channels (`MAKE_GOOD_SALT` of the protocol): all that it promises is the operator's, and makes good what it lost.
   * Once more books nothing. Gives token units: what was booked now, and all that the channel ever paid in.
   */
  async makeGood(voucher: {
    readonly channel: ChannelKey;
    readonly cumulative: bigint;
    readonly signature: string;
  }): Promise<{ readonly booked: bigint; readonly all: bigint }> {
    const body = { ...voucher, cumulative: String(voucher.cumulative) };
    const { booked, all } = await this.#http.json<{ booked: string; all: string }>(
      'POST',
      '/v1/admin/ledger/make-good',
      body,
    );
    return { booked: BigInt(booked), all: BigInt(all) };
  }

  /** Closes a report that needs no decision. */
  async resolve(report: number): Promise<void> {
    await this.#http.json('POST', `/v1/admin/reports/${report}/resolve`);
  }

  /** Stops a kernel everywhere, lifts that, approves or refuses it. A stop and a refusal need a reason. */
  decide(hash: string, verb: KernelVerb, reason = ''): Promise<KernelDecisions> {
    return this.#http.json('POST', `/v1/admin/kernels/${hash}/${verb}`, { reason });
  }
}
