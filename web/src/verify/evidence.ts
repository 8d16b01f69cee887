import {
  type Certificate,
  checkCertificate,
  type ItemResult,
  KnownError,
  LIMITS,
  unpackResults,
} from '@manyhands/protocol';
import { bytesOf, checkParts, type InputPartShape, type PublicUnit, rowsOfPart } from '@manyhands/sdk';
import { checkBuild } from '@manyhands/wasm-kernels/runtime';
import { blob, fetched, json } from './fetching.ts';
import type { Asked, Check } from './messages.ts';

/** All that recomputing takes, each piece held against the certificate. */
export interface Evidence {
  readonly certificate: Certificate;
  readonly module: Uint8Array<ArrayBuffer>;
  readonly datasets: readonly Uint8Array[];
  readonly fuelCap: bigint;
  /** The items to recompute: encoded inputs, and what the coordinator says came out. */
  readonly first: number;
  readonly inputs: readonly Uint8Array[];
  readonly stored: readonly ItemResult[];
}

/** Fetches and checks everything; `checked` hears of each thing that holds. Throws KnownErrors. */
export async function gather(
  asked: Asked,
  hooked: boolean,
  checked: (what: Check) => void,
): Promise<Evidence> {
  const job = `/v1/jobs/${asked.job}`;
  // Asked for first: it is refused with the reason why a reader may not see this.
  const unit = await json<PublicUnit>(`${job}/units/${asked.item}`);
  const certificate = await json<Certificate>(`${job}/certificate`);
  checkCertificate(certificate);
  if (certificate.job !== asked.job)
    throw new KnownError('CERTIFICATE_INVALID', `the certificate is of another job, ${certificate.job}`);
  checked('certificate');

  const module = await build(certificate, unit, hooked);
  checked('program');
  const datasets = await Promise.all(certificate.datasets.map(({ hash }) => blob(hash)));
  if (datasets.length > 0) checked('datasets');

  const { first, stored } = wanted(asked, unit);
  const parts = await allParts(job);
  checkParts(certificate, parts);
  const inputs = await inputsAt(parts, unit, { first, count: stored.length });
  checked('inputs');
  return { certificate, module, datasets, fuelCap: BigInt(unit.fuelCap), first, inputs, stored };
}

/** The certificate's build, or where this browser could not stop that one, the same kernel's build that stops by itself. */
async function build(
  certificate: Certificate,
  unit: PublicUnit,
  hooked: boolean,
): Promise<Uint8Array<ArrayBuffer>> {
  const hash = hooked ? unit.hooked : certificate.build;
  const bytes = await fetched(`/v1/builds/${hash}`, LIMITS.kernelBytes * 2);
  checkBuild(bytes, hash);
  return bytes;
}

/** The stored results asked for: one item's, or all of its unit's. */
function wanted({ item, scope }: Asked, unit: PublicUnit): { first: number; stored: readonly ItemResult[] } {
  const all = unpackResults({
    statuses: bytesOf(unit.statuses),
    fuels: bytesOf(unit.fuels),
    lengths: bytesOf(unit.lengths),
    outputs: bytesOf(unit.outputs),
  });
  const at = item - unit.first;
  if (all.length !== unit.count || at < 0 || at >= unit.count)
    throw new KnownError(
      'FRAME_INVALID',
      `the coordinator answered with a unit that does not hold item ${item}`,
    );
  return scope === 'unit' ? { first: unit.first, stored: all } : { first: item, stored: [all[at]] };
}

async function allParts(job: string): Promise<InputPartShape[]> {
  const parts: InputPartShape[] = [];
  for (;;) {
    const page = await json<{ parts: InputPartShape[] }>(`${job}/inputs?from=${parts.length}`);
    if (page.parts.length === 0) return parts;
    parts.push(...page.parts);
  }
}

async function inputsAt(
  parts: readonly InputPartShape[],
  { columns }: PublicUnit,
  { first, count }: { first: number; count: number },
): Promise<Uint8Array[]> {
  const inputs: Uint8Array[] = [];
  for (const part of parts) {
    const [from, end] = [Math.max(first, part.first), Math.min(first + count, part.first + part.count)];
    if (from >= end) continue;
    const table = part.table === undefined ? null : await blob(part.table);
    const row = rowsOfPart(part, columns, table);
    for (let item = from; item < end; item++) inputs.push(row(item - part.first));
  }
  return inputs;
}
