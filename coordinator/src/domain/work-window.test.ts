import { expect, it } from 'vitest';
import { type ChannelUse, costAhead, itemsAhead, UNWORKED, workRoom } from './work-window.ts';

const WINDOWS = { credit: 20n, work: 640n };
const room = (use: Partial<ChannelUse>) => {
  const own = use.own ?? UNWORKED;
  return workRoom({ vouchered: 0n, charged: own.spent, running: [own], own, ...use }, WINDOWS);
};

it('[VO4] without a voucher a work window is given out, at what items may cost at most', () => {
  expect(itemsAhead(room({}), { count: 100, unitItems: 10, perItem: 8n })).toBe(80);
  expect(itemsAhead(room({}), { count: 30, unitItems: 10, perItem: 8n })).toBe(30);
  expect(itemsAhead(room({}), { count: 30, unitItems: 10, perItem: 0n })).toBe(30);
});

it('[VO4] once items were paid, others count at twice what those cost, and never at more than is set aside', () => {
  const own = { spent: 100n, paid: 100n, reserved: 8_000n, open: 1_000n };
  // 640 less 100 that are charged; 1,000 items at 2 are more than that.
  expect(room({ own }).free).toBe(640n - 100n - 2_000n);
  const idle = room({ own: { ...own, reserved: 0n, open: 0n } });
  expect(itemsAhead(idle, { count: 1_000, unitItems: 10, perItem: 8n })).toBe(270);
  expect(itemsAhead(idle, { count: 1_000, unitItems: 10, perItem: 1n })).toBe(540);
  expect(costAhead(idle, { needed: 800n, reservePerItem: 8n })).toBe(200n);
});

it('[VO4] whoever signed for much is given as much again, and only whole units', () => {
  const own = { spent: 1_000n, paid: 100n, reserved: 0n, open: 0n };
  const signed = room({ own, vouchered: 1_000n });
  expect(signed).toMatchObject({ free: 2_000n + 640n - 1_000n, isIdle: true });
  // 82 at 20 each.
  expect(itemsAhead(signed, { count: 1_000, unitItems: 40, perItem: 50n })).toBe(80);
});

it('[VO4] one unit is given out whatever it may cost, where nothing is under way and all may be shown', () => {
  const asked = { count: 100, unitItems: 10, perItem: 10_000n };
  expect(itemsAhead(room({}), asked)).toBe(10);
  expect(itemsAhead(room({}), { ...asked, count: 3 })).toBe(3);
  expect(itemsAhead(room({ charged: 20n }), asked)).toBe(10);
  expect(itemsAhead(room({ charged: 21n }), asked)).toBe(0);
  expect(itemsAhead(room({ charged: 21n, vouchered: 1n }), asked)).toBe(10);
  const own = { spent: 0n, paid: 0n, reserved: 1n, open: 1n };
  expect(itemsAhead(room({ own }), asked)).toBe(0);
});

it('[VO4] what other jobs of the channel have under way counts as well', () => {
  const other = { spent: 0n, paid: 0n, reserved: 600n, open: 60n };
  expect(room({ running: [other, UNWORKED] })).toMatchObject({ free: 40n, isIdle: true });
});
