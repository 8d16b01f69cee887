import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type GasReport, MEASURED, measureGas } from './testing/gas.ts';

const SNAPSHOT = new URL('../gas-snapshot.json', import.meta.url);

/** What the project set itself, each at the size that it is stated for. */
const GOALS: readonly { what: string; most: number; of: (gas: GasReport) => number }[] = [
  { what: 'posting a root', most: 36_000, of: (gas) => Math.max(...Object.values(gas.settleEpoch)) },
  {
    what: 'settling 10 researchers and posting the root, over 1,000,000 payments',
    most: 0.15,
    of: (gas) => Math.max(...Object.values(gas.gasPerMicroPayment)),
  },
  { what: 'a researcher of 99', most: 11_000, of: (gas) => gas.settleResearchers.each[99] },
  { what: 'an own claim at depth 14', most: 62_000, of: (gas) => gas.claimSingle.again[10_000] },
  { what: 'a payee of 512', most: 11_000, of: (gas) => gas.claimBatchedPerPayee.again[10_000] },
  { what: 'a payee of 512 that is new', most: 33_000, of: (gas) => gas.claimBatchedPerPayee.first[10_000] },
];

it('costs exactly the gas of the snapshot, and no more than the goals', async () => {
  const gas = await measureGas(MEASURED);
  expect(gas, 'npm run bench -- gas --json > contracts/gas-snapshot.json, if that is meant').toEqual(
    JSON.parse(readFileSync(SNAPSHOT, 'utf8')),
  );
  for (const { what, most, of } of GOALS) expect(of(gas), what).toBeLessThanOrEqual(most);
}, 240_000);
