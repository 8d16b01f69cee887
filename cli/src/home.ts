import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isKnownError, KnownError } from '@manyhands/protocol';
import { type Client, manyhands } from '@manyhands/sdk';

/** Where this machine's keys are: `$MANYHANDS_HOME`, or `.manyhands` in the current folder. */
export const homeFolder = (): string => resolve(process.env.MANYHANDS_HOME ?? '.manyhands');

/** A small JSON file that only its owner may read; null where there is none yet. Throws where it is damaged. */
export function readJson<T>(path: string): T | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new KnownError('FILE_FAILED', `${path} is damaged; restore it, or move it away to begin anew`, {
      cause,
    });
  }
}

/** Replaces the file in one step, so that a crash leaves the old or the new one. */
export function writeJson(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** API keys by coordinator address, or by the name they are stored as. */
type Keys = Record<string, { account: string; key: string }>;

/**
 * A client with an account at this coordinator: the given key, the stored one, or that of a new account, which is
 * stored. A stored key that the coordinator no longer knows (it was set up anew) is replaced.
 */
export async function clientFor(url: string, options: ClientOptions = {}): Promise<Client> {
  if (options.key !== undefined) return manyhands(url, options.key);
  const path = join(options.home ?? homeFolder(), 'keys.json');
  const name = options.storedAs ?? url;
  const keys = readJson<Keys>(path) ?? {};
  const client = manyhands(url, keys[name]?.key);
  if (keys[name] !== undefined && (await isKnown(client))) return client;
  keys[name] = await client.account('researcher');
  writeJson(path, keys);
  return client;
}

export interface ClientOptions {
  /** An API key; nothing is stored. */
  readonly key?: string;
  /** Instead of {@link homeFolder}. */
  readonly home?: string;
  /** The name of the key, where the coordinator's address may change. */
  readonly storedAs?: string;
}

async function isKnown(client: Client): Promise<boolean> {
  try {
    // Any request that needs the key and changes nothing: a bill of a job that cannot exist.
    await client.job('0'.repeat(32)).bill();
    return true;
  } catch (error) {
    if (!isKnownError(error)) throw error;
    if (error.code === 'COORDINATOR_UNREACHABLE') throw error;
    return error.code !== 'KEY_REFUSED';
  }
}
