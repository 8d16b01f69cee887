import { readFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import {
  CATEGORY_NAMES,
  type Category,
  checkPolicy,
  DEFAULT_CREDIBILITY,
  DEFAULT_POLICY,
  isCategory,
  isKnownError,
  KnownError,
  LIMITS,
  NOBODY,
  type Policy,
} from '@manyhands/protocol';
import { parseTokens, plainBytes } from '@manyhands/sdk';
import { InvalidArgumentError } from 'commander';
import { UsageError } from './exit-codes.ts';
import { storedHash } from './stored-hash.ts';

export const DEFAULT_COORDINATOR = 'http://127.0.0.1:8787';

/** Turns what a parser throws into a usage error that names the option. */
export const usage =
  <T>(parse: (text: string) => T) =>
  (text: string): T => {
    try {
      return parse(text);
    } catch (error) {
      throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
    }
  };

export const coordinatorUrl = usage((text: string): string => {
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol)) throw new Error('an http or https address is needed');
  return url.href.replace(/\/+$/, '');
});

/** A whole number within bounds. */
export const wholeNumber = (low: number, high: number) =>
  usage((text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < low || value > high)
      throw new Error(`a whole number from ${low} to ${high} is needed`);
    return value;
  });

export const tokens = usage(parseTokens);

export const payee = usage((text: string): string => {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) throw new Error('an address has 0x and 40 hex digits');
  if (text === NOBODY) throw new Error('the zero address is nobody’s: give one whose key somebody has');
  return text.toLowerCase();
});

/** A share of a core's time: `0.5` or `50%`. */
export const coreShare = usage((text: string): number => {
  const value = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (!(value >= 0.05 && value <= 1)) throw new Error('a share from 0.05 to 1 is needed, such as 0.5 or 50%');
  return value;
});

const list = (text: string): string[] => [...new Set(text.split(',').map((name) => name.trim()))];

/** Names of categories with commas between them. */
export const categoryList = usage((text: string): Category[] =>
  list(text).map((name) => {
    if (!isCategory(name))
      throw new Error(`“${name}” is no category; there are ${CATEGORY_NAMES.join(', ')}`);
    return name;
  }),
);

/** The id of a job. */
export const jobId = usage((text: string): string => {
  if (!/^[0-9a-f]{32}$/.test(text)) throw new Error('a job is 32 hex digits; “manyhands jobs” lists yours');
  return text;
});

/** Ids of jobs with commas between them. */
export const jobIds = usage((text: string): string[] => {
  const ids = list(text);
  if (!ids.every((id) => /^[0-9a-f]{32}$/.test(id)))
    throw new Error('a job is 32 hex digits, several with commas');
  if (ids.length > LIMITS.chosenJobs) throw new Error(`${LIMITS.chosenJobs} jobs can be named at most`);
  return ids;
});

export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/** `127.0.0.1:9465` or `[::1]:9465`; port 0 is any free one. */
export const hostAndPort = usage((text: string): HostAndPort => {
  const [, six, four, port] = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]/]+)):(\d{1,5})$/.exec(text) ?? [];
  if (port === undefined || Number(port) > 65_535)
    throw new Error('HOST:PORT is needed, such as 127.0.0.1:9465 or [::1]:9465');
  return { host: six ?? four, port: Number(port) };
});

/** `audit`, `quorum:n/m` (m equal answers of at most n), `credibility`, `trusted:FILE` with a device in each line, or `pool:NAME`. */
export const policy = usage((text: string): Policy => {
  if (text === 'audit') return DEFAULT_POLICY;
  if (text === 'credibility') return DEFAULT_CREDIBILITY;
  if (text.startsWith('pool:'))
    return checkPolicy({ kind: 'trusted', devices: [], pool: text.slice('pool:'.length), auditPpm: 0 });
  if (text.startsWith('trusted:')) return checkPolicy(trusted(text.slice('trusted:'.length)));
  const [, numbers] = /^quorum:(\d{1,2}\/\d{1,2})$/.exec(text) ?? [];
  if (numbers !== undefined) return quorum(numbers);
  throw new Error(
    'write audit, quorum:3/2 for 2 equal answers of at most 3, credibility, trusted:FILE, or pool:NAME',
  );
});

