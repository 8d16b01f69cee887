import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from './files.ts';

const DIST = join(ROOT, 'web/dist');
const ASSETS = join(DIST, 'assets');
const LOADER_BYTES = 5_000;
const COMPUTE_BYTES = 60_000;

const text = (path: string): string => readFileSync(path, 'utf8');

const brotli = (path: string): number =>
  brotliCompressSync(readFileSync(path), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

/** Everything that a built file loads: what it imports, at once or later, its workers and its styles. */
function closure(path: string, found = new Set<string>()): Set<string> {
  if (found.has(path)) return found;
  found.add(path);
  for (const [, name] of text(path).matchAll(/["'`(/]([\w-]+\.(?:js|css|wasm))\b/g)) {
    const named = join(ASSETS, name);
    if (existsSync(named)) closure(named, found);
  }
  return found;
}

function asset(prefix: string): string {
  const names = readdirSync(ASSETS).filter((name) => name.startsWith(`${prefix}-`) && name.endsWith('.js'));
  expect(names, `one built file ${prefix}-*.js`).toHaveLength(1);
  return join(ASSETS, names[0]);
}

function weigh(what: string, paths: Iterable<string>): number {
  const rows = [...paths].map((path) => [basename(path), brotli(path)] as const);
  const sum = rows.reduce((total, [, bytes]) => total + bytes, 0);
  console.log(`${what}: ${sum} bytes brotli (${rows.map((row) => row.join(' ')).join(', ')})`);
  return sum;
}

describe('what visitors load is small (npm run build makes it)', () => {
  beforeAll(() => expect(existsSync(DIST), 'web/dist is there: npm run build').toBe(true));

  it(`the embed script has at most ${LOADER_BYTES} bytes and loads no other script`, () => {
    const files = closure(join(DIST, 'embed.js'));
    expect(weigh('embed script', files)).toBeLessThanOrEqual(LOADER_BYTES);
    expect([...files].map((path) => basename(path))).toEqual(['embed.js']);
  });

  it(`all that computing takes after the yes has at most ${COMPUTE_BYTES} bytes`, () => {
    const workers = closure(asset('engine-worker'));
    expect([...workers]).toContain(asset('seat-worker'));
    expect(weigh('workers', workers)).toBeLessThanOrEqual(COMPUTE_BYTES);
    // The card stands before the yes; its weight is shown.
    const card = [...closure(join(DIST, 'embed.html'))];
    for (const path of workers) expect(card).toContain(path);
    weigh(
      'card',
      card.filter((path) => !workers.has(path)),
    );
  });

  it.each(['index.html', 'embed.html', 'verify.html'])('%s loads no ethers and no compiler', (page) => {
    // The compiler is a worker of its own, which starts when a reader asks for it.
    const asked = new Set([asset('rebuild-worker')]);
    const files = [...closure(join(DIST, page), asked)].filter(
      (path) => path.endsWith('.js') && path !== asset('rebuild-worker'),
    );
    expect(files.length).toBeGreaterThan(1);
    // Texts that minifying keeps: of ethers' errors, its JSON-RPC, and the compiler.
    for (const path of files)
      expect(text(path), basename(path)).not.toMatch(
        /ethers|UNPREDICTABLE_GAS|eth_sendRawTransaction|binaryen/i,
      );
  });
});
