/** e⁺e⁻ → μ⁺μ⁻ around the Z peak, as the network runs it. */
import { confirm, type Example, type Finding, type Size, textBeside } from '@manyhands/examples-common';
import { chart, type Dots, type Panel } from '@manyhands/examples-common/svg';
import { BINS, type Sample } from './reference.ts';
import { asymmetry, crossSection, share } from './theory.ts';

/** Energies in GeV; each is computed in several items with streams of their own. */
interface Plan {
  readonly from: number;
  readonly step: number;
  readonly energies: number;
  readonly streams: number;
  readonly events: number;
}

const PLANS: Readonly<Record<Size, Plan>> = {
  small: { from: 87.1875, step: 1, energies: 9, streams: 4, events: 100_000 },
  full: { from: 61.1875, step: 1, energies: 61, streams: 8, events: 2_000_000 },
};
/** Share of a thing in 10,000 that chance alone leaves outside, for the largest of up to 200 pulls. */
const LARGEST_PULL = 4.5;

/** All items of one energy, added up. */
export interface Point {
  readonly energy: number;
  readonly events: number;
  readonly sample: Sample;
}

interface Measured {
  readonly value: number;
  readonly error: number;
}

const energiesOf = ({ from, step, energies }: Plan): number[] =>
  Array.from({ length: energies }, (_, i) => from + i * step);

/** The items of an energy stand one after the other: stream = energy's index × streams + number of the item. */
function table(plan: Plan): string {
  const lines = energiesOf(plan).flatMap((energy, i) =>
    Array.from({ length: plan.streams }, (_, n) => `${energy},${plan.events},${i * plan.streams + n}`),
  );
  return `energy,events,stream\n${lines.join('\n')}\n`;
}

/** Adds up what belongs together: all of a sample are sums, so their order and grouping do not matter. */
export function merge(samples: readonly Sample[]): Sample {
  const sum = (pick: (sample: Sample) => number): number => samples.reduce((all, one) => all + pick(one), 0);
  return {
    sumWeights: sum((sample) => sample.sumWeights),
    sumSquares: sum((sample) => sample.sumSquares),
    forward: sum((sample) => sample.forward),
    backward: sum((sample) => sample.backward),
    histogram: Uint32Array.from({ length: BINS }, (_, bin) => sum((sample) => sample.histogram[bin])),
  };
}

function pointsOf(rows: readonly Sample[], size: Size): Point[] {
  const plan = PLANS[size];
  return energiesOf(plan).map((energy, i) => ({
    energy,
    events: plan.events * plan.streams,
    sample: merge(rows.slice(i * plan.streams, (i + 1) * plan.streams)),
  }));
}

/** Mean weight and its statistical error, in nb. */
function measuredCrossSection({ events, sample }: Point): Measured {
  const value = sample.sumWeights / events;
  return { value, error: Math.sqrt((sample.sumSquares / events - value * value) / events) };
}

function measuredAsymmetry({ sample: { forward, backward } }: Point): Measured {
  const value = (forward - backward) / (forward + backward);
  return { value, error: Math.sqrt((1 - value * value) / (forward + backward)) };
}

/** Compares measurements with the analytic values by their distance in statistical errors. */
function comparePulls(what: string, pulls: readonly number[]): Finding {
  const largest = Math.max(...pulls.map(Math.abs));
  const rms = Math.sqrt(pulls.reduce((sum, pull) => sum + pull * pull, 0) / pulls.length);
  // The mean square of n normal deviates is 1 ± √(2/n).
  const spread = LARGEST_PULL * Math.sqrt(2 / pulls.length);
  return confirm(
    {
      what: `${what}, ${pulls.length} pulls from the analytic value`,
      expected: `all within ±${LARGEST_PULL}, mean square 1 ± ${spread.toFixed(2)}`,
      found: `largest ${largest.toFixed(2)}, mean square ${(rms * rms).toFixed(2)}`,
    },
    largest < LARGEST_PULL && Math.abs(rms * rms - 1) < spread,
  );
}

