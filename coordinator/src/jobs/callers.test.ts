import type { JobId } from '@manyhands/protocol';
import { afterEach, expect, it, vi } from 'vitest';
import { Callers } from './callers.ts';
import type { Desk } from './desk.ts';

afterEach(() => vi.useRealTimers());

it('[AK1] who may call a job is asked again after some seconds', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const asked: string[] = [];
  const key = { id: 'ann', name: 'ann', key: 'k', expires: null, over: false, stale: false };
  const job = { id: 'j', account: 'ann', state: 'running', paused: false, price: null, channel: null };
  const query = async (sql: string) => {
    asked.push(sql.includes('account_key') ? 'key' : 'job');
    return sql.includes('account_key')
      ? [key]
      : [{ ...job, kernel_name: '', review: 'approved', stopped: null }];
  };
  const callers = new Callers({ db: { query } } as unknown as Desk);
  const call = () => callers.jobOf('Bearer mh_a', 'j' as JobId);
  await call();
  await call();
  expect(asked).toEqual(['key', 'job']);
  vi.advanceTimersByTime(5_001);
  await call();
  expect(asked).toEqual(['key', 'job', 'key', 'job']);
});
