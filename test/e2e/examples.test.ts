/** Every science example through a real network: published, computed, verified, judged by its own ground truth, drawn. */
import { exampleNames, loadExample } from '@manyhands/examples-common/catalogue';
import { runExample } from '@manyhands/examples-common/network';
import type { Client } from '@manyhands/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cleanup, contribute, researcherAt, startStack } from './stack.ts';

const cleanup = new Cleanup();
let client: Client;
beforeAll(async () => {
  const { url } = await startStack(cleanup);
  await contribute(cleanup, url, { threads: 2 });
  client = await researcherAt(url);
});
afterAll(() => cleanup.run());

describe('the example', () => {
  it.each(exampleNames())('%s gives what its ground truth says, certified, and a picture', async (name) => {
    const example = await loadExample(name);
    expect(example.name).toBe(name);
    const { rows, certificate, findings, picture } = await runExample(client, example, 'small');
    expect(certificate.items).toBe(rows.length);
    expect(certificate.trapped).toBe(0);
    expect(findings.length).toBeGreaterThan(0);
    expect(kindOf(picture.bytes)).toBe(picture.name.split('.').at(-1));
  });
});

/** What a picture's first bytes say it is. */
function kindOf(bytes: Uint8Array): string {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, 8));
  if (text === '\x89PNG\r\n\x1a\n') return 'png';
  return text.startsWith('<svg ') ? 'svg' : 'unknown';
}