const pull = ({ value, error }: Measured, truth: number): number => (value - truth) / error;

/** How far each bin of the merged histograms is from the analytic angular distribution. */
function anglePulls({ energy, sample }: Point): number[] {
  const accepted = sample.forward + sample.backward;
  return Array.from(sample.histogram, (count, bin) => {
    const part = share(energy, -1 + (2 * bin) / BINS, -1 + (2 * (bin + 1)) / BINS);
    return (count - accepted * part) / Math.sqrt(accepted * part * (1 - part));
  });
}

/** The largest weight is 8 max(same, opposite), so the acceptance is a measurement of its own. */
function check(rows: readonly Sample[], size: Size): Finding[] {
  const points = pointsOf(rows, size);
  const peak = points.reduce((best, point) =>
    measuredCrossSection(point).value > measuredCrossSection(best).value ? point : best,
  );
  return [
    comparePulls(
      'total cross-section',
      points.map((point) => pull(measuredCrossSection(point), crossSection(point.energy))),
    ),
    comparePulls(
      'forward–backward asymmetry',
      points.map((point) => pull(measuredAsymmetry(point), asymmetry(point.energy))),
    ),
    comparePulls(`angular distribution at ${peak.energy} GeV`, anglePulls(peak)),
    confirm(
      {
        what: 'energy of the peak',
        expected: 'the mass of the Z, 91.1875 GeV',
        found: `${peak.energy} GeV`,
      },
      peak.energy === 91.1875,
    ),
  ];
}

const curve = (plan: Plan, at: (energy: number) => number): (readonly [number, number])[] => {
  const end = (plan.energies - 1) * plan.step;
  return Array.from({ length: 401 }, (_, i) => plan.from + (end * i) / 400).map((e) => [e, at(e)] as const);
};

const dots = (points: readonly Point[], measure: (point: Point) => Measured): Dots => ({
  kind: 'dots',
  color: '#c0392b',
  points: points.map((point) => {
    const { value, error } = measure(point);
    return [point.energy, value, error] as const;
  }),
});

function panels(rows: readonly Sample[], size: Size): Panel[] {
  const plan = PLANS[size];
  const points = pointsOf(rows, size);
  const to = plan.from + (plan.energies - 1) * plan.step;
  const ticks = Array.from({ length: 200 }, (_, i) => i * (plan.energies > 20 ? 10 : 1)).filter(
    (tick) => tick >= plan.from && tick <= to,
  );
  const x = { label: 'energy of the centre of mass in GeV', from: plan.from, to, ticks };
  const line = (at: (energy: number) => number) => ({
    kind: 'line' as const,
    color: '#2c3e50',
    points: curve(plan, at),
  });
  return [
    {
      title: 'e⁺e⁻ → μ⁺μ⁻: cross-section, Monte-Carlo (dots) and analytic (line)',
      x,
      y: { label: 'cross-section in nb', from: 0, to: 2.2, ticks: [0, 0.5, 1, 1.5, 2] },
      series: [line(crossSection), dots(points, measuredCrossSection)],
    },
    {
      title: 'forward–backward asymmetry',
      x,
      y: { label: 'asymmetry', from: -0.8, to: 0.8, ticks: [-0.8, -0.4, 0, 0.4, 0.8] },
      series: [line(asymmetry), dots(points, measuredAsymmetry)],
    },
  ];
}

export const example: Example<Sample> = {
  name: 'particles',
  title: 'e⁺e⁻ → μ⁺μ⁻ around the Z peak by Monte-Carlo',
  kernel: textBeside(import.meta.url, 'assembly/index.ts'),
  inputs: async (size) => table(PLANS[size]),
  check: async (rows, size) => check(rows, size),
  picture: async (rows, size) => ({ name: 'line-shape.svg', bytes: chart(panels(rows, size)) }),
};
