import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { configFrom } from './config.ts';

it('serves volunteer science on an embedded database unless told otherwise', () => {
  expect(configFrom({})).toMatchObject({
    port: 8787,
    host: '127.0.0.1',
    database: { kind: 'pglite', dir: join(resolve('.manyhands'), 'database') },
    payments: null,
  });
});

it('reads PostgreSQL and a chain from the environment', () => {
  const config = configFrom({
    DATABASE_URL: 'postgres://db/manyhands',
    MANYHANDS_RPC_URL: 'http://chain',
    MANYHANDS_HUB: '0xhub',
    MANYHANDS_TOKEN: '0xtoken',
    MANYHANDS_OPERATOR_KEY: '0xkey',
    MANYHANDS_EPOCH_SECONDS: '0',
  });
  expect(config.database).toEqual({ kind: 'postgres', url: 'postgres://db/manyhands' });
  expect(config.payments).toMatchObject({
    ...{ hub: '0xhub', feePpm: 50_000, epochSeconds: null },
    settling: { gasPpm: 20_000, leastPaid: 0n, patience: 86_400, exitSeconds: 21_600 },
  });
});

it('[KS2] reads whose kernels may run, and refuses an admin key that could be guessed', () => {
  expect(configFrom({})).toMatchObject({ publication: 'open', adminKey: undefined });
  expect(configFrom({ MANYHANDS_PUBLICATION: 'reviewed' }).publication).toBe('reviewed');
  expect(() => configFrom({ MANYHANDS_PUBLICATION: 'closed' })).toThrow(/open, reviewed, listed/);
  expect(configFrom({ MANYHANDS_ADMIN_KEY: 'k'.repeat(32) }).adminKey).toBe('k'.repeat(32));
  expect(() => configFrom({ MANYHANDS_ADMIN_KEY: 'secret' })).toThrow(/32 to 200/);
});

it('reads what dispatch is set to', () => {
  expect(configFrom({}).tuning).toEqual({
    timedPpm: 5_000,
    assignmentSeconds: 4,
    unitsPerAssignment: 32,
    graceMs: 10_000,
    refereeQueue: 256,
    memoryBytes: 512 * 1024 * 1024,
  });
  const { tuning } = configFrom({ MANYHANDS_ASSIGNMENT_SECONDS: '8', MANYHANDS_GRACE_SECONDS: '0' });
  expect(tuning).toMatchObject({ assignmentSeconds: 8, graceMs: 0 });
  expect(() => configFrom({ MANYHANDS_ASSIGNMENT_SECONDS: '1' })).toThrow(/from 2 to 10/);
});

it('names the variable that it cannot read', () => {
  expect(() => configFrom({ MANYHANDS_PORT: 'http' })).toThrow(/MANYHANDS_PORT.*“http”/);
  expect(() => configFrom({ MANYHANDS_RPC_URL: 'http://chain' })).toThrow(/MANYHANDS_HUB is missing/);
});

it('reads private pools and their join keys, and never repeats a key', () => {
  const [farm, physics] = ['f'.repeat(32), 'p'.repeat(40)];
  expect(configFrom({}).joinKeys).toEqual(new Map());
  expect(configFrom({ MANYHANDS_JOIN_KEYS: `farm=${farm}, physics=${physics}` }).joinKeys).toEqual(
    new Map([
      ['farm', farm],
      ['physics', physics],
    ]),
  );
  const secret = 's'.repeat(31);
  for (const wrong of [`farm=${secret}`, secret, `Farm=${secret}s`, `a b=${secret}s`, `farm=${secret} s`])
    expect(() => configFrom({ MANYHANDS_JOIN_KEYS: `ok=${farm},${wrong}` })).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/^(?!.*sss).*number 2 is not$/) }),
    );
  expect(() => configFrom({ MANYHANDS_JOIN_KEYS: `farm=${farm},farm=${physics}` })).toThrow(/farm twice/);
});
