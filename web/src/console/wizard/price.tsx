import { isKnownError } from '@manyhands/protocol';
import { formatTokens } from '@manyhands/sdk';
import { useId } from 'preact/hooks';
import { hasWallet } from '../../shared/account/wallet.ts';
import { usePolled } from '../../shared/polled.ts';
import { amountWords } from '../../shared/words.ts';
import { words } from '../../words/words.ts';
import { MARGIN_PERCENT, PRICES, placeOf, typedTokens } from '../paying/terms.ts';
import { client } from '../session.ts';
import { Trouble } from '../trouble.tsx';
import {
  atWish,
  budgetOf,
  budgetText,
  isDayWrong,
  isPaid,
  paysAhead,
  perDayText,
  price,
  priceText,
} from './price-wish.ts';
import { quoted } from './quoting.ts';

interface FieldProps {
  readonly isFixed: boolean;
}

function Price({ isFixed }: FieldProps) {
  const said = words('console').paying;
  const name = useId();
  return (
    <div>
      <label for={name}>
        <span>{said.price}</span>
      </label>
      <input
        type="range"
        class="slider"
        aria-label={said.priceSlider}
        min={0}
        max={PRICES.length - 1}
        step={1}
        value={placeOf(price.value ?? 0n)}
        disabled={isFixed}
        aria-valuetext={said.perHour(priceText.value)}
        onInput={(event) => {
          priceText.value = PRICES[Number(event.currentTarget.value)];
        }}
      />
      <input
        id={name}
        type="text"
        inputMode="decimal"
        autocomplete="off"
        value={priceText}
        disabled={isFixed}
        aria-invalid={price.value === null}
        onInput={(event) => {
          priceText.value = event.currentTarget.value;
        }}
      />
      <p class="quiet">{said.priceHint}</p>
    </div>
  );
}

function Budget({ isFixed }: FieldProps) {
  const said = words('console').paying;
  const cost = quoted.value && atWish(quoted.value, quoted.value.estimate.cost);
  const budget = budgetOf(quoted.value);
  const name = useId();
  const isBelow = cost !== null && budget !== null && budget < cost;
  return (
    <div>
      <label for={name}>
        <span>{said.budget}</span>
      </label>
      <input
        id={name}
        aria-describedby={`${name}-hint`}
        type="text"
        inputMode="decimal"
        autocomplete="off"
        placeholder={budget === null ? '' : formatTokens(budget)}
        value={budgetText}
        disabled={isFixed}
        aria-invalid={budgetText.value.trim() !== '' && typedTokens(budgetText.value) === null}
        onInput={(event) => {
          budgetText.value = event.currentTarget.value;
        }}
      />
      <p id={`${name}-hint`} class={isBelow ? 'wrong' : 'quiet'}>
        {isBelow ? said.below(amountWords(cost)) : said.budgetHint(Number(MARGIN_PERCENT) / 100)}
      </p>
    </div>
  );
}

function Terms({ isFixed }: FieldProps) {
  const said = words('console').paying;
  return (
    <>
      <div class="pair">
        <Price isFixed={isFixed} />
        <Budget isFixed={isFixed} />
      </div>
      {(price.value === null ||
        isDayWrong.value ||
        (budgetText.value.trim() !== '' && budgetOf(quoted.value) === null)) && (
        <p class="wrong">{said.noAmount}</p>
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={paysAhead}
          disabled={isFixed}
          onChange={(event) => {
            paysAhead.value = event.currentTarget.checked;
          }}
        />
        {said.ahead}
      </label>
      <p class="quiet">{paysAhead.value ? said.aheadHint : said.asItGoes}</p>
      {!paysAhead.value && (
        <label>
          <span>{said.perDay}</span>
          <input
            type="text"
            inputMode="decimal"
            autocomplete="off"
            value={perDayText}
            disabled={isFixed}
            aria-invalid={isDayWrong.value}
            onInput={(event) => {
              perDayText.value = event.currentTarget.value;
            }}
          />
        </label>
      )}
      <p class={hasWallet() ? 'quiet' : 'wrong'}>{hasWallet() ? said.wallet : said.noWallet}</p>
    </>
  );
}

/** Whether the job is volunteer science or paid, and then at what price and up to which budget. */
export function Paid({ isFixed }: FieldProps) {
  const said = words('console').paying;
  const name = useId();
  const { value, problem } = usePolled(() => client.value.payments(), null, 'payments');
  const isOff = isKnownError(problem.value) && problem.value.code === 'PAYMENTS_OFF';
  return (
    <fieldset>
      <legend>{said.title}</legend>
      <div class="kinds">
        {([false, true] as const).map((paid) => (
          <label key={String(paid)} class="check">
            <input
              type="radio"
              name={name}
              checked={isPaid.value === paid}
              disabled={isFixed || (paid && value.value === undefined)}
              onChange={() => {
                isPaid.value = paid;
              }}
            />
            {paid ? said.paid : said.free}
          </label>
        ))}
      </div>
      {isOff ? <p class="quiet">{said.off}</p> : <Trouble problem={problem.value} />}
      {isPaid.value && <Terms isFixed={isFixed} />}
    </fieldset>
  );
}
