import { formatsOf } from '../formats.ts';

const { count, plural } = formatsOf('en');

/** The public page of the network. */
export const words = {
  documentTitle: 'Network · Manyhands',
  title: 'The network',
  lead: 'What it computes, checks and pays, at the moment.',
  now: 'Now',
  seats: 'Seats',
  seatsHint: (sessions: number) =>
    `of ${plural(sessions, { one: '# browser or server', other: '# browsers and servers' })} at this coordinator`,
  running: 'Jobs running',
  runningHint: (paused: number, certified: number, cancelled: number) =>
    `${count(paused)} paused, ${count(certified)} certified, ${count(cancelled)} cancelled`,
  rate: 'Fuel a second',
  rateHint: 'instructions that became final in the last minute or two',
  day: 'The last 24 hours',
  dayChart: (fuel: string) => `Final fuel in each quarter of an hour of the last day, ${fuel} in all`,
  dayNothing: 'Nothing became final in the last 24 hours.',
  time: 'Time',
  fuel: 'Fuel',
  checks: 'Verification',
  items: 'Final items',
  itemsHint: (perItem: string) => `${perItem} executions each, checks included`,
  audits: 'Audits',
  auditsHint: (share: string) => `${share} of them by the referee`,
  refuted: 'Refuted',
  refutedHint: (caught: number, devices: number) =>
    `answers; ${count(caught)} of ${plural(devices, { one: '# device', other: '# devices' })} were caught and banned`,
  bound: 'Mean bound',
  boundHint: 'share of wrong items that certificates leave possible',
  none: 'none yet',
  settlements: 'Recent settlements',
  settlementsLead:
    'Each is one transaction: it redeems researchers’ vouchers and promises every payee a total.',
  noSettlement: 'Nothing was settled yet.',
  epoch: 'Epoch',
  at: 'When',
  total: 'Promised in all, HAND',
  payees: 'Payees',
  vouchers: 'Vouchers',
  tx: 'Transaction',
  asTable: 'The numbers as a table',
};
