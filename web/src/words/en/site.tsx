import { formatsOf } from '../formats.ts';

const { count } = formatsOf('en');

export const words = {
  documentTitle: 'Your websites · Manyhands',
  title: 'Your websites',
  lead: 'Visitors who agree lend computing power: set up the card, see what they did and earned.',
  invalid: (message: string) => `That cannot be saved: ${message}.`,
  list: 'Sites',
  add: 'Add a website',
  added: (name: string) => `${name} is added. Put the line below into its pages.`,
  saved: (name: string) =>
    `${name} is saved. Visitors who are here begin again under the new terms within seconds.`,
  terms: {
    title: 'What it says',
    newTitle: 'A new website',
    name: 'Name, as visitors see it',
    nameMissing: 'A name is missing.',
    origins: 'Pages that may show the card, one origin a line',
    originsHint:
      'As browsers write it: https://example.org, without a path. No other page can show the card.',
    notOrigin: (line: string) => `“${line}” is no origin.`,
    meant: (origin: string) => `Write ${origin}`,
    tooMany: 'There may be 32 origins.',
    payee: 'Address that earns for the site',
    payeeMissing: 'A site with a share needs an address that earns it.',
    cause: 'Address of a cause that shares, if you like',
    causeMissing: 'A cause with a share needs an address.',
    split: 'Who gets what visitors earn',
    parts: { sitePpm: 'The site', visitorPpm: 'The visitor', causePpm: 'The cause' },
    percentOf: (part: string) => `${part}, in per cent`,
    splitHint:
      'The three are 100 % together: where one grows, the others shrink in their proportion. What cannot be divided goes to whoever lost most by rounding, so that nothing is lost; a visitor without an address of its own leaves its part to the site.',
    categories: 'What jobs may be for',
    categoriesHint: 'None chosen: anything. Visitors of the site are never given work of another kind.',
    add: 'Add',
    save: 'Save',
    close: 'Close this site',
    closeSure: 'Yes, no page shall show its card',
    closed: 'No page may show the card of this site: it has no origin.',
  },
  tag: {
    title: 'One line for your pages',
    hint: 'The card stands where the line does.',
    pinned:
      'The hash pins the script. When the coordinator changes it, pages show no card until they have the new line; without “integrity” and “crossorigin” they always have the current one.',
    copy: 'Copy',
    copied: 'Copied.',
    visitor: (
      <>
        To credit your own users, add <code>data-visitor="…"</code> with a name that you made up for each:
        letters, digits and <code>. _ ~ -</code>, at most 64, never an e-mail address.
      </>
    ),
    gpc: 'Visitors who send Global Privacy Control are not asked by themselves: for them the card begins as a small button.',
  },
  figures: {
    title: 'What visitors do',
    sessions: 'Computing now',
    sessionsHint: 'connected visitors',
    consents: 'Agreed',
    consentsHint: 'times, in 14 days',
    final: 'Final',
    finalHint: 'instructions, checked',
    held: 'On hold',
    heldHint: 'until more checks pass',
    refuted: 'Refuted',
    refutedHint: 'proved wrong, unpaid',
    challenges: 'Challenges',
    challengeCounts: (open: number, taken: number, solved: number) =>
      `${count(solved)} solved, ${count(taken)} under way, ${count(open)} open`,
    chart: 'Final instructions by day',
    chartSays: (most: string) => `The last 14 days; the highest bar is ${most} instructions.`,
    asTable: 'As a table',
    day: 'Day (UTC)',
    nothing: 'Nothing is final yet.',
  },
  earnings: {
    title: 'Earnings and payouts',
    bySite: 'Earned on this site',
    roles: { site: 'For the site', visitors: 'For visitors', cause: 'For the cause' },
    balances: { payee: 'The site’s address', cause: 'The cause’s address' },
    earned: 'Earned in all',
    held: 'On hold',
    rooted: 'Settled',
    claimed: 'Paid out',
    noChain: 'the chain does not answer',
    nobody: 'No address earns for this site.',
    hint: (
      <>
        Addresses earn over all their sites and devices. Each settlement pays out for everybody at once: there
        is nothing to claim. <a href="/account.html">Look at any account</a>
      </>
    ),
  },
  visitors: {
    title: 'Visitors',
    hint: 'By your name for them and by device. A name is the word of the visitor’s browser: credit final work by it, never punish by it.',
    find: 'Name of a visitor',
    look: 'Look',
    unnamed: 'unnamed',
    visitor: 'Visitor',
    device: 'Device',
    lastSeen: 'Last here',
    none: 'Nobody yet.',
    next: 'Next page',
    back: 'Page before',
    csv: 'Save all as CSV',
  },
};
