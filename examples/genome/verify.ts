/**
 * Compares the instrumented kernel with the plain reference on all 2,000 reads, about 2·10^10 cells:
 * minutes. `npm run verify:genome` in the project's root.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { readReads } from './input.ts';
import type { Finding, Share } from './verify-worker.ts';

const reads = readReads();
const workers = availableParallelism();
let done = 0;
const different: Finding[] = [];

function report(finding: Finding): void {
  done++;
  if (!finding.equal) different.push(finding);
  if (done % 50 === 0 || done === reads.length)
    console.log(`${done} of ${reads.length} reads compared, ${different.length} differ`);
}

function start(share: Share): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('../dist/verify-worker.js', import.meta.url), { workerData: share });
    worker.on('message', report);
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
}

await Promise.all(Array.from({ length: workers }, (_, first) => start({ first, step: workers })));
for (const finding of different) console.log(JSON.stringify(finding));
if (done !== reads.length || different.length > 0) process.exitCode = 1;
