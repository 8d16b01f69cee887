import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { addressOf, fromHex } from '@manyhands/protocol';
import { UsageError } from './exit-codes.ts';
import { homeFolder } from './home.ts';

const KEY = /^0x[0-9a-fA-F]{64}$/;
/** Bits of a file's mode by which others than its owner may do anything with it. */
const OTHERS = 0o077;

/** Where this machine's wallet is, unless another file is named. */
export const walletPath = (file?: string): string => file ?? join(homeFolder(), 'wallet.key');

/** 0x and 40 lower-case hex digits. */
export const walletAddress = (privateKey: string): string => addressOf(fromHex(privateKey)).toLowerCase();

/**
 * The private key of a named file, of the environment, or of this machine's wallet; never from the command line, which
 * others can read. A file that others may read is refused.
 */
export function walletKey(file?: string): string {
  const fromEnvironment = file === undefined ? process.env.MANYHANDS_WALLET_KEY : undefined;
  if (fromEnvironment !== undefined) return checkedKey(fromEnvironment.trim(), 'MANYHANDS_WALLET_KEY');
  const path = walletPath(file);
  if (file === undefined && !existsSync(path))
    throw new UsageError(
      `there is no wallet here (${path}): “manyhands wallet make” makes one; else give --wallet FILE or MANYHANDS_WALLET_KEY`,
    );
  const text = readFileSync(path, 'utf8').trim();
  refuseShared(path);
  return checkedKey(text, path);
}

function checkedKey(text: string, where: string): string {
  if (!KEY.test(text) || !isSecret(text))
    throw new UsageError(`${where} holds no private key: it has 0x and 64 hex digits`);
  return text;
}

function isSecret(text: string): boolean {
  try {
    return walletAddress(text) !== '';
  } catch {
    return false;
  }
}

function refuseShared(path: string): void {
  // Windows has no such bits.
  if (process.platform === 'win32' || (statSync(path).mode & OTHERS) === 0) return;
  throw new UsageError(`others on this machine may read the wallet in ${path}: chmod 600 ${path}`);
}

/** Writes a new wallet, for its owner's eyes; never over another one. */
export function writeWallet(path: string, privateKey: string): void {
  if (existsSync(path))
    throw new UsageError(`${path} holds a wallet already: move it away, or name another file`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${checkedKey(privateKey, 'what was given')}\n`, { mode: 0o600, flag: 'wx' });
  // The file mode of the process may have taken bits away, never added any; this makes the mode what it should be.
  chmodSync(path, 0o600);
}
