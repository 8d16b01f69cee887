import { Http } from './http.ts';
import { askStatement, type StatementBytes, type StatementOptions } from './statements.ts';
import type { KernelDecisions, KernelQueue, KernelReport } from './wire.ts';

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

  /** Closes a report that needs no decision. */
  async resolve(report: number): Promise<void> {
    await this.#http.json('POST', `/v1/admin/reports/${report}/resolve`);
  }

  /** Stops a kernel everywhere, lifts that, approves or refuses it. A stop and a refusal need a reason. */
  decide(hash: string, verb: KernelVerb, reason = ''): Promise<KernelDecisions> {
    return this.#http.json('POST', `/v1/admin/kernels/${hash}/${verb}`, { reason });
  }
}
