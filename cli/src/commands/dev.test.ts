import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../index.ts';
import { captured } from '../testing/captured.ts';

// Trials measure processor time, of which a busy machine gives little.
vi.setConfig({ testTimeout: 120_000 });

let dir: string;
const at = (name: string): string => join(dir, name);

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'manyhands-dev-'));
  expect((await captured('init', at('first'))).code).toBe(0);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('init', () => {
  it('makes a kernel whose outputs are the expected ones', async () => {
    const files = ['--inputs', at('first/inputs.csv'), '--expect', at('first/expected.csv')];
    const { code, out } = await captured('test', at('first'), ...files);
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('8 items') });
  });

  it('overwrites nothing', async () => {
    writeFileSync(at('first/kernel.ts'), '// mine\n');
    const { code, err } = await captured('init', at('first'));
    expect(code).toBe(2);
    expect(err).toMatch(/has README.md, expected.csv, inputs.csv, kernel.ts already: name another folder/);
    expect(readFileSync(at('first/kernel.ts'), 'utf8')).toBe('// mine\n');
  });
});

describe('dev', () => {
  it('shows rows with what they gave, and what they cost, from the inputs beside the kernel', async () => {
    const { code, out } = await captured('dev', at('first'), '--items', '3', '--no-profile');
    expect(code).toBe(0);
    expect(out).toMatch(/✓ +2 .* ms {2}27 → 111, 9232\n/);
    expect(out).not.toContain('97 →');
    expect(out).toMatch(/\d+ fuel and [\d.]+ ms of a reference core an item; up to \d+ MiB of memory/);
    expect(out).toMatch(/a million such items: [\d.e-]+ core-hours/);
  });

  it('takes the first of a range of any length', async () => {
    const { out } = await captured(
      'dev',
      at('first'),
      '--no-profile',
      '--range',
      '27..1000000000000',
      '--items',
      '2',
      '--json',
    );
    const { items, fuelPerItem } = JSON.parse(out);
    expect(items.map(({ values }: { values: unknown[] }) => values)).toEqual([
      [111, '9232'],
      [18, '52'],
    ]);
    expect(Number(fuelPerItem)).toBeGreaterThan(0);
  });

  it('says what is missing, or given twice', async () => {
    rmSync(at('first/inputs.csv'));
    expect(await captured('dev', at('first'))).toMatchObject({
      code: 2,
      err: expect.stringMatching(/no inputs.csv beside the kernel: give --inputs FILE or --range/),
    });
    expect(await captured('dev', at('first'), '--inputs', 'a.csv', '--range', '0..4')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/either --inputs or --range/),
    });
  });

  it('watches: tries again after each change, says where it does not compile, and ends with the first Ctrl-C', async () => {
    let said = '';
    const write = (text: unknown): boolean => {
      said += String(text);
      return true;
    };
    const spies = [
      vi.spyOn(process.stdout, 'write').mockImplementation(write),
      vi.spyOn(process.stderr, 'write').mockImplementation(write),
    ];
    const says = (words: string | RegExp) =>
      vi.waitFor(() => expect(said).toMatch(words), { timeout: 60_000, interval: 50 });
    try {
      const ended = main(['dev', at('first'), '--watch', '--items', '1', '--no-profile']);
      await says(/1 → 0, 1\n[\s\S]*waiting for a change/);
      const source = readFileSync(at('first/kernel.ts'), 'utf8');
      said = '';
      writeFileSync(at('first/kernel.ts'), source.replace('steps++', 'stepz++'));
      await says(/KERNEL_COMPILE_FAILED: [\s\S]*kernel.ts:17:5[\s\S]*waiting for a change/);
      said = '';
      writeFileSync(at('first/inputs.csv'), 'start\n6\n');
      writeFileSync(at('first/kernel.ts'), source);
      await says(/6 → 8, 16\n[\s\S]*waiting for a change/);
      process.emit('SIGINT');
      expect(await ended).toBe(0);
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
  });
});
