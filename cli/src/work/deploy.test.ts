import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { workCommand } from '../commands/work.ts';
import { parseConfig, settingsOf } from './settings.ts';

const DEPLOY = new URL('../../deploy/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, DEPLOY), 'utf8');
const UNIT = read('manyhands-work.service');

it('the unit leaves more time to end than the example of settings needs', () => {
  const settings = settingsOf(parseConfig(read('work.json'), 'work.json'), {});
  const seconds = Number(/^TimeoutStopSec=(\d+)$/m.exec(UNIT)?.[1]);
  expect(seconds).toBeGreaterThan(settings.drainSeconds);
});

it.each(['manyhands-work.service', 'Containerfile'])('%s names only options that there are', (file) => {
  const [line] = read(file)
    .split('\n')
    .filter((text) => /^(ExecStart|ENTRYPOINT)/.test(text));
  const known = workCommand(() => {}).options.map(({ long }) => long);
  const used = [...line.matchAll(/--[a-z-]+/g)].map(([option]) => option);
  expect(used.length).toBeGreaterThan(0);
  expect(known).toEqual(expect.arrayContaining(used));
});

const analyze = spawnSync('systemd-analyze', ['--version']).status === 0;
it.runIf(analyze)('systemd-analyze finds no fault in the unit', () => {
  const unit = new URL('manyhands-work.service', DEPLOY).pathname;
  const { stderr } = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
  // It speaks of the machine's other units as well.
  expect(stderr.split('\n').filter((line) => line.includes('manyhands-work'))).toEqual([]);
});
