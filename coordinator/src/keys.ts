import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addressOf, fromHex, newPrivateKey, toHex } from '@manyhands/protocol';
import type { Signer } from './jobs/desk.ts';

/** The key that signs certificates: as configured, else the one kept under `dir/keys`, made at the first start. */
export async function openSigner(dir: string, configured?: string): Promise<Signer> {
  const privateKey = fromHex(configured ?? (await keptKey(join(dir, 'keys'))));
  return { privateKey, address: addressOf(privateKey) };
}

async function keptKey(folder: string): Promise<string> {
  const file = join(folder, 'signer');
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const key = `0x${toHex(newPrivateKey())}`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // A crash between the two leaves no half key: certificates would be signed by nobody.
  await writeFile(`${file}.new`, `${key}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return key;
}
