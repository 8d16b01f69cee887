/** A dispatcher under a hand-turned clock, with a journal whose commits can be held back, and contributors by hand. */
import {
  type AssignFrame,
  type CoordinatorFrame,
  type CoordinatorId,
  type DeviceId,
  type ErrorCode,
  type ItemResult,
  type Policy,
  packResults,
  unpack,
} from '@manyhands/protocol';
import { inputOf, jobTerms, truth } from '../../simulation/network.ts';
import { Dispatcher } from '../dispatcher.ts';
import { MemoryJournal } from '../memory-journal.ts';
import { inputRows, openSeal } from '../ports.ts';
import type { Session } from '../state.ts';
import type { Tuning } from '../world.ts';

export interface SetUp {
  readonly tuning?: Tuning;
  readonly policy?: Policy;
  /** What the inputs of each slice take in memory. */
  readonly heldBytes?: number;
  /** What the referee makes of an item; the truth unless given. */
  readonly execute?: (input: Uint8Array) => ItemResult;
}

export function setUp(
  items = 400,
  { tuning = { probation: false }, policy, heldBytes, execute = truth }: SetUp = {},
) {
  const clock = { at: 0, now: () => clock.at };
  const journal = new MemoryJournal(() => clock.at);
  journal.addJob(jobTerms('j', items, policy));
  const held: (() => void)[] = [];
  const state = { hold: false };
  const commit = journal.commit.bind(journal);
  journal.commit = async (...args) => {
    if (state.hold) await new Promise<void>((go) => held.push(go));
    return commit(...args);
  };
  const refereed: number[] = [];
  const start = (me: string): Dispatcher =>
    new Dispatcher(
      {
        me: me as CoordinatorId,
        journal,
        clock,
        random: () => 0.5,
        referee: {
          execute: async (_terms, inputs) => {
            refereed.push(inputs.length);
            return inputs.map(execute);
          },
        },
        inputs: async () => ({ ...inputRows(inputOf), heldBytes }),
        seal: openSeal,
        report: () => {},
      },
      tuning,
    );
  const dispatcher = start('c');
  const tickOf = async (which: Dispatcher, ms = 25): Promise<void> => {
    clock.at += ms;
    await which.tick();
    for (let i = 0; i < 8; i++) await Promise.resolve();
  };
  return {
    clock,
    journal,
    dispatcher,
    start,
    state,
    refereed,
    tickOf,
    tick: (ms?: number) => tickOf(dispatcher, ms),
    release: () =>
      held.splice(0).forEach((go) => {
        go();
      }),
  };
}

export interface Joined {
  readonly session: Session;
  readonly frames: CoordinatorFrame[];
  readonly closed: ErrorCode[];
  assigns(): AssignFrame[];
  credited(): string[];
  cancelled(): string[];
}

export async function joined(
  dispatcher: Dispatcher,
  id: number,
  {
    seats = 1,
    keeps = [],
    prefix = `p${id}`,
    payee = `0x${id}`,
  }: { seats?: number; keeps?: readonly string[]; prefix?: string; payee?: string } = {},
): Promise<Joined> {
  const frames: CoordinatorFrame[] = [];
  const closed: ErrorCode[] = [];
  const device = `0x${String(id).repeat(40)}` as DeviceId;
  const session = await dispatcher.join({
    device,
    paid: { payee, site: '' },
    prefix,
    agent: 'test',
    seats,
    keeps,
    send: (frame) => frames.push(frame),
    close: (code) => closed.push(code),
  });
  return {
    session,
    frames,
    closed,
    assigns: () => frames.filter((frame): frame is AssignFrame => frame.kind === 'assign'),
    credited: () => frames.flatMap((frame) => (frame.kind === 'credited' ? frame.assignments : [])),
    cancelled: () => frames.flatMap((frame) => (frame.kind === 'cancel' ? [frame.assignment] : [])),
  };
}

export const resultsOf = (frame: AssignFrame): ItemResult[] =>
  unpack({ lengths: frame.lengths, bytes: frame.inputs }).map(truth);

export const answer = (
  dispatcher: Dispatcher,
  session: Session,
  frame: AssignFrame,
  results = resultsOf(frame),
) => dispatcher.receive(session, { kind: 'answer', assignment: frame.assignment, ...packResults(results) });

/** A contributor that answers 10 ms after it is sent something, so many times: then it is known, and given several units at once. */
export async function known(items: number, answers = 40) {
  const net = setUp(items);
  const one = await joined(net.dispatcher, 1);
  net.dispatcher.receive(one.session, { kind: 'want', seats: 1 });
  await net.tick();
  for (let i = 0; i < answers; i++) {
    net.clock.at += 10;
    answer(net.dispatcher, one.session, one.assigns()[i]);
    await net.tick(10);
  }
  return { ...net, one };
}
