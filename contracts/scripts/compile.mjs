// The contracts through the compiler of npm, in this process.
import { readdirSync, readFileSync } from 'node:fs';
import solc from 'solc';

const SOLIDITY = new URL('../solidity/', import.meta.url);

/** Every source by its name. */
export const readSources = () =>
  new Map(
    readdirSync(SOLIDITY)
      .filter((name) => name.endsWith('.sol'))
      .map((name) => [name, readFileSync(new URL(name, SOLIDITY), 'utf8')]),
  );

/** As in foundry.toml, so that what forge tests is what gets deployed. */
export const DEPLOYED = { viaIR: true, optimizer: { enabled: true, runs: 1_000_000 } };
/** The same contracts in a tenth of the time. */
export const QUICK = { viaIR: false, optimizer: { enabled: false } };

/** Contracts by file and name, with `abi` and `evm.bytecode.object`; throws the compiler's words. */
export function compile(sources, settings) {
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries([...sources].map(([name, content]) => [name, { content }])),
    settings: {
      ...settings,
      evmVersion: 'osaka',
      metadata: { bytecodeHash: 'none', appendCBOR: false },
      outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
    },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input)));
  const errors = (output.errors ?? []).filter((error) => error.severity === 'error');
  if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join('\n'));
  return output.contracts;
}
