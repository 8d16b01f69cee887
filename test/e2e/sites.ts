/** Websites at a real coordinator. */

export interface SiteTerms {
  readonly name: string;
  readonly origins: readonly string[];
  readonly payee: string;
  readonly cause: string;
  readonly sitePpm: number;
  readonly visitorPpm: number;
  readonly causePpm: number;
}

export const send = async (url: string, body: unknown, key = '') => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
};

/** Adds a site with an account of its own; gives its public key. */
export const addSite = async (coordinator: string, terms: Partial<SiteTerms>): Promise<string> =>
  (await addOwnedSite(coordinator, terms)).site;

/** The same, and the key of the account. */
export async function addOwnedSite(
  coordinator: string,
  terms: Partial<SiteTerms>,
): Promise<{ readonly site: string; readonly key: string }> {
  const { key } = await send(`${coordinator}/v1/accounts`, { name: 'owner' });
  const site = {
    name: 'The Tidepool Notebook',
    origins: [],
    payee: `0x${'aa'.repeat(20)}`,
    cause: '',
    sitePpm: 1_000_000,
    visitorPpm: 0,
    causePpm: 0,
    ...terms,
  };
  return { site: (await send(`${coordinator}/v1/sites`, site, key)).key, key };
}

export const scriptTag = (coordinator: string, site: string, more = ''): string =>
  `<script src="${coordinator}/embed.js" data-site="${site}" ${more} async></script>`;
