import { createRequire } from 'node:module';

const ARCHITECTURE: Record<string, string> = { x64: 'amd64', arm64: 'arm64' };

/**
 * The path of one of foundry's binaries. Not npm's wrapper around it: that one ends with 0 whatever the binary
 * says, and leaves it behind when it is killed.
 */
export function foundryBinary(tool: 'anvil' | 'forge'): string {
  const platform = `${process.platform}-${ARCHITECTURE[process.arch] ?? process.arch}`;
  return createRequire(import.meta.url).resolve(`@foundry-rs/${tool}-${platform}/bin/${tool}`);
}
