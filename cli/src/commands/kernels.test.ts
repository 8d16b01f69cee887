import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { captured } from '../testing/captured.ts';

// Trials measure processor time, of which a busy machine gives little.
vi.setConfig({ testTimeout: 120_000 });

const ENTRY = `
import { square } from "./lib/square";
/** What becomes of a number. */
export class Powers {
  /** Squared. */
  two: f64 = 0;
  label: string = "";
}
/** Powers of a number. */
export function powers(x: f64, name: string | null): Powers {
  return { two: square(x), label: name === null ? "none" : name };
}
`;
const SQUARE = 'export function square(x: f64): f64 { return x * x; }\n';

let dir: string;
const at = (name: string): string => join(dir, name);

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'manyhands-kernels-'));
  mkdirSync(at('project/assembly/lib'), { recursive: true });
  writeFileSync(at('project/assembly/index.ts'), ENTRY);
  writeFileSync(at('project/assembly/lib/square.ts'), SQUARE);
  writeFileSync(at('in.csv'), 'x,name\n1.5,a\n-2,\n');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** The one JSON object that a command writes. */
async function json(...argv: string[]) {
  const { code, out } = await captured(...argv, '--json');
  return { code, ...JSON.parse(out) };
}

describe('build', () => {
  it('compiles a project of several files to a module with its columns beside it', async () => {
    const { code, out } = await captured('build', at('project'), '--out', at('powers.wasm'));
    expect(code).toBe(0);
    expect(out).toContain('output   two');
    const schema = JSON.parse(readFileSync(at('powers.schema.json'), 'utf8'));
    expect(schema.inputs.map(({ name }: { name: string }) => name)).toEqual(['x', 'name']);
    expect(readFileSync(at('powers.wasm')).subarray(0, 4).toString('latin1')).toBe('\0asm');
  });

  it('says file, line and column of what is wrong', async () => {
    writeFileSync(at('bad.ts'), 'export function f(x: i32): i32 {\n  return y;\n}\n');
    const { code, err } = await captured('build', at('bad.ts'));
    expect(code).toBe(3);
    expect(err).toMatch(/KERNEL_COMPILE_FAILED/);
    expect(err).toContain(`${at('bad.ts')}:2:10`);
  });

  it('shows the line and says how to mend it', async () => {
    writeFileSync(at('loose.ts'), 'export function f(x: f64): i32 {\n  return x;\n}\n');
    const { err } = await captured('build', at('loose.ts'));
    expect(err).toMatch(
      /loose\.ts:2:10 {2}Conversion from type 'f64' to 'i32'.*\n +2 \| {3}return x;\n {15}\^\n +AssemblyScript rounds nothing/,
    );
  });

  it('names an imported file that is not there', async () => {
    writeFileSync(at('lonely.ts'), 'import { f } from "./gone";\nexport function g(): i32 { return f(); }\n');
    const { code, err } = await captured('build', at('lonely.ts'));
    expect(code).toBe(3);
    expect(err).toContain('./gone');
  });
});

describe('label', () => {
  it('says what a module is and needs', async () => {
    const { code, out } = await captured('label', at('powers.wasm'));
    expect(code).toBe(0);
    expect(out).toMatch(/^abi +bytes$/m);
    expect(out).toMatch(/^memory pages/m);
    const source = await json('label', at('project'));
    expect(source.label.sourceHash).toMatch(/^[0-9a-f]{64}$/);
    expect(out).toContain('output   label');
  });

  it('says why a module may not run', async () => {
    writeFileSync(at('clock.ts'), 'export function now(x: i32): f64 { return <f64>Date.now() + x; }\n');
    const { code, error } = await json('label', at('clock.ts'));
    expect(code).toBe(3);
    expect(error).toMatchObject({ code: 'KERNEL_IMPORT_REFUSED', message: expect.stringContaining('clock') });
  });
});

describe('instrument', () => {
  it('writes the build, the same bytes each time', async () => {
    const once = await json('instrument', at('powers.wasm'), '--out', at('a.wasm'));
    const again = await json('instrument', at('project'), '--out', at('b.wasm'));
    expect(once).toMatchObject({ code: 0, build: again.build, kernel: again.kernel });
    expect(readFileSync(at('a.wasm')).equals(readFileSync(at('b.wasm')))).toBe(true);
    const hooked = await json('instrument', at('powers.wasm'), '--hooked', '--out', at('c.wasm'));
    expect(hooked.build).not.toBe(once.build);
  });
});

describe('test', () => {
  it('runs items and compares them with what is expected', async () => {
    writeFileSync(at('right.csv'), 'two,label\n2.25,a\n4,none\n');
    const good = await json('test', at('project'), '--inputs', at('in.csv'), '--expect', at('right.csv'));
    expect(good).toMatchObject({
      code: 0,
      wrong: [],
      items: [{ status: 'ok', values: [2.25, 'a'] }, { values: [4, 'none'] }],
    });
    expect(good.rate).toBeGreaterThan(0);
    writeFileSync(at('wrong.csv'), 'two,label\n2.25,a\n5,none\n');
    const bad = await captured('test', at('project'), '--inputs', at('in.csv'), '--expect', at('wrong.csv'));
    expect(bad.code).toBe(1);
    expect(bad.out).toContain('1 differ');
  });

  it('takes a module with its columns, and asks for them where they are missing', async () => {
    expect(await json('test', at('powers.wasm'), '--inputs', at('in.csv'))).toMatchObject({ code: 0 });
    writeFileSync(at('bare.wasm'), readFileSync(at('powers.wasm')));
    const { code, error } = await json('test', at('bare.wasm'), '--inputs', at('in.csv'));
    expect(code).toBe(3);
    expect(error.message).toContain('--schema');
  });
});
