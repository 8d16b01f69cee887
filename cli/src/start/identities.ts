import { join } from 'node:path';
import { addressOf, fromHex, newPrivateKey, toHex } from '@manyhands/protocol';
import { readJson, writeJson } from '../home.ts';

/** Who takes part on this machine, each with a key of its own. */
const ROLES = ['deployer', 'operator', 'researcher', 'contributor'] as const;
type Role = (typeof ROLES)[number];

export interface Identity {
  /** 0x and 32 bytes as hex. */
  readonly privateKey: string;
  /** 0x and 40 lower-case hex digits. */
  readonly address: string;
}
export type Identities = Readonly<Record<Role, Identity>>;

/** The keys of this folder; made at the first start and the same ever after. Worth nothing on any other chain. */
export function loadIdentities(dir: string): Identities {
  const path = join(dir, 'start-keys.json');
  const keys = readJson<Partial<Record<Role, string>>>(path) ?? {};
  const missing = ROLES.filter((role) => keys[role] === undefined);
  for (const role of missing) keys[role] = `0x${toHex(newPrivateKey())}`;
  if (missing.length > 0) writeJson(path, keys);
  const identities = ROLES.map((role): [Role, Identity] => {
    const privateKey = keys[role] as string;
    return [role, { privateKey, address: addressOf(fromHex(privateKey)).toLowerCase() }];
  });
  return Object.fromEntries(identities) as Identities;
}
