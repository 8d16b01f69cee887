import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { KeyValue } from '../key-value.ts';

/** Texts in one JSON file that only its owner may read; replaced as a whole, so that a crash never halves it. */
export function fileKeyValue(path: string): KeyValue {
  const read = async (): Promise<Record<string, string>> => {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '{}';
      throw error;
    });
    return JSON.parse(text) as Record<string, string>;
  };
  const write = async (values: Record<string, string>): Promise<void> => {
    await mkdir(dirname(path), { recursive: true });
    const draft = `${path}.${process.pid}.new`;
    await writeFile(draft, `${JSON.stringify(values, null, 2)}\n`, { mode: 0o600 });
    await rename(draft, path);
  };
  return {
    get: async (key) => (await read())[key],
    set: async (key, value) => write({ ...(await read()), [key]: value }),
    delete: async (key) => {
      const { [key]: _, ...rest } = await read();
      await write(rest);
    },
  };
}
