import { type ChildProcess, fork } from 'node:child_process';
import type { Marked, Order, Report } from './load-messages.ts';

/** The load in a process of its own, as seen from the bench. One order at a time. */
export class LoadProcess {
  readonly #child: ChildProcess;

  constructor() {
    this.#child = fork(new URL('load.js', import.meta.url), { serialization: 'advanced' });
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  async open(url: string, sessions: number, seats: number): Promise<void> {
    await this.#order({ kind: 'open', url, sessions, seats });
  }

  /** Answers at once, or at a steady pace in all. `fuel` is what each item costs. */
  async work(fuel: bigint, perSecond: number | null): Promise<void> {
    await this.#order({ kind: 'work', fuel, perSecond });
  }

  async rest(): Promise<void> {
    await this.#order({ kind: 'rest' });
  }

  /** What happened since the mark before. */
  async mark(): Promise<Marked> {
    const report = await this.#order({ kind: 'mark' });
    if (report.kind !== 'marked') throw new Error(`marked as ${report.kind}`);
    return report;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()));
    this.#child.kill('SIGKILL');
    await ended;
  }

  #order(order: Order): Promise<Report> {
    return new Promise((resolve, reject) => {
      const gone = (): void => reject(new Error('the load process ended'));
      this.#child.once('exit', gone);
      this.#child.once('message', (report: Report) => {
        this.#child.off('exit', gone);
        if (report.kind === 'failed') reject(new Error(report.why));
        else resolve(report);
      });
      this.#child.send(order);
    });
  }
}
