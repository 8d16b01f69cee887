/** In a process of its own, so that its peak memory is the rewriter's: `instrument-file.js FROM TO`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { instrumentPartly } from '@manyhands/wasm-kernels/testing';

const [from, to] = process.argv.slice(2);
const bytes = new Uint8Array(readFileSync(from));
const start = performance.now();
const rewritten = instrumentPartly(bytes, { fuel: 'scheme', nan: 'strict' });
const milliseconds = performance.now() - start;
const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
writeFileSync(to, rewritten);
// Its host knows nothing of what a call must begin with, so that only its size can be looked at.
const whole = instrumentPartly(bytes, { fuel: 'scheme', nan: 'strict', depth: true, stores: true });
console.log(JSON.stringify({ milliseconds, peakMegabytes, wholeBytes: whole.length }));
