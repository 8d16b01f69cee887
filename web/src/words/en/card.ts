import type { Offer } from '../../card/offer.ts';
import { formatsOf } from '../formats.ts';

const { percent, plural } = formatsOf('en');

/** “80 % to the site, 20 % to a cause”. A visitor without an address of its own gives its share to the site. */
function shares({ siteName, sitePpm, visitorPpm, causePpm }: Offer): string {
  if (causePpm === 0) return `goes to ${siteName}`;
  const cause = 'the cause it chose';
  const visitors = sitePpm + visitorPpm;
  return visitors === 0
    ? `goes to ${cause}`
    : `is split: ${percent(visitors / 1e6, 4)} for ${siteName}, ${percent(causePpm / 1e6, 4)} for ${cause}`;
}

export const words = {
  documentTitle: 'Lend some computing power: your choice',
  /** What the visitor reads is what the receipt keeps. A change of meaning raises CONSENT_VERSION. */
  consent: {
    title: ({ siteName }: Offer) => `Support ${siteName} with computing power?`,
    sentences: (offer: Offer): readonly string[] => [
      `If you agree, this card computes for science on ${plural(offer.threads, { one: 'one thread', other: '# threads' })} of your processor while the page is open.`,
      'It costs some electricity.',
      `What it earns ${shares(offer)}.`,
      'It cannot read your files.',
      'A key and your yes are kept in this browser; your yes, with this page’s address, at the coordinator. It ends after a day.',
      ...(offer.named ? [`${offer.siteName} learns how much you compute, for your account with it.`] : []),
      'Stop at any time: that withdraws it.',
    ],
  },
  more: 'More',
  covered: 'Something lies over this card. Make all of it visible and try again.',
  no: 'No, thanks',
  yes: 'Yes, compute',
  lend: 'Lend power…',
  thisPage: 'this page',
  quiet: (site: string) => `Support ${site}: nothing runs unless you say so.`,
  declined: 'Nothing runs.',
  stopped: 'Stopped and withdrawn.',
  noIsKept: (days: number) =>
    `You are not asked again for ${days} days: only your no is stored, in this frame.`,
  noIsNotKept: 'This browser stores nothing here, not even your no.',
  starting: 'Starting',
  done: (items: number, fuel: string) =>
    `${plural(items, { one: '# item', other: '# items' })}, ${fuel} instructions`,
  settings: 'Pause, settings, what runs',
  nothingRuns: 'Nothing is computed here at this moment.',
  runs: (title: string, researcher: string) =>
    `“${title}” for ${researcher || 'a researcher without a name'}.`,
  restHidden: 'Rest while this page is in the background',
  threads: 'Threads',
  threadsOf: (now: number, most: number) => `${now} of ${most}`,
  share: 'Share of each',
  within: 'Never more than you agreed to. These choices stay in this browser.',
  workFor: 'Work for',
  anything: 'anything',
  kinds: (chosen: number, all: number) => `${chosen} of ${all} kinds`,
  noneTicked: 'None ticked: for anything',
  nameRefused: 'This page calls its visitor by a name that cannot be taken.',
  siteUnknown: 'This page’s site key is not known here.',
};
