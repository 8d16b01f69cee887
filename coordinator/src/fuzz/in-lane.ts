/** What each step of a sequence does in its own lane. */
import { LEDGER_UNITS_PER_TOKEN_UNIT, type TokenUnits } from '@manyhands/protocol';
import { dueOf, quoteRelay } from '../settlement/quote.ts';
import { askRelay } from '../settlement/relay.ts';
import { checkExit } from './checks.ts';
import { MOST_VOUCHED } from './lanes.ts';
import { changeLimit } from './limits.ts';
import { GAS, type Moves, NOW } from './moves.ts';
import { asked } from './refusals.ts';
import type { LaneStep } from './steps.ts';
import { signedTerms, vouch } from './vouching.ts';
import type { Order } from './works.ts';
import { deviceOf, type FuzzedJob, handOf, type LaneState, type World } from './world.ts';

type Act = (moves: Moves, state: LaneState, n: number) => Promise<unknown> | unknown;

/** What a researcher asks of one of the lane's jobs. */
const ordering =
  (order: Order): Act =>
  async ({ world }, { jobs }, n) => {
    const job = jobs[n % Math.max(1, jobs.length)];
    if (job === undefined) return;
    await asked(() => world.works.order(order, job.terms.id, n >> 3));
    await world.lookForEnded();
  };

type Found = NonNullable<ReturnType<World['sliceOf']>> & {
  readonly unit: Parameters<NonNullable<ReturnType<World['sliceOf']>>['coordinator']['final']>[1];
};

function onUnit(act: (found: Found, state: LaneState, n: number) => void): Act {
  return ({ world }, state, n) => {
    const found = world.sliceOf(state, n);
    if (found === null || found.slice.units.length === 0) return;
    act({ ...found, unit: found.slice.units[(n >> 4) % found.slice.units.length] }, state, n);
  };
}

export const IN_LANE: Readonly<Record<LaneStep, Act>> = {
  deposit: async (moves, state, n) => {
    if (state.exiting || state.deposited > MOST_VOUCHED) return;
    const amount = BigInt(60 + (n % 440));
    state.deposited += amount;
    await moves.send(() => moves.world.hub.deposit(state.lane.channel, amount));
  },
  quote: async (moves, state, n) => {
    if (state.jobs.length >= 3) return;
    const { terms } = await moves.world.quote(state, n);
    await asked(() => moves.world.works.order('start', terms.id, n));
  },
  pause: ordering('pause'),
  resume: ordering('resume'),
  cancel: ordering('cancel'),
  extend: ordering('extend'),
  append: ordering('append'),
  show: ordering('show'),
  limit: ({ world }, state, n) => changeLimit(world, state, n),
  claim: async ({ world }, { jobs }, n) => {
    const job: FuzzedJob | undefined = jobs[n % Math.max(1, jobs.length)];
    if (job !== undefined)
      await world.claim((n >> 2) % world.processes.length, job, 1 + ((n >> 4) % 20), n % 37 === 0);
  },
  work: ({ world }, state, n) => {
    const found = world.sliceOf(state, n);
    if (found === null) return;
    const { coordinator, slice } = found;
    for (let unit = 0; unit < 1 + (n % 4); unit++) {
      const done = coordinator.accept(slice, slice.terms.unitItems, handOf(state, (n >> 3) + unit));
      if (done === null) break;
      coordinator.audit(slice, done, handOf(state, (n >> 5) + unit));
      if ((n >> unit) % 3 !== 0) coordinator.final(slice, done, false);
    }
    coordinator.settle(slice, false);
  },
  accept: ({ world }, state, n) => {
    const found = world.sliceOf(state, n);
    found?.coordinator.accept(found.slice, 1 + ((n >> 4) % 8), handOf(state, n >> 8));
  },
  audit: onUnit(({ coordinator, slice, unit }, state, n) =>
    coordinator.audit(slice, unit, handOf(state, n >> 8)),
  ),
  refute: onUnit(({ coordinator, slice, unit }, state, n) => {
    coordinator.refute(slice, unit, handOf(state, n >> 8));
    // Mostly it is run again at once.
    const again = n % 4 === 0 ? null : coordinator.accept(slice, 1 + ((n >> 11) % 8), handOf(state, n >> 14));
    if (again !== null && n % 2 === 0) coordinator.final(slice, again, n % 3 === 0);
  }),
  ban: ({ world }, state, n) => {
    const found = world.sliceOf(state, n);
    if (found !== null) found.coordinator.ban(deviceOf(state, n >> 6), found.slice);
  },
  final: onUnit(({ coordinator, slice, unit }, _, n) =>
    coordinator.final(slice, unit, n % (unit.wasPaid ? 2 : 5) === 0),
  ),
  oldFinal: onUnit(({ coordinator, slice, unit }, _, n) => coordinator.finalOfOld(slice, unit, (n >> 9) % 3)),
  settle: ({ world }, state, n) => {
    const found = world.sliceOf(state, n);
    found?.coordinator.settle(found.slice, n % 9 === 0);
  },
  vouch: (moves, state, n) => vouch(moves.world, state, n, []),
  ladder: (moves, state, n) => vouch(moves.world, state, n, [1, 2, 3]),
  requestExit: async (moves, state) => {
    if (state.exiting || state.deposited === 0n) return;
    state.exiting = true;
    if (state.endedBeforeExit === null) {
      const ended = (await moves.world.works.jobs()).filter(({ state: stage }) => stage === 'cancelled');
      state.endedBeforeExit = new Set(ended.map(({ id }) => id));
    }
    await moves.send(() => moves.world.hub.requestExit(state.lane.channel));
  },
  cancelExit: async (moves, state) => {
    if (!state.exiting) return;
    state.exiting = false;
    await moves.send(() => moves.world.hub.cancelExit(state.lane.channel));
  },
  exit: async (moves, state) => {
    if (!state.exiting) return;
    // A window of days has epochs in it.
    await moves.settleAll();
    moves.forgetMark();
    await checkExit(moves.world, state);
    state.withdrawn += await moves.world.hub.exit(state.lane.channel);
    state.exiting = false;
    state.exited = true;
    moves.world.count('exited');
  },
  claimOwn: async ({ world }, { lane }, n) => {
    const { address } = lane.payees[n % lane.payees.length];
    await asked(async () => {
      const { claim } = await dueOf(world.db, world.hub.chain, address);
      await world.hub.claim(claim);
      world.count('claimed alone');
    });
  },
  askReceipt: async ({ world }, { lane }, n) => {
    // The first earns most.
    const { address } = lane.payees[[0, 0, 0, 1, 2][n % 5]];
    const receipt = await asked(() => world.receipts.of(address));
    if (receipt === null) return;
    world.promise(receipt);
    const earned = world.expected.balance(`payee:${address}`) / LEDGER_UNITS_PER_TOKEN_UNIT;
    world.count(receipt.cumulative < earned ? 'receipt for a part' : 'receipt given');
  },
  askRelay: async ({ world }, { lane }, n) => {
    const { address, key } = lane.payees[n % lane.payees.length];
    await asked(async () => {
      const ports = { db: world.db, chain: world.hub.chain, gas: GAS, report: () => {} };
      const { index, claimed, fee, net, deadline, reason } = await quoteRelay(ports, address, NOW);
      if (reason !== null) return;
      const terms = { index, claimed, fee: fee as TokenUnits, least: net as TokenUnits, deadline };
      const signature = signedTerms(world.hub.chain, address, key, terms);
      await askRelay(ports, { ...terms, payee: address, signature }, NOW);
      world.count('asked for a relay');
    });
  },
};
