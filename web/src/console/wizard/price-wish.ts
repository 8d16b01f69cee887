/** What somebody wishes to pay for a job. */
import { computed, signal } from '@preact/signals';
import { atPrice, budgetFor, typedTokens } from '../paying/terms.ts';
import type { Quoted } from './quoting.ts';

/** Volunteer science unless somebody says otherwise. */
export const isPaid = signal(false);
/** Tokens for a reference core-hour, as typed. */
export const priceText = signal('0.5');
/** Tokens that the whole job may cost, as typed; empty: as the estimate says. */
export const budgetText = signal('');
/** Whether vouchers for the whole budget are signed at the start, so that the page may be closed. */
export const paysAhead = signal(true);

/** Tokens that are signed for on a day (UTC) at most where vouchers follow what is owed, as typed; empty: as many as are owed. */
export const perDayText = signal('');

/** Whether that is no amount. */
export const isDayWrong = computed(
  () =>
    isPaid.value &&
    !paysAhead.value &&
    perDayText.value.trim() !== '' &&
    typedTokens(perDayText.value) === null,
);

/** Token units; null: it is free, or what was typed is no price. */
export const price = computed(() => (isPaid.value ? typedTokens(priceText.value) : null));

/** Whether it is to be paid at a price that is none. */
export const isUnpriced = computed(() => isPaid.value && (price.value === null || isDayWrong.value));

/** An amount of an estimate at the price that is wished now; null where the estimate is of a free job, or nothing is wished. */
export function atWish({ wish }: Pick<Quoted, 'wish'>, amount: string | null): bigint | null {
  if (wish.pay === null || amount === null || price.value === null) return null;
  return atPrice(amount, BigInt(wish.pay.perCoreHour), price.value);
}

/** Token units that the job may cost: as typed, else over its estimate. Null: nothing of both is there. */
export function budgetOf(quoted: Quoted | null): bigint | null {
  if (budgetText.value.trim() !== '') return typedTokens(budgetText.value);
  const cost = quoted && atWish(quoted, quoted.estimate.cost);
  return quoted && cost !== null ? budgetFor(quoted.estimate, cost) : null;
}
