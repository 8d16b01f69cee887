#!/usr/bin/env node
/**
 * `npm start`: installs and builds what is missing, then becomes `manyhands start`.
 * Imports nothing but Node itself until everything is there.
 */
import { buildPackages, buildPages } from './steps/build.mjs';
import { install } from './steps/install.mjs';
import { say } from './steps/process.mjs';

try {
  await install();
  say('building what changed …');
  await buildPackages(['cli']);
  await buildPages();
} catch (error) {
  say(`npm start: ${error.message}`);
  process.exit(1);
}
process.argv.splice(1, 1, 'manyhands', 'start');
await import('../cli/bin/manyhands.mjs');
