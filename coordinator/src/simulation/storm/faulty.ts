/** A journal behind a slow and unreliable database. */
import type { CoordinatorId } from '@manyhands/protocol';
import type { CommitBatch, CommitReceipt, Journal } from '../../dispatch/journal.ts';
import type { MemoryJournal } from '../../dispatch/memory-journal.ts';
import type { Events } from '../events.ts';
import type { Witness } from './witness.ts';

export interface Weather {
  /** Nothing is answered or done. */
  down: boolean;
  /** Chance that a call is refused, and that it is done but its reply is lost. */
  refused: number;
  lostReply: number;
}

/** What one coordinator sees of the database. After its process died, nothing of it arrives any more. */
export function faultyJournal(
  memory: MemoryJournal,
  {
    events,
    random,
    weather,
    witness,
    alive,
  }: {
    readonly events: Events;
    readonly random: () => number;
    readonly weather: Weather;
    readonly witness: Witness;
    readonly alive: () => boolean;
  },
): Journal {
  const failure = (what: string): Error => new Error(`simulated database failure: ${what}`);
  /** A request travels, is executed at one moment, and its reply travels back. */
  const call = <T>(what: string, act: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const back = (then: () => void): void =>
        events.in(1 + random() * 20, () => {
          if (alive()) then();
        });
      events.in(1 + random() * 20, () => {
        if (!alive()) return;
        if (weather.down || random() < weather.refused) {
          back(() => reject(failure(`${what} was refused`)));
          return;
        }
        const lost = random() < weather.lostReply;
        act().then(
          (value) => back(() => (lost ? reject(failure(`the reply to ${what} was lost`)) : resolve(value))),
          (cause) => {
            witness.broke(
              'CM2',
              `${what} failed in the journal: ${cause instanceof Error ? cause.message : cause}`,
            );
            back(() => reject(cause));
          },
        );
      });
    });
  const commit = async (me: CoordinatorId, batch: CommitBatch): Promise<CommitReceipt> => {
    const mine = memory.slices.filter(({ owner }) => owner === me);
    const leases = new Map(mine.map(({ id, fence }) => [id, fence]));
    const receipt = await memory.commit(me, batch);
    witness.committed(me, batch, receipt, leases);
    return receipt;
  };
  return new Proxy(memory, {
    get: (target, name) => {
      const method = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      if (name === 'commit')
        return (me: CoordinatorId, batch: CommitBatch) => call('a commit', () => commit(me, batch));
      if (name === 'claim')
        return (me: CoordinatorId, request: Parameters<Journal['claim']>[1]) =>
          call('a claim', async () => {
            const { watched, reserved } = witness.claiming(request);
            const claim = await memory.claim(me, watched);
            witness.claimed(me, claim, reserved());
            return claim;
          });
      return (...args: unknown[]) => call(String(name), () => method.apply(target, args));
    },
  });
}
