import { expect, it } from 'vitest';
import { pgliteForm } from '../db/testing/forms.ts';
import { payout } from '../testing/payout.ts';

const form = pgliteForm();

it('[ST5] settles thousands of micro-payments in one transaction; everybody claims, and only roundings are left', async () => {
  const sizes = { payees: 64, payments: 5_000, researchers: 3, own: 4, relayed: 3 };
  const report = await payout(await form.fresh(), sizes);
  expect(report.settle.gas).toBeLessThan(150_000);
  expect(report.claims.ownGas).toBeLessThan(100_000);
  expect(report.claims.sponsored.payees).toBe(64 - 4 - 3);
  expect(report.claims.sponsored.gasPerPayee).toBeLessThan(40_000);
  expect(report.dust.left).toBeLessThan(report.dust.below);
}, 60_000);
