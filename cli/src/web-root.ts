import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The built pages, or null where only the API is there. */
export function webRoot(): string | null {
  const path = fileURLToPath(new URL('../../web/dist', import.meta.url));
  return existsSync(`${path}/index.html`) ? path : null;
}
