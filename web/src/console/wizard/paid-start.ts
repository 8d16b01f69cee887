/** The start of a paid job: a channel is filled by the wallet of this browser, and a key of the page signs its vouchers. */
import { isKnownError } from '@manyhands/protocol';
import { formatTokens, type Job, type PublishedKernel } from '@manyhands/sdk';
import { effect } from '@preact/signals';
import { key } from '../../shared/account/key.ts';
import { connected } from '../../shared/account/wallet.ts';
import { pause } from '../../shared/pause.ts';
import { words } from '../../words/words.ts';
import type { Step } from '../paying/hub.ts';
import { type KeptPayment, keepPayment, newChannel, paymentOf } from '../paying/purse.ts';
import { typedTokens } from '../paying/terms.ts';
import { sayError } from '../saying.ts';
import { client } from '../session.ts';
import { budgetOf, budgetText, isPaid, paysAhead, perDayText } from './price-wish.ts';
import { quoted, quotedAs, quoting, started } from './quoting.ts';

/** Of the channel that is being filled: the next attempt goes on with it, so that nothing is deposited twice. */
let purse: (ReturnType<typeof newChannel> & { mayBeLost: boolean }) | null = null;
// It belongs to whoever is at the page: the next one fills another.
effect(() => {
  if (key.value === '') purse = null;
});

const tell = (step: Step): void => {
  quoting.value = { kind: 'paying', step };
};

/** Quotes the job as it is wished now, has the wallet deposit its budget, and starts it. */
export async function startPaid(kernel: PublishedKernel): Promise<void> {
  const budget = budgetOf(quoted.value);
  if (budget === null) return;
  // The wallet is asked for it: a fresh trial shall not make it another one at the next attempt.
  budgetText.value = formatTokens(budget);
  let paid: string | undefined;
  try {
    tell('connecting');
    const researcher = await connected();
    if (purse?.channel.researcher !== researcher) purse = { ...newChannel(researcher), mayBeLost: false };
    const id = await quotedAs(kernel, { budget, channel: purse.channel });
    if (id === null) return;
    const mode = paysAhead.value ? 'prepaid' : 'streaming';
    const { channel, privateKey } = purse;
    const perDay = paysAhead.value ? null : typedTokens(perDayText.value);
    const byDay = perDay === null ? {} : { perDay: String(perDay) };
    const payment = { channel, privateKey, limit: String(budget), mode, ...byDay } as const;
    // Before anything is deposited: whatever happens then, the job's page has the way out.
    if (!keepPayment(id, payment) && !purse.mayBeLost) {
      purse = { ...purse, mayBeLost: true };
      quoting.value = { kind: 'failed', sentence: () => words('console').paying.unkept, offer: null };
      return;
    }
    const job = client.value.job(id, { payment: paymentOf(payment) ?? undefined });
    await begin(job, payment, () => {
      paid = id;
    });
    purse = null;
    budgetText.value = '';
    started(id);
    isPaid.value = false;
  } catch (error) {
    quoting.value = { kind: 'failed', sentence: () => sayError(error), offer: null, paid };
  }
}

/** Starts a job, and fills its channel where that is all that is missing: what else hinders it is told before any money moves. */
async function begin(job: Job, { channel, limit }: KeptPayment, filled: () => void): Promise<void> {
  quoting.value = { kind: 'starting' };
  if (await isStarted(job)) return;
  tell('network');
  const [payments, { fill, ontoChain }] = await Promise.all([
    client.value.payments(),
    import('../paying/hub.ts'),
  ]);
  await ontoChain(payments);
  await fill(payments, channel, BigInt(limit), tell);
  filled();
  quoting.value = { kind: 'starting' };
  await startOnceSeen(job);
}

const UNFILLED = ['CHANNEL_UNKNOWN', 'VOUCHER_UNCOVERED'];

/** False: its channel has not enough in it. */
async function isStarted(job: Job): Promise<boolean> {
  try {
    await job.start();
    return true;
  } catch (error) {
    if (isKnownError(error) && UNFILLED.includes(error.code)) return false;
    throw error;
  }
}

const [LOOK_MS, SEEN_MS] = [1_000, 30_000];

/** The coordinator asks a node of its own, which may be a little behind the wallet's. */
async function startOnceSeen(job: Job): Promise<void> {
  for (const end = Date.now() + SEEN_MS; Date.now() < end; await pause(LOOK_MS))
    if (await isStarted(job)) return;
  await job.start();
}
