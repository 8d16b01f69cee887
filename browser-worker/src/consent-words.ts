/**
 * The words of the consent card, the only place where they stand: what the visitor reads is what the receipt keeps. A change
 * of meaning raises CONSENT_VERSION.
 */

/** What a site asks of a visitor. */
export interface Offer {
  readonly siteName: string;
  readonly threads: number;
  /** Who gets how much of what is earned, in millionths. */
  readonly sitePpm: number;
  readonly visitorPpm: number;
  readonly causePpm: number;
  /** The site says by a name of its own for whom it asks. Absent: it does not. */
  readonly named?: boolean;
}

export interface ConsentWords {
  readonly title: string;
  readonly sentences: readonly string[];
}

const percent = (ppm: number): string => `${Number((ppm / 10_000).toFixed(4))} %`;

/** “80 % to the site, 20 % to a cause”. A visitor without an address of its own gives its share to the site. */
function sharesOf({ siteName, sitePpm, visitorPpm, causePpm }: Offer): string {
  const shares = [
    { name: siteName, ppm: sitePpm + visitorPpm },
    { name: 'the cause it chose', ppm: causePpm },
  ].filter(({ ppm }) => ppm > 0);
  return shares.length === 1
    ? `goes to ${shares[0].name}`
    : `is split: ${shares.map(({ name, ppm }) => `${percent(ppm)} for ${name}`).join(', ')}`;
}

export function consentWords(offer: Offer): ConsentWords {
  const threads = offer.threads === 1 ? 'one thread' : `${offer.threads} threads`;
  return {
    title: `Support ${offer.siteName} with computing power?`,
    sentences: [
      `If you agree, this card computes for science on ${threads} of your processor while the page is open.`,
      'It costs some electricity.',
      `What it earns ${sharesOf(offer)}.`,
      'It cannot read your files.',
      'A key and your yes are kept in this browser; your yes, with this page’s address, at the coordinator. It ends after a day.',
      ...(offer.named ? [`${offer.siteName} learns how much you compute, for your account with it.`] : []),
      'Stop at any time: that withdraws it.',
    ],
  };
}

/** As the receipt keeps them. */
export function agreedWords(offer: Offer): string {
  const { title, sentences } = consentWords(offer);
  return [title, ...sentences].join(' ');
}
