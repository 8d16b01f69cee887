import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addressOf, fromHex, newPrivateKey, toHex } from '@manyhands/protocol';
import type { Signer } from './jobs/desk.ts';

/** The key that signs certificates: as configured, else the one kept under `dir/keys`, made at the first start. */
export async function openSigner(dir: string, configured?: string): Promise<Signer> {
  const makeKey = () => `0x${toHex(newPrivateKey())}`;
  const privateKey = fromHex(configured ?? (await keptKey(join(dir, 'keys'), { name: 'signer', makeKey })));
  return { privateKey, address: addressOf(privateKey) };
}

/** Where the key of the operator's routes is kept, unless one is configured. */
export const adminKeyFile = (dir: string): string => join(dir, 'keys', 'admin');

/** The key that opens the operator's routes: as configured, else the one kept under `dir/keys`, made at the first start. */
export async function openAdminKey(dir: string, configured?: string): Promise<string> {
  const makeKey = () => `mha_${randomBytes(32).toString('base64url')}`;
  return configured ?? (await keptKey(join(dir, 'keys'), { name: 'admin', makeKey }));
}

interface KeyKind {
  readonly name: string;
  makeKey(): string;
}

async function keptKey(folder: string, { name, makeKey }: KeyKind): Promise<string> {
  const file = join(folder, name);
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const key = makeKey();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // A crash between the two leaves no half key: certificates would be signed by nobody.
  await writeFile(`${file}.new`, `${key}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return key;
}
