import {
  decodeRow,
  equalBytes,
  type Hash,
  hashOf,
  ITEM_STATUS,
  type KernelSchema,
  KnownError,
  sourceOf,
} from '@manyhands/protocol';
import type { FinalItem } from '@manyhands/sdk';
import {
  type Explained,
  explain,
  type KernelSymbols,
  kernelSymbols,
  REWRITER_VERSION,
} from '@manyhands/wasm-kernels';
import type { Command } from 'commander';
import { Argument } from 'commander';
import { acting } from '../acting.ts';
import { colors } from '../colors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { causeLine, printedLines, stackLines } from '../failure-lines.ts';
import { clientFor } from '../home.ts';
import type { Screen } from '../screen.ts';
import { plainWords } from '../table-lines.ts';
import { item as itemNumber } from './failures.ts';
import { ofJob } from './job.ts';

interface Options {
  readonly coordinator: string;
  readonly key?: string;
  readonly json?: boolean;
}

const STATUS = ['ok', 'trap', 'exhausted'] as const;

export const reproduceCommand = (finish: (code: number) => void): Command =>
  ofJob(
    'reproduce',
    'run a final item again on this machine: what it gives or how it fails, and what it prints',
  )
    .addArgument(new Argument('<item>', 'its number in the job, from 0').argParser(itemNumber))
    .addHelpText(
      'after',
      '\nFetches kernel, datasets and row, checks their hashes, and runs them in a sandbox. Ends with 1 where the outcome is another one.',
    )
    .action(acting<Options>(finish, reproduce));

async function reproduce(
  screen: Screen,
  options: Options,
  [id, number]: readonly (string | number)[],
): Promise<ExitCode> {
  const client = await clientFor(options.coordinator, { key: options.key });
  const final = await client.job(String(id)).item(Number(number));
  const { schema } = await client.publish({ kernel: final.kernel });
  const fetched = (hash: string): Promise<Uint8Array> => blob(client, hash);
  const again = await runAgain(final, fetched);
  const isSame = sameOutcome(final, again);
  show(screen, schema, { final, again, isSame });
  return isSame ? EXIT.ok : EXIT.failed;
}

type Fetch = (hash: string) => Promise<Uint8Array>;

async function runAgain(final: FinalItem, fetched: Fetch): Promise<Explained> {
  const wasm = await fetched(final.kernel);
  const datasets = final.datasets.map(async ({ hash }) => ({ hash, bytes: await fetched(hash) }));
  const [explained] = await explain({
    wasm,
    symbols: final.status === 'ok' ? null : await symbolsFor(final, fetched),
    memoryPages: final.memoryPages,
    datasets: await Promise.all(datasets),
    inputs: [fromBase64(final.input)],
    fuelCap: BigInt(final.fuelCap),
  });
  return explained;
}

/**
 * Null where the kernel came as a module, or its source compiles to another one here. For the stack of a trap that needs no
 * check: it counts only where the source fails in the same way.
 */
async function symbolsFor(
  { source, kernel, status }: FinalItem,
  fetched: Fetch,
): Promise<KernelSymbols | null> {
  if (source === null) return null;
  const wanted = status === 'trap' ? 'stacks' : 'lines';
  const symbols = await kernelSymbols(sourceOf(new TextDecoder().decode(await fetched(source))), wanted);
  return wanted === 'stacks' || symbols.kernel === kernel ? symbols : null;
}

async function blob(client: { readonly url: string }, hash: string): Promise<Uint8Array> {
  const response = await fetch(`${client.url}/v1/blobs/${hash}`);
  if (!response.ok)
    throw new KnownError('BLOB_UNKNOWN', `the coordinator does not serve ${hash} (${response.status})`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (hashOf(bytes) !== (hash as Hash))
    throw new KnownError('BLOB_HASH_MISMATCH', `the coordinator gave other bytes than ${hash}`);
  return bytes;
}

const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

const sameOutcome = (final: FinalItem, { status, fuel, output }: Explained): boolean =>
  STATUS[status] === final.status &&
  String(fuel) === final.fuel &&
  equalBytes(output, fromBase64(final.output));

function show(
  screen: Screen,
  { inputs, outputs }: KernelSchema,
  { final, again, isSame }: { final: FinalItem; again: Explained; isSame: boolean },
): void {
  const { status, fuel, cause, printed, output } = again;
  const values = status === ITEM_STATUS.ok ? decodeRow(outputs, output) : null;
  const input = decodeRow(inputs, fromBase64(final.input));
  const outcome = values === null ? causeLine(cause?.code ?? null, cause?.message ?? null) : String(values);
  screen.line(plainWords(`${final.item}  ${String(input)} → ${STATUS[status]}: ${outcome}`));
  for (const line of stackLines(cause?.stack ?? [])) screen.line(line);
  for (const line of printedLines(printed)) screen.line(line);
  screen.line(
    isSame
      ? colors.green(`the same as in the job: ${final.status}, ${final.fuel} fuel`)
      : colors.red(`not the same as in the job, where it was ${final.status} with ${final.fuel} fuel`),
  );
  if (!isSame && final.rewriter !== REWRITER_VERSION)
    screen.line(`the job’s builds are of version ${final.rewriter}, these of ${REWRITER_VERSION}`);
  screen.result({ item: final.item, status: STATUS[status], fuel, input, values, cause, printed, isSame });
}
