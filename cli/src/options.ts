import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import {
  CATEGORY_NAMES,
  type Category,
  checkPolicy,
  DEFAULT_CREDIBILITY,
  DEFAULT_POLICY,
  isCategory,
  LIMITS,
  type Policy,
} from '@manyhands/protocol';
import { type Inputs, parseTokens, plainBytes, type Stride } from '@manyhands/sdk';
import { type Command, InvalidArgumentError } from 'commander';

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
  const match = /^quorum:(\d{1,2})\/(\d{1,2})$/.exec(text);
  if (match === null)
    throw new Error(
      'write audit, quorum:3/2 for 2 equal answers of at most 3, credibility, trusted:FILE, or pool:NAME',
    );
  return { kind: 'quorum', executions: Number(match[1]), equal: Number(match[2]) };
});

/** `from..to` or `from..to:step`, whole numbers; `to` is left out. */
export const stride = usage((text: string): Stride => {
  const match = /^(-?\d{1,20})\.\.(-?\d{1,20})(?::(-?\d{1,20}))?$/.exec(text);
  if (match === null) throw new Error('write FROM..TO or FROM..TO:STEP, whole numbers, TO left out');
  return { from: BigInt(match[1]), to: BigInt(match[2]), step: BigInt(match[3] ?? 1) };
});

/** One stride, or for a kernel of several columns one for each: `column=from..to`, once for each. */
export function rangeOption(text: string, earlier?: RangeOption): RangeOption {
  const [, name, numbers] = /^(?:([A-Za-z_$][\w$]*)=)?(.*)$/s.exec(text) as RegExpExecArray;
  const axis = stride(numbers);
  if (name === undefined && earlier === undefined) return { kind: 'range', ...axis };
  if (name === undefined || earlier?.kind === 'range')
    throw new InvalidArgumentError('several ranges name their columns: COLUMN=FROM..TO');
  return { kind: 'grid', axes: { ...earlier?.axes, [name]: axis } };
}

export type RangeOption = Extract<Inputs, { kind: 'range' | 'grid' }>;

interface NamedInputs {
  readonly inputs?: string;
  readonly range?: RangeOption;
}

/** Before a command acts: exactly one of `--inputs` and `--range` is needed, else it ends as wrong usage. */
export function needsInputs(command: Command): void {
  const { inputs, range } = command.opts<NamedInputs>();
  if ((inputs === undefined) === (range === undefined))
    command.error('error: give either --inputs FILE or --range FROM..TO');
}

/** What `--inputs` or `--range` names. */
export async function inputsFrom(options: NamedInputs): Promise<Inputs> {
  return options.range ?? tableIn(options.inputs as string);
}

/** The table in a file. */
export const tableIn = async (name: string): Promise<Inputs> => ({
  kind: 'table',
  content: new Uint8Array(await readFile(name)),
  name,
});

const trusted = (file: string): Policy => ({
  kind: 'trusted',
  devices: readFileSync(file, 'utf8')
    .split(/\s+/)
    .filter((device) => device !== ''),
  auditPpm: 0,
});

/** A share of items: `0.001` or `0.1%`. */
export const share = usage((text: string): number => {
  const value = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (!(value > 0 && value < 1)) throw new Error('a share between 0 and 1 is needed, such as 0.001 or 0.1%');
  return value;
});

/** Collects `name=FILE` options. */
export const dataset = (text: string, earlier: Record<string, string> = {}): Record<string, string> => {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('write name=FILE');
  return { ...earlier, [text.slice(0, at)]: text.slice(at + 1) };
};

/** Files as they are; gzip is unpacked, because kernels cannot. */
export async function readDatasets(paths: Record<string, string>): Promise<Record<string, Uint8Array>> {
  const datasets: Record<string, Uint8Array> = {};
  for (const [name, path] of Object.entries(paths))
    datasets[name] = await plainBytes(new Uint8Array(await readFile(path)));
  return datasets;
}

/** A private key from a file or an environment variable; never from the command line, which others can read. */
export function walletKey(file: string | undefined): string {
  const text = file === undefined ? process.env.MANYHANDS_WALLET_KEY : readFileSync(file, 'utf8').trim();
  if (text === undefined || !/^0x[0-9a-fA-F]{64}$/.test(text))
    throw new Error(
      'a paid job needs a wallet: give --wallet FILE or MANYHANDS_WALLET_KEY, 0x and 64 hex digits',
    );
  return text;
}
