/**
 * Node's side: the folder, the request as JSON and where the result goes. Bundled, so that any Node can run it. Progress goes to standard output.
 * With a kernel's position in the plan and an item's index behind them it shows that one item instead.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Plan, Progress, Request } from './plan.ts';
import { runPlan, showItem } from './program.ts';

const [folder, request, output, ...where] = process.argv.slice(2);
const read = (file: string): Uint8Array => new Uint8Array(readFileSync(`${folder}/${file}`));
const plan = JSON.parse(readFileSync(`${folder}/plan.json`, 'utf8')) as Plan;
const asked = JSON.parse(request) as Request;
const open = async (file: string): Promise<Uint8Array> => read(file);
if (where.length === 2) {
  const [kernel, index] = where.map(Number);
  writeFileSync(output, await showItem(plan, asked, { kernel, index }, open));
} else {
  // Unlike console.log this ends the process where nobody reads any more, so that none is left of a run that was ended.
  const tell = async (progress: Progress): Promise<void> => {
    process.stdout.write(`${JSON.stringify(progress)}\n`);
  };
  writeFileSync(output, JSON.stringify(await runPlan(plan, asked, { open, tell })));
}
