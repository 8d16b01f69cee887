/** `npm run simulate`, as `manyhands simulate`. */
import { simulate } from './simulate.ts';

if (!(await simulate(process.argv.slice(2), console.log))) process.exitCode = 1;
