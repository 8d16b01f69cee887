import {
  assuranceOf,
  ITEM_STATUS,
  type JobSize,
  LEDGER_UNITS_PER_TOKEN_UNIT,
  LIMITS,
  type Policy,
} from '@manyhands/protocol';
import type { TrialItem } from '@manyhands/wasm-kernels';
import { priceOf, type SlicePrice, tokenUnitsOwed } from '../domain/pay.ts';
import { alternatives } from '../domain/policy-choice.ts';
import { checksPpm } from '../domain/reserve.ts';
import { unitItems } from '../domain/sizing.ts';

/** What the trial of sample items showed. */
export interface Measured {
  readonly meanFuel: bigint;
  readonly largestFuel: bigint;
  readonly largestOutput: number;
  /** Nanoseconds of a reference core for 10^9 fuel. */
  readonly rate: number;
}

/** A job is given this many times the fuel of the hungriest sample, so that ordinary spread exhausts nobody. */
const CAP_FACTOR = 4n;
/** Caps are rounded up to this, about a millisecond: a cheap kernel's items differ most in proportion. */
const CAP_GRAIN = 1_000_000n;

/** Sums the samples up. The trial lets none through where all fail; one that does says nothing of the others' fuel. */
export function measure(items: readonly TrialItem[], rate: number): Measured {
  const ok = items.filter((item) => item.status === ITEM_STATUS.ok);
  const fuels = ok.map((item) => item.fuel);
  return {
    meanFuel: fuels.reduce((sum, fuel) => sum + fuel, 0n) / BigInt(fuels.length),
    largestFuel: [...fuels].sort((a, b) => Number(a - b)).at(-1) ?? 1n,
    largestOutput: Math.max(0, ...ok.map((item) => item.output.length)),
    rate,
  };
}

/** Of what one sample printed so many lines are told. */
const TOLD_LINES = 20;

/** What a researcher may want to know of the samples besides what they cost: which failed, and what they printed. */
export const remarkable = (items: readonly TrialItem[], sampled: readonly number[]) =>
  items.flatMap(({ status, failure, printed }, i) =>
    status === ITEM_STATUS.ok && printed.length === 0
      ? []
      : [{ item: sampled[i], failure, printed: printed.slice(0, TOLD_LINES) }],
  );

/** The fuel an item may use, unless the researcher says otherwise. */
export const defaultFuelCap = (measured: Measured): bigint =>
  ((measured.largestFuel * CAP_FACTOR + CAP_GRAIN - 1n) / CAP_GRAIN) * CAP_GRAIN;

/** Items of a unit, as wanted or sized to its time, so that neither its inputs nor its outputs exceed an assignment. */
export function sizeUnits(
  measured: Measured,
  { largestInput, items, wanted }: { largestInput: number; items: number; wanted?: number },
): number {
  const bytes = Math.max(largestInput, measured.largestOutput) + 4;
  if (wanted !== undefined) return Math.max(1, Math.min(wanted, Math.floor(LIMITS.assignmentBytes / bytes)));
  return unitItems(secondsOf(measured, measured.meanFuel), bytes, LIMITS.assignmentBytes, items);
}

/** Seconds of a reference core for some fuel. */
const secondsOf = (measured: Measured, fuel: bigint): number => (Number(fuel) / 1e18) * measured.rate;

export interface Plan {
  readonly items: number;
  readonly fuelCap: bigint;
  readonly unitItems: number;
  readonly policy: Policy;
  readonly price: SlicePrice | null;
  /** Ledger units; null for a free job. */
  readonly budget: bigint | null;
  /** Of work ahead of vouchers, in credit windows. */
  readonly workWindows: bigint;
  /** Seats and devices connected at the moment. */
  readonly seats: number;
  readonly devices: number;
}

/** Everybody who is here now takes part, and somebody has to. */
export const sizeOf = (plan: Pick<Plan, 'items' | 'unitItems' | 'devices'>): JobSize => ({
  items: plan.items,
  unitItems: plan.unitItems,
  devices: Math.max(1, plan.devices),
});

/** What a job will take, as told to its researcher before the start. */
export function estimate(measured: Measured, plan: Plan) {
  const fuel = measured.meanFuel * BigInt(plan.items);
  const { executionsPerItem, audits, bound, confidencePpm, colludingPpm } = assuranceOf(
    plan.policy,
    sizeOf(plan),
  );
  const window = creditWindow(measured, plan);
  const withChecks = BigInt(Math.round(Number(fuel) * executionsPerItem));
  return {
    items: plan.items,
    fuelPerItem: String(measured.meanFuel),
    fuelCap: String(plan.fuelCap),
    unitItems: plan.unitItems,
    coreSeconds: secondsOf(measured, fuel),
    cost: plan.price === null ? null : String(tokenUnitsOwed(priceOf(plan.price, withChecks))),
    seconds: plan.seats === 0 ? null : secondsOf(measured, withChecks) / plan.seats,
    audits,
    executionsPerItem,
    bound,
    confidencePpm,
    colludingPpm,
    alternatives: alternatives(sizeOf(plan)),
    creditWindow: String(window),
    workWindow: String(window * plan.workWindows),
    verificationPpm: checksPpm(plan.policy),
    shares: plan.price === null ? [] : sharesTold(plan.price),
  };
}

/** Who takes what of the price; whoever computes has the rest. */
const sharesTold = ({ feePpm, roles = [] }: SlicePrice) => [
  ...(feePpm === 0 ? [] : [{ role: 'fee' as const, payee: null, ppm: feePpm }]),
  ...roles,
];

/** Of results that are shown ahead of a voucher: two units' worth keeps the stream from stuttering. */
const WINDOW_UNITS = 2n;
/** But units and samples are as large as their researcher likes: so no more than this of a reference core, nor this part of the budget. */
const WINDOW_SECONDS = 60n;
const WINDOW_SHARE = 20n;

/** Token units, rounded down where its researcher could make it large. What a channel may owe in the end without having signed for it. */
function creditWindow({ meanFuel, rate }: Measured, { price, unitItems, budget }: Plan): bigint {
  if (price === null || budget === null) return 0n;
  const units = tokenUnitsOwed(priceOf(price, WINDOW_UNITS * BigInt(unitItems) * meanFuel));
  const time =
    priceOf(price, (WINDOW_SECONDS * 10n ** 18n) / BigInt(Math.ceil(rate))) / LEDGER_UNITS_PER_TOKEN_UNIT;
  const share = budget / WINDOW_SHARE / LEDGER_UNITS_PER_TOKEN_UNIT;
  return [units, time, share].reduce((least, each) => (each < least ? each : least));
}
