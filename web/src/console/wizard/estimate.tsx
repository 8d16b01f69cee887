import type { Assurance as PolicyAssurance } from '@manyhands/protocol';
import type { Estimate, PublishedKernel } from '@manyhands/sdk';
import { hasWallet } from '../../shared/account/wallet.ts';
import { Figure } from '../../shared/figure.tsx';
import { amountWords, countWords, durationWords, fuelWords } from '../../shared/words.ts';
import { formats, words } from '../../words/words.ts';
import { addressOf } from '../routes.ts';
import { Assured, assuranceWords } from './checks.tsx';
import { startPaid } from './paid-start.ts';
import { Paid } from './price.tsx';
import { atWish, budgetOf, isPaid, isUnpriced } from './price-wish.ts';
import { isStale, type Quoted, quote, quoted, quoting, start } from './quoting.ts';
import { reading } from './table.ts';
import { offered, wasTold } from './wish.ts';

const share = (of: number): string => formats().percent(of, of < 0.001 ? 6 : 3);
const times = (executions: number): string => formats().decimal(executions);

/** At the price that is wished now. */
function Cost({ now }: { now: Quoted }) {
  const { cost: name, free, freeHint } = words('console').estimate;
  const { costHint } = words('console').paying;
  const cost = atWish(now, now.estimate.cost);
  if (cost === null)
    return <Figure name={name} value={isPaid.value ? '–' : free} hint={isPaid.value ? '' : freeHint} />;
  const budget = budgetOf(now) ?? 0n;
  const units = atWish(now, now.estimate.creditWindow) ?? 0n;
  // As the coordinator bounds it.
  const window = units < budget / 20n ? units : budget / 20n;
  return (
    <Figure
      name={name}
      value={amountWords(cost)}
      unit={words('common').token}
      hint={costHint(amountWords(window))}
    />
  );
}

function Figures({ now }: { now: Quoted }) {
  const said = words('console').estimate;
  const { items, fuelPerItem, coreSeconds, seconds, audits, executionsPerItem, bound, confidencePpm } =
    now.estimate;
  return (
    <dl class="figures">
      <Figure
        name={said.items}
        value={countWords(items)}
        hint={said.itemsHint(fuelWords(BigInt(fuelPerItem)))}
      />
      <Figure name={said.work} value={durationWords(coreSeconds)} hint={said.workHint} />
      <Figure
        name={said.time}
        value={seconds === null ? said.nobody : durationWords(seconds)}
        hint={seconds === null ? said.nobodyHint : said.timeHint}
      />
      <Figure
        name={said.bound}
        value={share(bound)}
        hint={said.boundHint(formats().percent(confidencePpm / 1e6, 2))}
      />
      <Figure name={said.executions} value={times(executionsPerItem)} hint={said.auditCount(audits)} />
      <Cost now={now} />
    </dl>
  );
}

/** Who takes what of a paid job's price, and what is set aside for its checks. */
function Shares({ estimate }: { estimate: Estimate }) {
  const said = words('console').estimate;
  const { cost, shares, verificationPpm = 0 } = estimate;
  if (cost === null || shares === undefined) return null;
  const percent = (ppm: number): string => formats().percent(ppm / 1e6, 4);
  const parts = shares.map(({ role, ppm }) => `${said.share[role]} ${percent(ppm)}`);
  const rest = 1e6 - shares.reduce((sum, { ppm }) => sum + ppm, 0);
  return (
    <p class="quiet">
      {parts.length > 0 && `${said.shares(parts.join(', '), percent(rest))} `}
      {said.setAside(percent(verificationPpm))}
    </p>
  );
}

function policyWords({ policy }: PolicyAssurance): string {
  const { audits, credibility } = words('console').estimate;
  if (policy.kind === 'quorum') return assuranceWords({ kind: 'policy', policy });
  return policy.kind === 'credibility' ? credibility : audits;
}

