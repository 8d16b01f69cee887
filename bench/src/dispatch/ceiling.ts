/** What the load process could do against a server that does nothing: the coordinator must be slower than this. */
import { fork } from 'node:child_process';
import { rounded } from '../statistics.ts';
import { LoadProcess } from './load-process.ts';
import { UNIT_ITEMS } from './network.ts';
import { usageOf } from './usage.ts';
import { pause } from './window.ts';

const SESSIONS = 64;

export async function loadCeiling({ seconds, quick }: { readonly seconds: number; readonly quick: boolean }) {
  const single = await against(UNIT_ITEMS, quick ? 1 : Math.min(5, seconds));
  const many = await against(32 * UNIT_ITEMS, quick ? 1 : Math.min(5, seconds));
  return {
    /** With one unit a message. */
    loadCeilingMessagesPerSecond: single.perSecond,
    loadUsPerMessage: single.usPerMessage,
    /** With 32 units a message. */
    loadCeilingUnitsPerSecond: 32 * many.perSecond,
  };
}

async function against(items: number, seconds: number) {
  const server = fork(new URL('echo-server.js', import.meta.url), [String(items)]);
  const load = new LoadProcess();
  try {
    const url = await new Promise<string>((resolve, reject) => {
      server.once('message', (url) => resolve(url as string));
      server.once('exit', () => reject(new Error('the echo server ended')));
    });
    await load.open(url, SESSIONS, 2);
    await load.work(7n, null);
    await pause(500);
    await load.mark();
    const [cpu, began] = [usageOf([load.pid]).cpuMs, performance.now()];
    await pause(1000 * seconds);
    const { answers } = await load.mark();
    const took = (performance.now() - began) / 1000;
    const used = usageOf([load.pid]).cpuMs - cpu;
    return { perSecond: Math.round(answers / took), usPerMessage: rounded((1000 * used) / answers, 1) };
  } finally {
    await load.stop();
    server.kill('SIGKILL');
  }
}
