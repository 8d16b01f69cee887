import {
  checkPayee,
  DEFAULT_MEMORY_PAGES,
  type Hash,
  hashOf,
  type KernelFiles,
  type KernelSchema,
  KnownError,
  LIMITS,
  sourceText,
} from '@manyhands/protocol';
import { prepareKernel, type RawKernel, REWRITER_VERSION, type TrialReply } from '@manyhands/wasm-kernels';
import type { FileBlobs } from '../blobs/blobs.ts';
import type { Db } from '../db/db.ts';
import { addBuild } from '../db/jobs/add-build.ts';
import { addKernel, type Kernel } from '../db/jobs/add-kernel.ts';
import { findBuild } from '../db/jobs/find-build.ts';
import { findKernel, type StoredKernel } from '../db/jobs/find-kernel.ts';
import { quoteRefusal, type WithheldReason } from '../domain/kernel-standing.ts';
import { checkSame, type StatedShare } from '../domain/roles.ts';
import type { Turns } from './turns.ts';

export interface KernelStore {
  readonly db: Db;
  readonly blobs: FileBlobs;
  readonly sandbox: Turns;
}

/** A kernel as it is published: source, or a finished module with its columns. */
export interface Publication {
  readonly source?: string | KernelFiles;
  readonly wasm?: Uint8Array;
  readonly schema?: KernelSchema;
  readonly name?: string;
  readonly memoryPages?: number;
  /** What its author takes of the price of work with it; nothing if absent. */
  readonly author?: StatedShare;
}

/**
 * Compiles, inspects and instruments a kernel (in a sandboxed process) and makes it known under its hash. The same
 * bytes again change nothing; throws SHARE_FIXED where they state another share for the author than the first time [SH2], PAYEE_INVALID where nobody can be paid.
 * Nothing is stored unless all steps succeed.
 */
export async function publishKernel(store: KernelStore, publication: Publication): Promise<Kernel> {
  const { memoryPages, author } = publication;
  if (author !== undefined) checkPayee(author.payee, 'the author');
  const raw = await rawKernel(store, publication);
  const { wasm, schema, label, build } = await store.sandbox.take(() => prepareKernel(raw, { memoryPages }));
  // Only now: what the module is says more than that its columns are missing.
  if (schema === null)
    throw new KnownError(
      'REQUEST_INVALID',
      'body.schema is missing: a module does not say what its columns are',
      { details: { field: 'body.schema' } },
    );
  const earlier = await findKernel(store.db, hashOf(wasm));
  if (earlier !== null) checkEarlier(earlier, author);
  const hash = await store.blobs.add(wasm);
  const sourceHash = await addSource(store, publication.source);
  await store.blobs.add(build.bytes);
  const name = publication.name ?? schema.name;
  await addKernel(store.db, { hash, name, schema, label, sourceHash, author: author ?? null });
  const published = await kernelOf(store, hash);
  // Somebody else's may have come first in between.
  checkEarlier(published, author);
  await addBuild(store.db, build.hash, buildKey(hash, memoryPages));
  return published;
}

async function addSource(store: KernelStore, source: Publication['source']): Promise<Hash | null> {
  if (source === undefined) return null;
  return store.blobs.add(Buffer.from(sourceText(source)));
}

async function rawKernel(store: KernelStore, { source, wasm, schema }: Publication): Promise<RawKernel> {
  if (source !== undefined && wasm === undefined) return { source };
  if (source !== undefined || wasm === undefined)
    throw new KnownError('REQUEST_INVALID', 'give either the source of a kernel or its wasm', {
      details: { field: 'body.source' },
    });
  if (wasm.length > LIMITS.kernelBytes)
    throw new KnownError('KERNEL_TOO_LARGE', `a kernel may have ${LIMITS.kernelBytes} bytes`);
  return { wasm, schema: schema ?? (await findKernel(store.db, hashOf(wasm)))?.schema };
}

/** A published kernel; throws KERNEL_UNKNOWN. */
export async function kernelOf(store: KernelStore, hash: Hash): Promise<StoredKernel> {
  const kernel = await findKernel(store.db, hash);
  if (kernel === null)
    throw new KnownError('KERNEL_UNKNOWN', `no kernel has the hash ${hash}; publish it first`);
  return kernel;
}

/** Throws KERNEL_STOPPED, KERNEL_REFUSED or SHARE_FIXED. */
function checkEarlier({ standing, author }: StoredKernel, stated: StatedShare | undefined): void {
  const refusal = quoteRefusal('open', standing);
  if (refusal !== null) throw withheldError(refusal);
  if (stated !== undefined) checkSame('this kernel', author, stated);
}

/** A reason why a kernel may not run, as the failure of whoever wants it to. */
export const withheldError = ({ code, sentence }: WithheldReason): KnownError =>
  new KnownError(code, sentence);

/** The hash of a kernel's careful build with this memory, made now if it was not before. Throws what prepareKernel throws. */
export async function buildOf(store: KernelStore, kernel: Hash, memoryPages?: number): Promise<Hash> {
  const key = buildKey(kernel, memoryPages);
  const known = await findBuild(store.db, key);
  if (known !== null) return known;
  const wasm = await store.blobs.read(kernel);
  const { build } = await store.sandbox.take(() => prepareKernel({ wasm }, { memoryPages }));
  await store.blobs.add(build.bytes);
  await addBuild(store.db, build.hash, key);
  return build.hash;
}

/** Stores what a trial made for a job; the hashes by which the job pins them. Throws KERNEL_TOO_LARGE. */
export async function addTrialBuilds(
  store: KernelStore,
  { build, hooked, choice }: Pick<TrialReply, 'build' | 'hooked' | 'choice'>,
  of: { readonly kernel: Hash; readonly memoryPages?: number },
): Promise<{ build: Hash; hooked: Hash }> {
  const isCareful = choice.nan === 'strict' && choice.memory === 'full';
  const small = choice.memory === 'small' ? ` small ${choice.pages}` : '';
  const modes = [
    [build, isCareful ? 'careful' : `${choice.nan}${small}`],
    [hooked, 'hooked'],
  ] as const;
  for (const [{ hash, bytes }, mode] of modes) {
    await store.blobs.add(bytes);
    await addBuild(store.db, hash, buildKey(of.kernel, of.memoryPages, mode));
  }
  return { build: build.hash, hooked: hooked.hash };
}

const buildKey = (kernel: Hash, memoryPages = DEFAULT_MEMORY_PAGES, mode = 'careful') => ({
  kernel,
  rewriter: REWRITER_VERSION,
  mode,
  memoryPages,
});
