import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const TEXTS = /\.(js|css|html|svg|webmanifest|json)$/;
/** Less gains nothing. */
const LEAST_BYTES = 1_000;
/** Beyond this the best quality takes minutes for little. */
const LARGE_BYTES = 1_000_000;

/** A step of the pages' build: beside each text its `.br` and `.gz`, which the coordinator serves to whoever takes them. */
export const compressed = () => ({
  name: 'compressed',
  apply: 'build',
  async writeBundle({ dir }) {
    for (const entry of await readdir(dir, { recursive: true, withFileTypes: true }))
      if (entry.isFile() && TEXTS.test(entry.name)) await compress(join(entry.parentPath, entry.name));
  },
});

async function compress(path) {
  const bytes = await readFile(path);
  if (bytes.length < LEAST_BYTES) return;
  const quality = bytes.length > LARGE_BYTES ? 9 : constants.BROTLI_MAX_QUALITY;
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, { params }));
  await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
}
