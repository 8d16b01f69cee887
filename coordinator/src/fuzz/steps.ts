/** What may happen, as lists of plain numbers and names: a list can be printed, cut down, and run again. */
import { generator } from '../simulation/random.ts';

/** In one sequence's lane, with how often it comes among its steps. */
const IN_LANE = {
  deposit: 2,
  quote: 2,
  claim: 5,
  /** Several units from answer to final, as mostly happens. */
  work: 10,
  accept: 5,
  audit: 3,
  refute: 2.5,
  ban: 1,
  final: 5,
  oldFinal: 1,
  settle: 2,
  pause: 1,
  resume: 1,
  cancel: 0.4,
  /** Rows on hold are shown, so that they are charged before the job ends. */
  show: 0.3,
  extend: 1,
  append: 1,
  limit: 1.5,
  vouch: 6,
  ladder: 1,
  requestExit: 1,
  cancelExit: 0.5,
  exit: 1,
  claimOwn: 0.5,
  askReceipt: 4,
  askRelay: 0.4,
} as const;

/** To the coordinators, the epochs and the chain, which all sequences of a run share. */
const SHARED = {
  commit: 14,
  /** The reply is lost, and the same batch sent again. */
  repeat: 2,
  crash: 1,
  silence: 1,
  release: 0.7,
  beat: 3,
  fold: 2,
  /** Cancelled jobs of which all is charged that was shown end. */
  endCharged: 1,
  epoch: 8,
  /** The coordinator that leads seems silent: another one may lead. */
  usurp: 2,
  relay: 1,
  go: 12,
  finish: 6,
  die: 1.5,
  /** From now on what is sent waits in the pool. */
  lag: 2,
  mine: 2.5,
  activate: 3,
  /** What waits in the pool grows old. */
  age: 1,
  gasPrice: 1,
  mark: 1.5,
  reorganise: 1,
  cancelRoot: 6,
  night: 0.5,
  down: 0.5,
  up: 2,
  check: 1,
} as const;

export type LaneStep = keyof typeof IN_LANE;
export type SharedStep = keyof typeof SHARED;
/** What, in which lane (−1: none), and a number that decides the rest. */
export type Step = readonly [what: LaneStep | SharedStep, lane: number, n: number];

export interface Shape {
  /** Sequences side by side. */
  readonly lanes: number;
  /** Steps of each. */
  readonly steps: number;
}

const BEGINNING: readonly LaneStep[] = ['deposit', 'quote', 'claim', 'work', 'claim', 'work'];
/** Of every third lane: most of a budget is claimed early, and later limits have little left to hold back. */
const LIMITED: readonly LaneStep[] = ['deposit', 'quote', 'claim', 'work', 'limit', 'claim', 'claim', 'work'];
/** Of shared steps for each lane's step. */
const SHARE = 0.3;

export const isShared = (what: string): what is SharedStep => what in SHARED;

/** The steps of a seed: each lane begins alike at a moment of its own, and goes on as it comes. */
export function stepsOf(seed: number, { lanes, steps }: Shape): Step[] {
  const random = generator(seed);
  const drawLane = drawing(IN_LANE, random);
  const drawShared = drawing(SHARED, random);
  const number = (): number => Math.floor(random() * 0x7fffffff);
  const taken = new Array<number>(lanes).fill(0);
  const open = [...taken.keys()];
  const all: Step[] = [];
  while (open.length > 0) {
    if (random() < SHARE) all.push([drawShared(), -1, number()]);
    const at = Math.floor(random() * open.length);
    const lane = open[at];
    const beginning = lane % 3 === 0 ? LIMITED : BEGINNING;
    all.push([beginning[taken[lane]] ?? drawLane(), lane, number()]);
    if (++taken[lane] === steps) open.splice(at, 1);
  }
  return all;
}

function drawing<K extends string>(weights: Readonly<Record<K, number>>, random: () => number): () => K {
  const names = Object.keys(weights) as K[];
  const total = names.reduce((sum, name) => sum + weights[name], 0);
  return () => {
    let left = random() * total;
    for (const name of names) {
      left -= weights[name];
      if (left < 0) return name;
    }
    return names[0];
  };
}
