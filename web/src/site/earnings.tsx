import { amountWords } from '../shared/words.ts';
import { words } from '../words/words.ts';
import type { Balance, Site } from './api.ts';
import { balances, type Payee, totals } from './state.ts';

const ROLES = ['site', 'visitors', 'cause'] as const;
const STAGES = ['earned', 'held', 'rooted', 'claimed'] as const;

function Amount({ units }: { units: string }) {
  return (
    <>
      {amountWords(BigInt(units))} {words('common').token}
    </>
  );
}

function Stages({ balance }: { balance: Balance }) {
  const say = words('site').earnings;
  return (
    <dl class="lines">
      {STAGES.map((stage) => {
        const units = balance[stage];
        return (
          <div key={stage}>
            <dt>{say[stage]}</dt>
            <dd>{units === null ? say.noChain : <Amount units={units} />}</dd>
          </div>
        );
      })}
    </dl>
  );
}

function Address({ who, address }: { who: Payee; address: string }) {
  const found = balances.value[who];
  return (
    <>
      <h3>{words('site').earnings.balances[who]}</h3>
      <p>
        <code>{address}</code>
      </p>
      {found === undefined ? (
        <p class="quiet">{words('common').asking}</p>
      ) : typeof found === 'function' ? (
        <p class="quiet">{found()}</p>
      ) : (
        <Stages balance={found} />
      )}
    </>
  );
}

/** What the site's visitors earned for whom, and how far the addresses are paid out. */
export function Earnings({ site }: { site: Site }) {
  const { title, bySite, roles, nobody, hint } = words('site').earnings;
  const earned = totals.value?.earned;
  return (
    <section class="panel" aria-labelledby="earnings-title">
      <h2 id="earnings-title">{title}</h2>
      {earned && (
        <>
          <h3>{bySite}</h3>
          <dl class="lines">
            {ROLES.map((role) => (
              <div key={role}>
                <dt>{roles[role]}</dt>
                <dd>
                  <Amount units={earned[role]} />
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {site.payee + site.cause === '' && <p class="quiet">{nobody}</p>}
      {site.payee !== '' && <Address who="payee" address={site.payee} />}
      {site.cause !== '' && <Address who="cause" address={site.cause} />}
      <p class="quiet">{hint}</p>
    </section>
  );
}
