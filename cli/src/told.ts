import { join } from 'node:path';
import { homeFolder, readJson, writeJson } from './home.ts';
import type { Screen } from './screen.ts';

const VISIBLE = [
  'Before anything is sent: kernel, inputs and results are visible to the strangers who compute them.',
  '  Send nothing that must stay secret. Replace names by keys of your own and keep the table that links them;',
  '  leave out columns that the kernel does not need; split what only tells something together into several jobs;',
  '  or use devices that you trust: --policy pool:NAME, --policy trusted:FILE.',
  '  A job without --price is volunteer science: it costs nothing and needs no wallet. (Said once.)',
];

interface Told {
  readonly visible?: string;
}

/** Says once on this machine who will see what is sent. Nobody reads it in JSON, so there it stays to be said. */
export function tellVisible(screen: Screen, { json = false }: { json?: boolean }): void {
  const path = join(homeFolder(), 'told.json');
  const told = readJson<Told>(path) ?? {};
  if (json || told.visible !== undefined) return;
  for (const line of VISIBLE) screen.line(line);
  writeJson(path, { ...told, visible: new Date().toISOString() });
}
