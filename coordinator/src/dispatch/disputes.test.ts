import { DEFAULT_POLICY, type ItemResult } from '@manyhands/protocol';
import { expect, it } from 'vitest';
import { answer, joined, resultsOf, setUp } from './testing/harness.ts';

const saying =
  (byte: number) =>
  (result: ItemResult): ItemResult => ({ ...result, status: 0, fuel: 7n, output: Uint8Array.of(byte) });

it('[VF2] where worker and auditor are both wrong, both are banned and the unit is run again', async () => {
  const policy = { ...DEFAULT_POLICY, newcomerPpm: 1_000_000, refereePpm: 0 };
  const { dispatcher, tick } = setUp(20, { policy });
  const worker = await joined(dispatcher, 1);
  const auditor = await joined(dispatcher, 2);
  dispatcher.receive(worker.session, { kind: 'want', seats: 1 });
  await tick();
  await tick();
  dispatcher.receive(auditor.session, { kind: 'want', seats: 1 });
  const [frame] = worker.assigns();
  answer(dispatcher, worker.session, frame, resultsOf(frame).map(saying(1)));
  for (let i = 0; i < 20 && auditor.assigns().length === 0; i++) await tick(100);
  const [audits] = auditor.assigns();
  answer(dispatcher, auditor.session, audits, resultsOf(audits).map(saying(2)));
  await tick();
  await tick();
  expect(worker.closed).toEqual(['DEVICE_BANNED']);
  expect(auditor.closed).toEqual(['DEVICE_BANNED']);
  expect(dispatcher.census('j' as never).waiting).toBe(20);
});

it('[VF2] an account that a liar names as its payee suffers nothing: its own devices work on and are paid', async () => {
  const policy = { ...DEFAULT_POLICY, newcomerPpm: 1_000_000, refereePpm: 1_000_000 };
  const { dispatcher, journal, tick } = setUp(200, { policy });
  const honest = await joined(dispatcher, 1);
  const liar = await joined(dispatcher, 2, { payee: '0x1' });
  for (const { session } of [honest, liar]) dispatcher.receive(session, { kind: 'want', seats: 1 });
  const final = (): number => journal.records.get(honest.session.device.id)?.finalItems ?? 0;
  for (let i = 0; i < 400 && final() < 200; i++) {
    await tick(500);
    for (const { session, assigns } of [honest, liar])
      for (const frame of assigns()) {
        if (!session.assignments.has(frame.assignment as never)) continue;
        const right = resultsOf(frame);
        answer(dispatcher, session, frame, session === liar.session ? right.map(saying(9)) : right);
      }
  }
  expect(liar.closed).toEqual(['DEVICE_BANNED']);
  expect(honest.closed).toEqual([]);
  expect(final()).toBe(200);
  expect(journal.entries.some(({ account, amount }) => account === 'payee:0x1' && amount > 0n)).toBe(true);
});
