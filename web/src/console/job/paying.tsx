import type { Bill, Progress } from '@manyhands/sdk';
import { Figure } from '../../shared/figure.tsx';
import { amountWords } from '../../shared/words.ts';
import { words } from '../../words/words.ts';
import { Trouble } from '../trouble.tsx';
import { Deposit } from './deposit.tsx';
import { isOver, type JobSeen } from './state.ts';

/** Whether results wait for a voucher. */
function coverWords({ owed, vouchered, creditWindow }: Bill): string {
  const say = words('consoleJob').paying;
  const open = BigInt(owed) - BigInt(vouchered);
  if (open <= 0n) return say.all;
  return open <= BigInt(creditWindow) ? say.window(amountWords(BigInt(creditWindow))) : say.waits;
}

/** Who signs for what is still to be owed; empty where nothing more is. */
function signingWords({ progress, bill, payment }: JobSeen): string {
  const say = words('consoleJob').paying;
  if (isOver(progress) && isPaid(bill)) return '';
  if (payment === null) return say.elsewhere;
  if (payment.privateKey === null) return say.forgotten;
  return payment.mode === 'prepaid' && isAhead(progress, bill) ? say.ahead : say.signs;
}

const isPaid = (bill: Bill | null): boolean => bill !== null && BigInt(bill.owed) <= BigInt(bill.vouchered);

/** The channel is the job's own, so that what it owes is what the job was charged. */
const isAhead = ({ budget }: Progress, bill: Bill | null): boolean =>
  BigInt(bill?.vouchered ?? 0) >= BigInt(budget ?? 0);

const tokens = (units: string): string => amountWords(BigInt(units));

/** What a paid job owes, what vouchers cover and who signs them, for its researcher. */
export function Paying({ seen }: { readonly seen: JobSeen }) {
  const say = words('consoleJob').paying;
  const { progress: job, bill, payment, unsigned } = seen;
  if (bill === null || bill.channel === null) return null;
  return (
    <section class="panel" aria-labelledby="paying-title">
      <h2 id="paying-title">{say.title}</h2>
      <dl class="figures">
        <Figure name={say.owed} value={tokens(bill.owed)} hint={say.owedHint} />
        <Figure name={say.covered} value={tokens(bill.vouchered)} hint={say.coveredHint} />
        <Figure name={say.budget} value={tokens(job.budget ?? '0')} hint={say.budgetHint} />
      </dl>
      {job.state !== 'quoted' && (
        <p role="status">
          {coverWords(bill)} {signingWords(seen)}
        </p>
      )}
      <Trouble problem={unsigned} />
      {payment !== null && <Deposit payment={payment} />}
    </section>
  );
}
