import { describe, expect, it } from 'vitest';
import { readMachine } from './cgroup.ts';
import { type Machine, seatsFor } from './machine-limits.ts';

const machineOf = (files: Record<string, string>, cores = 16): Machine =>
  readMachine((path) => files[path] ?? null, cores);
const ROOT = '/sys/fs/cgroup';
const free = { cores: 16, cpuset: null, quota: null, memoryBytes: null };
const GIB = 2 ** 30;

describe('what a cgroup allows', () => {
  it.each<[string, Record<string, string>, Partial<Machine>]>([
    ['no cgroup at all', {}, {}],
    [
      'version 2, as a container sees itself',
      {
        '/proc/self/cgroup': '0::/\n',
        [`${ROOT}/cpu.max`]: '250000 100000\n',
        [`${ROOT}/cpuset.cpus.effective`]: '0-3,7\n',
        [`${ROOT}/memory.max`]: `${2 * GIB}\n`,
      },
      { quota: 2.5, cpuset: 5, memoryBytes: 2 * GIB },
    ],
    [
      'version 2, the smallest limit on the way up',
      {
        '/proc/self/cgroup': '0::/system.slice/work.service\n',
        [`${ROOT}/system.slice/work.service/cpu.max`]: 'max 100000\n',
        [`${ROOT}/system.slice/work.service/memory.max`]: 'max\n',
        [`${ROOT}/system.slice/cpu.max`]: '400000 100000\n',
        [`${ROOT}/system.slice/memory.max`]: `${GIB}\n`,
      },
      { quota: 4, memoryBytes: GIB },
    ],
    [
      "version 2, the host's path in a container's mount",
      { '/proc/self/cgroup': '0::/docker/12ab\n', [`${ROOT}/cpu.max`]: '100000 100000\n' },
      { quota: 1 },
    ],
    [
      'version 1',
      {
        '/proc/self/cgroup': '4:memory:/pool\n3:cpuset:/\n1:cpu,cpuacct:/pool\n0::/\n',
        [`${ROOT}/cpu/pool/cpu.cfs_quota_us`]: '300000\n',
        [`${ROOT}/cpu/pool/cpu.cfs_period_us`]: '100000\n',
        [`${ROOT}/memory/pool/memory.limit_in_bytes`]: `${GIB}\n`,
        [`${ROOT}/memory/memory.limit_in_bytes`]: '9223372036854771712\n',
        [`${ROOT}/cpuset/cpuset.effective_cpus`]: '0-1\n',
      },
      { quota: 3, cpuset: 2, memoryBytes: GIB },
    ],
    [
      'version 1 without limits',
      {
        '/proc/self/cgroup': '4:memory:/\n1:cpu,cpuacct:/\n',
        [`${ROOT}/cpu/cpu.cfs_quota_us`]: '-1\n',
        [`${ROOT}/cpu/cpu.cfs_period_us`]: '100000\n',
        [`${ROOT}/memory/memory.limit_in_bytes`]: '9223372036854771712\n',
      },
      {},
    ],
    [
      'garbage',
      { '/proc/self/cgroup': '\0:\n0::relative', [`${ROOT}/cpu.max`]: 'five', [`${ROOT}/memory.max`]: '' },
      {},
    ],
  ])('%s', (_, files, expected) => {
    expect(machineOf(files)).toEqual({ ...free, ...expected });
  });

  it('reads the machine that the test runs on', () => {
    expect(readMachine().cores).toBeGreaterThan(0);
  });
});

describe('how many seats there are', () => {
  it.each<[string, Partial<Machine>, number | undefined, number, RegExp]>([
    ['all cores', {}, undefined, 16, /16 cores are here/],
    ['those of the cpuset', { cpuset: 5 }, undefined, 5, /cpuset has 5/],
    ['whole cores of the quota', { cpuset: 5, quota: 2.5 }, undefined, 2, /quota is 2\.5 cores/],
    ['one, where the quota is less than a core', { quota: 0.3 }, undefined, 1, /quota is 0\.3/],
    [
      'as many as memory holds',
      { memoryBytes: GIB },
      undefined,
      4,
      /1024 MiB of memory hold 192 MiB and 192 MiB/,
    ],
    ['as many as were asked for', { quota: 2 }, 12, 12, /asked for/],
    ['not more than memory holds, whoever asks', { memoryBytes: GIB }, 12, 4, /1024 MiB/],
    ['one, where memory is short', { memoryBytes: GIB / 8 }, 12, 1, /128 MiB/],
  ])('%s', (_, limits, wanted, seats, because) => {
    const room = seatsFor({ ...free, ...limits }, wanted, 192);
    expect(room.seats).toBe(seats);
    expect(room.because).toMatch(because);
  });
});
