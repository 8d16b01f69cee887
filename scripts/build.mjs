#!/usr/bin/env node
/** `npm run build`: everything, only what changed. */
import { buildPackages, buildPages } from './steps/build.mjs';
import { install } from './steps/install.mjs';
import { say } from './steps/process.mjs';

try {
  await install();
  await buildPackages([]);
  await buildPages();
} catch (error) {
  say(`npm run build: ${error.message}`);
  process.exit(1);
}
