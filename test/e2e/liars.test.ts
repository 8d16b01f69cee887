import { DEFAULT_POLICY, type ItemResult } from '@manyhands/protocol';
import { readResults, verifyResults } from '@manyhands/sdk';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { STEPS, traps, WALK, walk, walks } from './kernels.ts';
import { Cleanup, contribute, researcherAt, startChain, startStack } from './stack.ts';

const ITEMS = 600;
/** Every item is audited: then a single corrupted item is found for certain, not only most of the time. */
const AUDIT_ALL = { ...DEFAULT_POLICY, newcomerPpm: 1_000_000, veteranPpm: 1_000_000 };

const corrupt = (result: ItemResult): ItemResult => {
  const output = result.output.slice();
  if (output.length > 0) output[0] ^= 1;
  return { ...result, output };
};

const LIARS: readonly [
  string,
  typeof DEFAULT_POLICY,
  (results: readonly ItemResult[]) => readonly ItemResult[],
][] = [
  ['wrong bytes', DEFAULT_POLICY, (results) => results.map(corrupt)],
  [
    'more fuel than was used',
    DEFAULT_POLICY,
    (results) =>
      results.map((result) => (result.status === 0 ? { ...result, fuel: result.fuel + 1n } : result)),
  ],
  [
    'a single item of each unit corrupted',
    AUDIT_ALL,
    (results) =>
      results.map((result, i) => (i === results.findIndex((r) => r.status === 0) ? corrupt(result) : result)),
  ],
];

describe('liars among honest contributors', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it.each(LIARS)(
    '[VF2] %s: refuted, banned, unpaid, and the certified table is right',
    async (_title, policy, tamper) => {
      const chain = await startChain(cleanup);
      const coordinator = await startStack(cleanup, { payments: chain.payments });
      const [honestPayee, liarsPayee] = [`0x${'11'.repeat(20)}`, `0x${'66'.repeat(20)}`];
      const liar = await contribute(cleanup, coordinator.url, { payee: liarsPayee, tamper });
      const client = await researcherAt(coordinator.url);
      const job = await client.run({ source: WALK }, walks(ITEMS), {
        policy,
        unitItems: 30,
        pay: { perCoreHour: 10n ** 12n, budget: 90n * 10n ** 9n, payment: chain.payment },
      });
      // Alone with the referee it is found out; then somebody honest does the work again.
      const found = { kind: 'refused', code: 'DEVICE_BANNED' };
      await vi.waitFor(() => expect(liar.stats().phase).toMatchObject(found), { timeout: 60_000 });
      await contribute(cleanup, coordinator.url, { payee: honestPayee });
      let csv = '';
      for await (const records of job.csv({ follow: true })) csv += records.text;
      const certificate = await job.certified();
      await job.pay();

      const rows = [...readResults(csv, certificate.outputs)];
      expect(rows).toHaveLength(ITEMS);
      for (const row of rows) expect(row.values, `item ${row.index}`).toEqual(walk(row.index, STEPS));
      expect(
        verifyResults(certificate, csv, { audits: await job.audits(), signer: coordinator.address }),
      ).toMatchObject({ valid: true });
      expect(certificate.refuted).toBeGreaterThan(0);
      const device = await (await fetch(`${coordinator.url}/v1/devices/${liar.device}`)).json();
      expect(device).toMatchObject({ banned: true });

      // A kernel that traps late is charged its cap.
      const caps = new Set(rows.filter((row) => traps(row.index)).map((row) => row.fuel));
      expect(caps.size).toBe(1);
      expect(rows.find((row) => traps(row.index))?.status).toBe('trap');
      expect([...caps][0]).toBeGreaterThan(rows[0].fuel);

      await coordinator.settle();
      expect(await chain.balance(liarsPayee)).toBe(0n);
      expect(await chain.balance(honestPayee)).toBeGreaterThan(0n);
    },
  );
});
