// What static analysis finds in the contracts: forge's lints with their reasons in foundry.toml, and solhint's rules of
// solhint.cjs. Solhint is fetched for this command alone. Ends with 1 where either finds anything.
import { spawnSync } from 'node:child_process';
import { CONTRACTS, forge } from './forge.mjs';

const SOLHINT = 'solhint@6.2.4';

const lints = forge(['lint', '--deny', 'notes'], { env: { FOUNDRY_PROFILE: 'lint' } });
process.stdout.write(lints.stdout + lints.stderr);
const { status } = spawnSync(
  'npx',
  ['--yes', SOLHINT, '--max-warnings', '0', '-c', 'solhint.cjs', 'solidity/*.sol'],
  { cwd: CONTRACTS, stdio: 'inherit' },
);
console.log(
  `forge lint ${lints.status === 0 ? 'clean' : 'complains'}, solhint ${status === 0 ? 'clean' : 'complains'}`,
);
if (lints.status !== 0 || status !== 0) process.exitCode = 1;
