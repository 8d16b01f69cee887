/** Where the time of a CPU profile went. */
import { rounded } from '../statistics.ts';
import type { CpuProfile, ProfileNode } from './inspector.ts';

export interface Hot {
  /** A function with its file and line, or a file. */
  readonly where: string;
  /** Share of the time in which anything ran. */
  readonly share: number;
}

/** The functions and the files that took most time themselves. */
export function hottest(profile: CpuProfile, count: number): { functions: Hot[]; files: Hot[] } {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const functions = new Map<string, number>();
  const files = new Map<string, number>();
  let busy = 0;
  profile.samples.forEach((id, i) => {
    const node = nodes.get(id);
    const { functionName, url, lineNumber } = (node as ProfileNode).callFrame;
    if (functionName === '(idle)') return;
    const time = profile.timeDeltas[i];
    const file = shortOf(url);
    busy += time;
    add(functions, `${functionName || '(anonymous)'} ${file}${url === '' ? '' : `:${lineNumber + 1}`}`, time);
    add(files, file, time);
  });
  return { functions: top(functions, busy, count), files: top(files, busy, count) };
}

const add = (times: Map<string, number>, name: string, time: number): void => {
  times.set(name, (times.get(name) ?? 0) + time);
};

const top = (times: ReadonlyMap<string, number>, whole: number, count: number): Hot[] =>
  [...times]
    .sort((a, b) => b[1] - a[1])
    .slice(0, count)
    .map(([where, time]) => ({ where, share: rounded(time / whole, 4) }));

const shortOf = (url: string): string =>
  url === ''
    ? '(native)'
    : url.replace(/^file:\/\//, '').replace(/^.*\/(?=(?:node_modules|[\w-]+\/dist)\/)/, '');
