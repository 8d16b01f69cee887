/** The coordinator's estimate of the job that is being made: asked for once, then again a moment after each change. */
import type { Policy } from '@manyhands/protocol';
import type { ChannelKey, Estimate, PublishedKernel, Quote } from '@manyhands/sdk';
import { effect, signal } from '@preact/signals';
import { bearing, key } from '../../shared/account/key.ts';
import { ask, Refused, sending } from '../../shared/ask.ts';
import type { Step } from '../paying/hub.ts';
import { go } from '../routes.ts';
import { sayError } from '../saying.ts';
import { isPaid, isUnpriced, price } from './price-wish.ts';
import { form, sendFile, sendInputs, source } from './table.ts';
import { type Assurance, asked, assurance, category, title } from './wish.ts';

/** After the slider has come to rest. */
const PAUSE_MS = 800;

/** What a quote was asked for: it holds as long as the same is wished. */
interface Wish {
  readonly kernel: string;
  readonly assurance: Assurance;
  readonly title: string;
  readonly category: string;
  /** Null: volunteer science. Token units as decimal strings. */
  readonly pay: {
    readonly perCoreHour: string;
    readonly budget: string;
    readonly channel: ChannelKey;
  } | null;
}

/** How a job that is started will be paid for. */
export interface Payer {
  readonly budget: bigint;
  readonly channel: ChannelKey;
}

const NOBODY = `0x${'00'.repeat(20)}`;
/** Of a quote that is only looked at: an estimate depends on neither, but for the credit window, of which the budget bounds the size. */
const UNPAID: Payer = {
  budget: 10n ** 17n,
  channel: { researcher: NOBODY, signer: NOBODY, salt: `0x${'00'.repeat(32)}` },
};

export interface Quoted {
  readonly job: string;
  readonly estimate: Estimate;
  readonly wish: Wish;
}

export type Quoting =
  | { readonly kind: 'nothing' | 'sending' | 'trying' | 'starting' }
  | { readonly kind: 'paying'; readonly step: Step }
  | {
      readonly kind: 'failed';
      readonly sentence: () => string;
      /** Reaches what was asked for, where audits do not. */
      readonly offer: Policy | null;
      /** What was quoted when the wallet had paid for it already: its page has the way out. */
      readonly paid?: string;
    };

export const quoting = signal<Quoting>({ kind: 'nothing' });
export const quoted = signal<Quoted | null>(null);

/** Every change makes what is under way stale. */
let turn = 0;

const wishOf = (kernel: PublishedKernel, { budget, channel }: Payer): Wish => ({
  kernel: kernel.kernel,
  assurance: assurance.value,
  title: title.value.trim() || kernel.name,
  category: category.value,
  pay: price.value === null ? null : { perCoreHour: String(price.value), budget: String(budget), channel },
});

/** Sends what the job needs and asks what it will take. False: it failed, or something else is wished meanwhile. */
export async function quote(kernel: PublishedKernel, payer = UNPAID): Promise<boolean> {
  const mine = ++turn;
  const wish = wishOf(kernel, payer);
  try {
    quoting.value = { kind: 'sending' };
    const sent = await sendAll(kernel);
    if (mine !== turn) return false;
    quoting.value = { kind: 'trying' };
    const { job, estimate } = await ask<Quote>('/v1/jobs', keyed(sending('POST', bodyOf(wish, sent))));
    if (mine !== turn) {
      void drop(job);
      return false;
    }
    withdraw();
    quoted.value = { job, estimate, wish };
    quoting.value = { kind: 'nothing' };
    return true;
  } catch (error) {
    if (mine !== turn) return false;
    withdraw();
    quoting.value = { kind: 'failed', sentence: () => sayError(error), offer: offerIn(error) };
    return false;
  }
}

/** Inputs and datasets as a coordinator takes them. */
async function sendAll({ schema }: PublishedKernel) {
  const inputs = await sendInputs(key.value);
  const datasets: Record<string, string> = {};
  for (const { name } of schema.datasets)
    datasets[name] = await sendFile(key.value, form.datasets.value[name]);
  return { inputs, datasets };
}

