/**
 * The browsers' side, in the page itself or in a worker: `?where=page` or `?where=worker`, with the request in `&request=`.
 * What comes out is sent back to the server; the driver of the browser has nothing to do but open the page.
 */
import type { Plan, Request } from './plan.ts';
import { runPlan } from './program.ts';

const open = async (file: string): Promise<Uint8Array> => {
  const response = await fetch(`/${file}`);
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
};

const send = (result: unknown, id: string): Promise<Response> =>
  fetch(`/result?id=${id}`, { method: 'POST', body: JSON.stringify(result) });

async function compute(search: string): Promise<void> {
  const parameters = new URLSearchParams(search);
  const id = parameters.get('id') ?? '';
  try {
    const plan = JSON.parse(new TextDecoder().decode(await open('plan.json'))) as Plan;
    await send(await runPlan(plan, JSON.parse(parameters.get('request') ?? '') as Request, open), id);
  } catch (error) {
    await send({ error: String(error) }, id);
  }
}

if (typeof document === 'undefined') void compute(location.search);
else if (new URLSearchParams(location.search).get('where') === 'worker')
  new Worker(`/browser-entry.js${location.search}`, { type: 'module' });
else void compute(location.search);
