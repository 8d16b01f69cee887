import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { greetingIsSigned } from '@manyhands/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadIdentity } from './identity.ts';
import { memoryKeyValue } from './key-value.ts';
import { fileKeyValue } from './server/file-store.ts';

const greeting = { nonce: `0x${'01'.repeat(32)}`, payee: '', site: '' };

describe('identity', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'identity-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('is made once and stays the same', async () => {
    const store = memoryKeyValue();
    const first = await loadIdentity(store);
    expect(first.device).toMatch(/^0x[0-9a-f]{40}$/);
    expect((await loadIdentity(store)).device).toBe(first.device);
    expect((await loadIdentity(memoryKeyValue())).device).not.toBe(first.device);
  });

  it('signs a greeting that proves the device, and only what it says', async () => {
    const { device, sign } = await loadIdentity(memoryKeyValue());
    const signature = sign(greeting);
    expect(greetingIsSigned({ ...greeting, device }, signature)).toBe(true);
    expect(greetingIsSigned({ ...greeting, device, payee: device }, signature)).toBe(false);
  });

  it('replaces a damaged key', async () => {
    const store = memoryKeyValue();
    await store.set('device-key', 'not a key');
    const { device } = await loadIdentity(store);
    expect((await loadIdentity(store)).device).toBe(device);
  });

  it('survives in a file that only its owner reads', async () => {
    const path = join(dir, 'deep', 'device.json');
    const { device } = await loadIdentity(fileKeyValue(path));
    expect((await loadIdentity(fileKeyValue(path))).device).toBe(device);
    expect((await stat(path)).mode & 0o077).toBe(0);
    expect(JSON.parse(await readFile(path, 'utf8'))).toHaveProperty('device-key');
  });
});
