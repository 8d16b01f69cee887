import { formatsOf } from '../formats.ts';

const { count, percent, plural } = formatsOf('en');
const threads = (many: number): string => plural(many, { one: '# thread', other: '# threads' });
const items = (many: number): string => plural(many, { one: '# item', other: '# items' });

/** What a yes means: `may` in the tense of the moment. */
const consent = (may: string, many: number, share: number) => (
  <>
    {may} up to <b>{`${threads(many)}, ${percent(share)} of each`}</b>, to compute other people’s jobs, listed
    below. It costs electricity and may warm your computer. Programs run in the browser’s sandbox: they cannot
    read your files or reach the network. This browser keeps a key that names it, and your yes for 30 days.{' '}
    <b>Stop</b> ends all work within a second and takes the yes back.
  </>
);

export const words = {
  documentTitle: 'Manyhands',
  title: 'Manyhands',
  lead: 'Lend a little of your computer to work that needs many hands.',
  foot: {
    checked: 'Every answer is checked by re-executing a secret few of its items elsewhere.',
    community: 'Who helps',
    account: 'Your account',
    console: 'For researchers',
    sites: 'For websites',
    api: 'API',
  },
  controls: {
    title: 'Your computer',
    start: 'Start',
    threads: 'Threads',
    threadsOf: (some: number, all: number) => `${count(some)} of ${count(all)}`,
    share: 'Share of each',
    workFor: (what: string) => (
      <>
        Work for <b>{what}</b>
      </>
    ),
    anything: 'anything',
    kinds: (some: number, all: number) => `${count(some)} of ${count(all)} kinds`,
    noneTicked: 'None ticked: for anything',
    payee: 'Pay to (an Ethereum address; empty: your work is a gift)',
    account: 'Make an account, see what it earned',
    consentBefore: (many: number, share: number) => consent('Pressing Start lets this page use', many, share),
    consentWhile: (many: number, share: number) => consent('This page may use', many, share),
  },
  rules: {
    title: 'When it rests',
    battery: 'Battery',
    batteries: {
      charging: 'Only while plugged in',
      level: 'Also unplugged',
      ignore: 'Never mind the battery',
    },
    charged: 'and charged to at least',
    metered: 'Rest on metered connections, or where I save data',
    hidden: 'Rest while this page is in the background',
    inUse: 'Rest while I use this computer',
    inUseRefused: 'Your browser was not allowed to tell this page whether you use the computer.',
    hours: 'Work only at some hours of the day',
    from: 'from',
    to: 'to',
    sameHours: 'From and to are the same: it works all day.',
    byItself:
      'By itself it also takes less while other programs keep this computer busy, and comes back slowly. Battery, connection and use are known only where your browser tells.',
    reset: 'Set back to the usual rules',
  },
  now: {
    title: 'Running now',
    nothing: 'Nothing.',
    runsFor: (researcher: string) => (
      <>
        for <b>{researcher || 'a researcher without a name'}</b>
      </>
    ),
    progress: (done: number, all: number) => `${count(done)} of ${items(all)} of the present units`,
    program: 'Program',
    threads: 'Threads',
    memory: 'Memory',
    limit: 'Limit an item',
    instructions: (fuel: string) => `${fuel} instructions`,
    earned: 'Your part',
    figures: {
      computed: { name: 'Computed', hint: 'items in this visit' },
      held: { name: 'On hold', hint: 'until more checks pass' },
      final: { name: 'Final', hint: 'items checked' },
      refuted: { name: 'Refuted', hint: 'items proved wrong' },
      fuel: { name: 'Fuel', hint: 'instructions, final' },
      earned: { name: 'Earned', hint: 'final' },
    },
    andHeld: (amount: string) => `and ${amount} on hold`,
    device: 'This device:',
  },
  history: {
    title: 'Your work over time',
    pace: (fuel: string) => `${fuel} instructions a second`,
    paceOver: (fuel: string, minutes: number) =>
      `${fuel} instructions a second; the last ${plural(minutes, { one: 'minute', other: '# minutes' })}`,
    done: (done: { date: string; items: number; fuel: string; earned: string }) =>
      `${done.date}: ${items(done.items)}, ${done.fuel} instructions, ${done.earned} HAND`,
    days: (many: number) => `What became final in the last ${plural(many, { one: 'day', other: '# days' })}`,
    byDay: (first: string) => `Final work by day, ${first} to today`,
  },
  jobs: {
    title: 'Jobs',
    states: {
      quoted: 'not started',
      running: 'running',
      paused: 'paused',
      certified: 'certified',
      cancelled: 'cancelled',
    },
    seats: (many: number) => plural(many, { one: '# seat', other: '# seats' }),
    left: (time: string) => `${time} left`,
    researcher: 'a researcher',
    free: 'volunteer science',
    paid: 'paid',
    percentFinal: (share: number) => `${percent(share)} final`,
    final: (some: number, all: number) => `${count(some)} of ${items(all)} final`,
    held: (many: number) => `${count(many)} on hold`,
    refuted: (many: number) => `${count(many)} refuted`,
    check: 'Check a result yourself',
    unreachable: 'The coordinator does not answer.',
    none: 'No jobs yet. Nothing will run until a researcher submits one.',
  },
};
