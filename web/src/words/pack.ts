/** What a language has to say: the words of English give the shape, and a missing or surplus key is a type error. */
import type { words as account } from './en/account.ts';
import type { words as card } from './en/card.ts';
import type { words as common } from './en/common.ts';
import type { words as community } from './en/community.tsx';
import type { words as console } from './en/console.tsx';
import type { words as consoleJob } from './en/console-job.tsx';
import type { words as entrance } from './en/entrance.ts';
import type { words as invite } from './en/invite.ts';
import type { words as network } from './en/network.tsx';
import type { words as settling } from './en/settling.ts';
import type { words as site } from './en/site.tsx';
import type { words as verify } from './en/verify.tsx';
import type { words as volunteer } from './en/volunteer.tsx';
import type { words as work } from './en/work.ts';

export interface Words {
  /** What several pages say. */
  readonly common: typeof common;
  /** What the page and the card say of the work that runs. */
  readonly work: typeof work;
  /** Links to hand on. */
  readonly invite: typeof invite;
  readonly card: typeof card;
  readonly volunteer: typeof volunteer;
  readonly account: typeof account;
  readonly community: typeof community;
  readonly verify: typeof verify;
  /** What pages say that open with an account's key. */
  readonly entrance: typeof entrance;
  /** The public page of the whole network. */
  readonly network: typeof network;
  /** How settlement stands, on whichever page. */
  readonly settling: typeof settling;
  readonly site: typeof site;
  readonly console: typeof console;
  /** Jobs, usage, keys and datasets of the console. */
  readonly consoleJob: typeof consoleJob;
}

/** Who has words of its own, besides what all have in common. */
export type PageName = Exclude<
  keyof Words,
  'common' | 'work' | 'invite' | 'entrance' | 'consoleJob' | 'settling'
>;

/** One language: each page's words in a file of their own, loaded where they are used. */
export type Pack = { readonly [Page in keyof Words]: () => Promise<{ readonly words: Words[Page] }> };
