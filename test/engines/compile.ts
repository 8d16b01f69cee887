/** What a browser compiles and instruments, against what Node does. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { bundle } from './bundle.ts';
import { PlanServer } from './server.ts';

/** Of each source's kernel and build. */
export type Hashes = readonly (readonly [kernel: string, build: string])[];

/** Hashes as a browser makes them. */
export async function compileInBrowser(
  launch: () => Promise<Browser>,
  sources: readonly string[],
): Promise<Hashes> {
  const folder = mkdtempSync(join(tmpdir(), 'manyhands-compile-'));
  const server = new PlanServer(folder);
  const browser = await launch();
  try {
    writeFileSync(join(folder, 'sources.json'), JSON.stringify(sources));
    await bundle('compile-entry', folder);
    await server.listen();
    const page = await browser.newPage();
    const { url, result } = server.expect<Hashes>({ entry: 'compile-entry' });
    await page.goto(url);
    return await result;
  } finally {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
