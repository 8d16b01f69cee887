import { ownRecordRequest } from '@manyhands/browser-worker';
import { signal } from '@preact/signals';
import { ask, Refused, sending } from '../shared/ask.ts';
import { save } from '../shared/save.ts';
import { refusalWords } from '../shared/words.ts';
import { words } from '../words/words.ts';

/** What came of the last request, to be said in whatever language the page speaks; null: nothing yet. */
export const said = signal<(() => string) | null>(null);
export const recordProblem = signal<(() => string) | null>(null);

interface Erasure {
  readonly erased: Readonly<Record<'names' | 'counts' | 'challenges', number>>;
  readonly kept: readonly object[];
}

/** Saves what the coordinator keeps of this browser's device. */
export const saveRecord = (): Promise<void> =>
  asking('export', (record) => {
    save('manyhands-record.json', `${JSON.stringify(record, null, 2)}\n`);
    return () => words('account').record.saved;
  });

/** Has it erased there as far as it may be. */
export const eraseRecord = (): Promise<void> =>
  asking('erase', (reply) => {
    const { erased } = reply as Erasure;
    const all = erased.names + erased.counts + erased.challenges;
    return () => words('account').record.erased(all);
  });

async function asking(act: 'export' | 'erase', then: (reply: object) => () => string): Promise<void> {
  said.value = recordProblem.value = null;
  const request = await ownRecordRequest(act);
  if (request === null) return;
  try {
    said.value = then(await ask<object>(request.path, sending('POST', request.body)));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    recordProblem.value = () => refusalWords(error);
  }
}