const bodyOf = ({ assurance: wanted, pay, ...named }: Wish, sent: Awaited<ReturnType<typeof sendAll>>) => ({
  ...named,
  ...sent,
  ...asked(wanted),
  ...(pay && { price: { perCoreHour: pay.perCoreHour }, budget: pay.budget, channel: pay.channel }),
});

const keyed = (init: RequestInit): RequestInit => ({
  ...init,
  headers: { ...(init.headers as Record<string, string>), ...bearing(key.value) },
});

/** Ends a quote that nobody will start. */
const drop = (job: string): Promise<unknown> =>
  ask(`/v1/jobs/${job}/cancel`, keyed(sending('POST', {}))).catch(() => undefined);

function offerIn(error: unknown): Policy | null {
  if (!(error instanceof Refused) || error.code !== 'BOUND_UNREACHABLE') return null;
  return (error.details as { offer?: { policy: Policy } | null } | undefined)?.offer?.policy ?? null;
}

/** Waits until the slider has come to rest. */
let soon: ReturnType<typeof setTimeout> | undefined;

/** The job as it is wished now; where that is not what was quoted, it is quoted once more first. Null: that failed. */
export async function quotedAs(kernel: PublishedKernel, payer = UNPAID): Promise<string | null> {
  // A quote that the slider still waits for would take the place of the one that is started.
  clearTimeout(soon);
  const isQuoted = quoted.value !== null && isSame(quoted.value.wish, wishOf(kernel, payer));
  if (!isQuoted && !(await quote(kernel, payer))) return null;
  return (quoted.value as Quoted).job;
}

/** Starts the job as it is wished now, as volunteer science. */
export async function start(kernel: PublishedKernel): Promise<void> {
  const job = await quotedAs(kernel);
  if (job === null) return;
  quoting.value = { kind: 'starting' };
  try {
    await ask(`/v1/jobs/${job}/start`, keyed(sending('POST', {})));
    started(job);
  } catch (error) {
    quoting.value = { kind: 'failed', sentence: () => sayError(error), offer: null };
  }
}

/** What was quoted runs: its own page has it from now on. */
export function started(job: string): void {
  quoted.value = null;
  quoting.value = { kind: 'nothing' };
  go({ page: 'job', job });
}

const isSame = (a: Wish, b: Wish): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether the estimate is of other checks than are wished now, or of a free job instead of a paid one. Another price is reckoned here. */
export const isStale = (): boolean =>
  quoted.value !== null &&
  ((quoted.value.wish.pay !== null) !== isPaid.value ||
    JSON.stringify(quoted.value.wish.assurance) !== JSON.stringify(assurance.value));

/** Asks again after the slider moved, once there was an estimate; forgets it when the inputs change. Gives what ends that. */
export function followWish(kernel: PublishedKernel): () => void {
  const stopInputs = effect(() => {
    if (source.value === null) forget();
  });
  const stopWish = effect(() => {
    void assurance.value;
    void isPaid.value;
    if (isUnpriced.value) return clearTimeout(soon);
    clearTimeout(soon);
    const wasAsked = quoted.peek() !== null || quoting.peek().kind !== 'nothing';
    if (wasAsked) soon = setTimeout(() => void quote(kernel), PAUSE_MS);
  });
  return () => {
    stopInputs();
    stopWish();
    clearTimeout(soon);
    forget();
  };
}

function forget(): void {
  turn++;
  withdraw();
  quoting.value = { kind: 'nothing' };
}

/** Whether it is being started, or the wallet paid for it already: its own page goes on with it. */
function isCommitted(job: string): boolean {
  const now = quoting.peek();
  return now.kind === 'starting' || now.kind === 'paying' || (now.kind === 'failed' && now.paid === job);
}

/** What was quoted is no longer wished. */
function withdraw(): void {
  const last = quoted.peek();
  if (last !== null && !isCommitted(last.job)) void drop(last.job);
  quoted.value = null;
}
