/** A line to a worker that answers each question with one last report, and may say how far it is before. */
import { Refused } from '../../shared/ask.ts';
import type { TableAsked, TableReport } from './messages.ts';

type Reading = Extract<TableReport, { kind: 'reading' }>;
type Last = Exclude<TableReport, { kind: 'reading' | 'failed' }>;
/** Which report answers which question. */
type AnswerTo<Asked extends TableAsked> = Extract<
  Last,
  { kind: { open: 'opened'; check: 'checked'; send: 'sent'; 'send-file': 'sent' }[Asked['kind']] }
>;

export class TableWorker {
  readonly #worker = new Worker(new URL('./table-worker.ts', import.meta.url), { type: 'module' });
  #line: Promise<unknown> = Promise.resolve();

  /** One question after the other. Throws {@link Refused}. */
  ask<Asked extends TableAsked>(
    asked: Asked,
    reading: (report: Reading) => void = () => undefined,
  ): Promise<AnswerTo<Asked>> {
    const answered = this.#line.then(() => this.#once(asked, reading)) as Promise<AnswerTo<Asked>>;
    this.#line = answered.catch(() => undefined);
    return answered;
  }

  #once(asked: TableAsked, reading: (report: Reading) => void): Promise<Last> {
    return new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data }: MessageEvent<TableReport>) => {
        if (data.kind === 'reading') reading(data);
        else if (data.kind === 'failed') reject(new Refused(data.code, data.message));
        else resolve(data);
      };
      this.#worker.onerror = ({ message }) => reject(new Refused('INTERNAL', message));
      this.#worker.postMessage(asked);
    });
  }

  /** Ends whatever it is at; nobody is answered any more. */
  end(): void {
    this.#worker.terminate();
  }
}
