import { compileHere, instrument } from '@manyhands/wasm-kernels/compile';
import { expect, test } from 'vitest';
import { CHROMIUMS, launchChromium } from './browsers.ts';
import { compareEngines } from './compare.ts';
import { compileInBrowser } from './compile.ts';
import { NODES } from './node.ts';
import { SOURCES } from './sources.ts';

test('[KR2] Node in both tiers and Chromium give the same status, fuel and bytes, in any order and grouping', async () => {
  const engines = [...NODES, CHROMIUMS[0], CHROMIUMS[1]];
  const comparison = await compareEngines({ engines, inputs: 100, seed: 1, extent: 'quick', minutes: 2 });
  expect(comparison.engines.filter(({ verdict }) => verdict !== 'equal')).toEqual([]);
  expect(comparison.itemsPerEngine).toBeGreaterThan(1000);
  for (const count of Object.values(comparison.outcomes)) expect(count).toBeGreaterThan(0);
}, 120_000);

test('[KR2] a kernel compiled and instrumented in a browser is the one compiled in Node, byte for byte', async () => {
  const sources = [SOURCES.nans, SOURCES.texts];
  const here = [];
  for (const source of sources) {
    const { wasm, hash } = await compileHere(source);
    here.push([hash, instrument(wasm).hash]);
  }
  expect(await compileInBrowser(launchChromium, sources)).toEqual(here);
}, 120_000);
