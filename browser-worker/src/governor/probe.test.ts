import { afterEach, expect, it, vi } from 'vitest';
import { startProbe } from './probe.ts';

afterEach(() => vi.restoreAllMocks());

it('tells a speed each second, for little work, until it is ended', async () => {
  const speeds: number[] = [];
  const end = startProbe((speed) => speeds.push(speed));
  const used = process.cpuUsage();
  await vi.waitFor(() => expect(speeds.length).toBe(3), 10_000);
  const { user } = process.cpuUsage(used);
  end();
  expect(speeds.every((speed) => speed > 0 && Number.isFinite(speed))).toBe(true);
  expect(user / 1000 / 3).toBeLessThan(100);
  await new Promise((resolve) => setTimeout(resolve, 1_300));
  expect(speeds.length).toBe(3);
});

it('tells nothing by a clock that is too coarse', async () => {
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => Math.floor(now() / 17) * 17);
  const told = vi.fn();
  const end = startProbe(told);
  await new Promise((resolve) => setTimeout(resolve, 2_200));
  end();
  expect(told).not.toHaveBeenCalled();
});
