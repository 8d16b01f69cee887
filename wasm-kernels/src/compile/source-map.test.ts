import { readFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { KernelMap } from '../debug/kernel-map.ts';
import { sourceMapOf } from './source-map.ts';

vi.setConfig({ testTimeout: 120_000 });

const sourceOf = (example: string): string =>
  readFileSync(new URL(`../../../examples/${example}/assembly/index.ts`, import.meta.url), 'utf8');

// Each showed a flag that was missing once: that Binaryen's library and its command line do the same is not written anywhere.
it.each(['nbody', 'collatz'])(
  'the source map of %s belongs to the very module that is published',
  async (example) => {
    const text = await sourceMapOf(sourceOf(example));
    expect(text).not.toBeNull();
    const map = new KernelMap(text ?? '');
    expect(map.functions.some((name) => name.startsWith('__manyhands__/wrapper/run'))).toBe(true);
    const { sources, sourcesContent } = JSON.parse(text ?? '');
    expect(sources).toContain('kernel.ts');
    expect(sourcesContent[sources.indexOf('kernel.ts')]).toBe(sourceOf(example));
    expect(text).not.toContain('/tmp/');
  },
);

it.each(['', '{}', '{"version":3,"sources":[1],"mappings":""}', '{"version":3,"sources":[],"mappings":"!"}'])(
  '[SE1] what is no source map is refused: %s',
  (text) => {
    expect(() => new KernelMap(text)).toThrow(expect.objectContaining({ code: 'KERNEL_INVALID' }));
  },
);
