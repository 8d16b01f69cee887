#!/usr/bin/env node
// Speaks native solc's two doors that forge uses (--version, --standard-json) with the solc-js of npm.
const { readFileSync } = require('node:fs');
const solc = require('solc');

if (process.argv.includes('--version')) {
  // Forge parses the platform and knows only native ones.
  const version = solc.version().replace('.Emscripten.clang', '.Linux.g++');
  process.stdout.write(`solc, the solidity compiler commandline interface\nVersion: ${version}\n`);
} else if (process.argv.includes('--standard-json')) {
  // Path flags are ignored: forge puts every source into the JSON.
  process.stdout.write(solc.compile(readFileSync(0, 'utf8')));
} else {
  process.stderr.write('solc-wrap: only --version and --standard-json are supported\n');
  process.exitCode = 2;
}
