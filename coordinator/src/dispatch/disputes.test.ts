import { DEFAULT_POLICY, type ItemResult } from '@manyhands/protocol';
import { expect, it } from 'vitest';
import { answer, joined, resultsOf, setUp } from './testing/harness.ts';

it('[VF2] where worker and auditor are both wrong, both are banned and the unit is run again', async () => {
  const policy = { ...DEFAULT_POLICY, newcomerPpm: 1_000_000, refereePpm: 0 };
  const { dispatcher, tick } = setUp(20, { policy });
  const saying =
    (byte: number) =>
    (result: ItemResult): ItemResult => ({ ...result, status: 0, fuel: 7n, output: Uint8Array.of(byte) });
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
