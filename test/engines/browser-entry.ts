/**
 * The browsers' side, in the page itself or in a worker: `?where=page` or `?where=worker`, with the request in `&request=`.
 * What comes out is sent back to the server; the driver of the browser has nothing to do but open the page.
 */
import type { Plan, Progress, Request } from './plan.ts';
import { runPlan } from './program.ts';

const open = async (file: string): Promise<Uint8Array> => {
  const response = await fetch(`/${file}`);
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
};

const send = async (what: 'result' | 'progress', id: string, content: unknown): Promise<void> => {
  await fetch(`/${what}?id=${id}`, { method: 'POST', body: JSON.stringify(content) });
};

async function compute(search: string): Promise<void> {
  const parameters = new URLSearchParams(search);
  const id = parameters.get('id') ?? '';
  try {
    const plan = JSON.parse(new TextDecoder().decode(await open('plan.json'))) as Plan;
    const request = JSON.parse(parameters.get('request') ?? '') as Request;
    const tell = (progress: Progress): Promise<void> => send('progress', id, progress);
    await send('result', id, await runPlan(plan, request, { open, tell }));
  } catch (error) {
    await send('result', id, { error: String(error) });
  }
}

if (typeof document === 'undefined') void compute(location.search);
else if (new URLSearchParams(location.search).get('where') === 'worker')
  new Worker(`/browser-entry.js${location.search}`, { type: 'module' });
else void compute(location.search);