/** What else it could be, and what that costs and proves. */
function Alternatives({ estimate }: { estimate: Estimate }) {
  const said = words('console').estimate;
  return (
    <details>
      <summary>{said.alternatives}</summary>
      <div class="wide">
        <table>
          <thead>
            <tr>
              <th scope="col">{said.checks}</th>
              <th scope="col">{said.executions}</th>
              <th scope="col">{said.bound}</th>
            </tr>
          </thead>
          <tbody>
            {estimate.alternatives.map((each) => (
              <tr key={each.policy.kind}>
                <th scope="row">{policyWords(each)}</th>
                <td>{times(each.executionsPerItem)}</td>
                <td>{share(each.bound)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Problem({ kernel }: { kernel: PublishedKernel }) {
  const now = quoting.value;
  if (now.kind !== 'failed') return null;
  const { offer, paid } = now;
  return (
    <div role="alert">
      <p class="wrong">{now.sentence()}</p>
      {paid !== undefined && (
        <p>
          {words('console').paying.deposited}{' '}
          <a href={addressOf({ page: 'job', job: paid })}>{words('console').paying.out}</a>
        </p>
      )}
      {offer !== null && (
        <button
          type="button"
          class="small"
          onClick={() => {
            offered.value = offer;
            void quote(kernel);
          }}
        >
          {words('console').estimate.take(assuranceWords({ kind: 'policy', policy: offer }))}
        </button>
      )}
    </div>
  );
}

function standing(): string {
  const said = words('console').estimate;
  const { kind } = quoting.value;
  if (quoting.value.kind === 'paying') return words('console').paying.steps[quoting.value.step];
  if (kind === 'sending' || kind === 'trying' || kind === 'starting') return said[kind];
  return isStale() ? said.again : '';
}

/** It is to be paid, and wallet, estimate or budget are missing. */
const isUnpayable = (): boolean =>
  isPaid.value && (!hasWallet() || isStale() || budgetOf(quoted.value) === null);

function needs(): string {
  const { needsInputs, needsRead } = words('console').estimate;
  if (!wasTold.value) return needsRead;
  return isUnpriced.value ? words('console').paying.noAmount : needsInputs;
}

/** What the job will take, from the coordinator's own trial; then its start. */
export function JobEstimate({ kernel }: { kernel: PublishedKernel }) {
  const said = words('console').estimate;
  const now = quoted.value;
  const isReady = reading.value.kind === 'ready' && wasTold.value && !isUnpriced.value;
  const isBusy = ['sending', 'trying', 'starting', 'paying'].includes(quoting.value.kind);
  const isFixed = ['starting', 'paying'].includes(quoting.value.kind);
  return (
    <section class="panel" aria-labelledby="estimate-title">
      <h2 id="estimate-title">{said.title}</h2>
      <div class="fields">
        <Paid isFixed={isFixed} />
        <Assured isFixed={isFixed} />
        {now !== null && (
          <div class={isStale() || isBusy ? 'stale' : undefined} aria-busy={isBusy}>
            <Figures now={now} />
            <Shares estimate={now.estimate} />
            <p class="quiet">{said.honest}</p>
            <Alternatives estimate={now.estimate} />
          </div>
        )}
        <p role="status">{standing()}</p>
        <Problem kernel={kernel} />
        {!isReady && <p class="quiet">{needs()}</p>}
        <div class="row">
          {now === null ? (
            <button
              type="button"
              class="small strong"
              disabled={!isReady || isBusy}
              onClick={() => void quote(kernel)}
            >
              {said.ask}
            </button>
          ) : (
            <button
              type="button"
              class="small strong"
              disabled={!isReady || isBusy || isUnpayable()}
              onClick={() => void (isPaid.value ? startPaid(kernel) : start(kernel))}
            >
              {isPaid.value ? words('console').paying.start : said.start}
            </button>
          )}
        </div>
      </div>
    </section>
  );
}
