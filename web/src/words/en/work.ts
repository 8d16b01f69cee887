import { timeOf } from '@manyhands/browser-worker';
import { CATEGORIES, type Category, REPORT_KINDS, type ReportKind } from '@manyhands/protocol';
import { formatsOf } from '../formats.ts';
import type { GovernorWords, ReasonWords } from '../shapes.ts';

const { plural, percent } = formatsOf('en');
const threads = (count: number): string => plural(count, { one: '# thread', other: '# threads' });

const governor: GovernorWords = {
  RUNNING: () => 'Computing as much as you chose.',
  BUSY: (now) =>
    `Eased off because this computer is busy: now ${threads(now.threads)} at ${percent(now.share)}.`,
  PRESSURE: (now) =>
    `Eased off because the processor is under pressure: now ${threads(now.threads)} at ${percent(now.share)}.`,
  RESUMING: () => 'The reason to rest is gone: going on in a few seconds.',
  PAUSED: ({ until }) =>
    until === null ? 'Paused until you resume or open this page again.' : `Paused until ${timeOf(until)}.`,
  OUTSIDE_HOURS: ({ from }) => `Nothing runs outside your hours: it goes on at ${timeOf(from)}.`,
  ON_BATTERY: () => 'This computer runs on battery: nothing runs until it is plugged in.',
  BATTERY_LOW: ({ least }) => `Nothing runs until the battery is well above ${percent(least)}.`,
  METERED: () => 'Nothing runs on a connection that is metered, or set to save data.',
  HIDDEN: () => 'Nothing runs while this page is in the background.',
  IN_USE: () => 'Nothing runs while you use this computer.',
};

/** How the work stands, and what it is: for the page and the card. */
export const words = {
  threads,
  idle: { title: 'Not running', sentence: 'Nothing runs on this computer.' },
  elsewhere: {
    title: 'Already running in another tab',
    sentence: 'This tab takes over when that one is closed or stopped.',
  },
  connecting: { title: 'Connecting', sentence: 'Greeting the coordinator.' },
  reconnecting: 'Reconnecting',
  tryingIn: (time: string) => `Trying again in ${time}.`,
  refused: 'Refused',
  stopping: { title: 'Stopping', sentence: 'Handing in what is finished.' },
  paused: 'Paused',
  resting: 'Resting',
  finishing: 'Finishing what is begun.',
  computing: 'Computing',
  computingOn: (count: number) => `On ${threads(count)} of this computer.`,
  recovering: 'Recovering',
  waiting: 'Waiting for work',
  noWork: 'The coordinator has no work for this device right now.',
  governor,
  /** For the coordinator's reasons, which are in English already. */
  reasons: {} as ReasonWords,
  categories: CATEGORIES as Readonly<Record<Category, string>>,
  program: {
    show: 'What it is',
    showOf: (name: string) => `What the program ${name} is`,
    hash: 'Hash of the program',
    sourceHash: 'Hash of its source',
    noSource: 'not known: published as a module',
    compile: 'Compile it here and compare',
    imports: 'May call from outside',
    noImports: 'none: it can only compute',
    memory: 'Memory it declares',
    noMemory: 'none of its own',
    fromTo: (least: string, most: string) => `${least} to ${most}`,
    size: 'Size',
    functions: (count: number) => plural(count, { one: '# function', other: '# functions' }),
  },
  report: {
    open: 'Report',
    openOf: (name: string) => `Report the program ${name}`,
    kind: 'What is wrong with it?',
    kinds: REPORT_KINDS as Readonly<Record<ReportKind, string>>,
    words: 'In your words (the operator reads them; your address is not kept)',
    send: 'Send to the operator',
    thanks: 'Thank you. The operator will read it.',
  },
  pauses: {
    label: 'Pause for',
    halfAnHour: '30 minutes',
    hour: '1 hour',
    restart: 'Until I reopen it',
    resume: 'Resume',
    anyway: 'Run anyway',
  },
};