/** `n/m`: up to n executions, of which m must be equal. */
export const quorum = usage((text: string): Policy => {
  const match = /^(\d{1,2})\/(\d{1,2})$/.exec(text);
  if (match === null) throw new Error('write 3/2 for 2 equal answers of at most 3');
  return checkPolicy({ kind: 'quorum', executions: Number(match[1]), equal: Number(match[2]) });
});

/** A number of bytes: `65536`, `64k`, `4m`. */
export const byteCount = (low: number, high: number) =>
  usage((text: string): number => {
    const [, digits, unit = ''] = /^(\d{1,12})([km]?)$/i.exec(text) ?? [];
    const value = Number(digits) * ({ k: 1024, m: 1024 * 1024 }[unit.toLowerCase()] ?? 1);
    if (!(value >= low && value <= high)) throw new Error(`${low} to ${high} bytes are needed, such as 64k`);
    return value;
  });

const trusted = (file: string): Policy => ({
  kind: 'trusted',
  devices: readFileSync(file, 'utf8')
    .split(/\s+/)
    .filter((device) => device !== ''),
  auditPpm: 0,
});

/** A share of items: `1e-4`, `0.001` or `0.1%`. */
export const share = usage((text: string): number => {
  const value = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (!(value > 0 && value < 1)) throw new Error('a share between 0 and 1 is needed, such as 1e-4 or 0.01%');
  return value;
});

/** A part of a price in millionths: `2%` or `0.02`, to a ten-thousandth of a per cent. */
export const priceShare = (most: number) =>
  usage((text: string): number => {
    const value = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
    const ppm = Math.round(value * 1e6);
    if (!(ppm >= 1 && ppm <= most) || Math.abs(ppm - value * 1e6) > 1e-6)
      throw new Error(`a share of at most ${most / 10_000}% is needed, such as 2% or 0.02`);
    return ppm;
  });

/** Who takes how much of a price; both or neither are given. */
export function statedShare(
  payee: string | undefined,
  ppm: number | undefined,
  options: string,
): { readonly payee: string; readonly ppm: number } | undefined {
  if (payee === undefined && ppm === undefined) return undefined;
  if (payee === undefined || ppm === undefined)
    throw new UsageError(`${options} go together: who is paid, and how much of the price`);
  return { payee, ppm };
}

/** Collects `name=FILE` options. */
export const dataset = (text: string, earlier: Record<string, string> = {}): Record<string, string> => {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1)
    throw new InvalidArgumentError('write name=FILE, or name=blob:HASH for stored bytes');
  const name = text.slice(0, at);
  if (Object.hasOwn(earlier, name)) throw new InvalidArgumentError(`the dataset “${name}” is given already`);
  return { ...earlier, [name]: text.slice(at + 1) };
};

/**
 * Files as they are; gzip is unpacked, because kernels cannot. What the coordinator stores already stays a hash. Throws
 * BLOB_TOO_LARGE before more is read than a dataset may have.
 */
export async function readDatasets(
  paths: Record<string, string>,
  coordinator?: string,
): Promise<Record<string, Uint8Array | string>> {
  const datasets: Record<string, Uint8Array | string> = {};
  for (const [name, path] of Object.entries(paths))
    datasets[name] = storedHash(path, coordinator) ?? (await datasetIn(name, path));
  return datasets;
}

async function datasetIn(name: string, path: string): Promise<Uint8Array> {
  const { size } = await stat(path);
  if (size > LIMITS.blobBytes) throw datasetTooLarge(name, path, `has ${size} bytes`);
  try {
    return await plainBytes(new Uint8Array(await readFile(path)));
  } catch (error) {
    if (!isKnownError(error)) throw error;
    if (error.code === 'BLOB_TOO_LARGE') throw datasetTooLarge(name, path, 'unpacks to more');
    throw new KnownError(error.code, `the dataset “${name}” (${path}): ${error.message}`, { cause: error });
  }
}

const datasetTooLarge = (name: string, path: string, what: string): KnownError =>
  new KnownError(
    'BLOB_TOO_LARGE',
    `the dataset “${name}” (${path}) ${what}; a dataset may have ${LIMITS.blobBytes} bytes: split it, or make it part of the inputs`,
  );
