import type { Chapter } from './page.ts';

export const SITES: Chapter = {
  title: 'Sites, names and records',
  where: 'by routes and sessions of sites, of members and teams, and of what is kept of a device',
  pages: {
    SITE_INVALID: {
      why: 'An origin with a path or without `https://`, shares that do not sum to one million, a share without an address to pay it to.',
      remedy:
        'Correct what the message names: origins as browsers write them, shares that sum to one million, an address for each share.',
      example:
        '“example.org/page” is no origin: write it as browsers do, https://example.org without a path or slash at its end',
    },
    SITE_CHANGED: {
      why: 'The owner changed origins, split or kinds of jobs: sessions go on only under the present terms.',
      remedy:
        'Nothing: contributors come back by themselves, and are told then if the page may not show the card any more.',
      example: 'the owner of “A site” has changed its terms; connect again',
    },
    SITE_UNKNOWN: {
      why: "The key in the page has a typing error, belongs to another coordinator, or the site is another account's.",
      remedy:
        'Compare `data-site` in the page with the key that `POST /v1/sites` gave; change a site with the API key that made it.',
      example: 'no site of this account has this key',
    },
    SITES_FULL: {
      why: 'Every site is kept for good, so an account may have only so many.',
      remedy: 'Change a site you have, or open another account.',
      example: 'an account may have 100 sites; change one you have',
    },
    ORIGIN_REFUSED: {
      why: 'The page moved to another host or port, or `www.` was added.',
      remedy: 'The site’s owner adds the origin with `PUT /v1/sites/:key`.',
      example: 'https://www.example.org may not show the card of “A site”; its owner can allow it',
    },
    CONSENT_INVALID: {
      why: "The visitor's clock is wrong, the words were changed since, or the receipt is signed by another device.",
      remedy: 'Ask the visitor again; where the message names the clock, set it.',
      example: 'the consent receipt cannot be taken: it is of the future: set the clock',
    },
    CONSENT_WITHDRAWN: {
      why: 'The visitor said no after a yes, here or on another page.',
      remedy: 'Nothing runs any more; only a new yes of the visitor’s changes that.',
      example: 'this consent was withdrawn at 2026-01-01T00:00:00.000Z; ask the visitor again',
    },
    CHALLENGE_UNKNOWN: {
      why: 'It ran out, or the id is of another coordinator.',
      remedy: 'Let the site’s server make another with `POST /v1/sites/:key/challenges`.',
      example: 'no challenge 5d41… is open here',
    },
    CHALLENGE_TAKEN: {
      why: 'One challenge was handed to two visitors, or one visitor changed the browser.',
      remedy: 'Make a challenge for each visitor.',
      example: 'another device has taken up this challenge',
    },
    CHALLENGES_FULL: {
      why: 'Challenges are made for every view of a page instead of when they are needed.',
      remedy: 'Make challenges when visitors need them, with short lives; wait until some have expired.',
      example: 'a site may have 10000 open challenges',
    },
    CONSENTS_FULL: {
      why: 'Far more new visitors than a site usually has in a day; receipts are kept for a year.',
      remedy: 'Come back tomorrow; the software does so by itself.',
      example: 'this site has too many new visitors today; come back tomorrow',
    },
    MEMBERSHIP_INVALID: {
      why: 'A name too long or with signs that are not allowed, a wrong clock, or an older word than one that is known.',
      remedy: 'Correct what the message names; the clock may be ten minutes off at most.',
      example: 'a later word of this device is known already',
    },
    MEMBERSHIP_EARLY: {
      why: 'Names cost work, so that nobody fills the lists with them.',
      remedy: 'Compute a little first, and ask again.',
      example: 'nothing that this device computed is final yet; its first work will be in a moment',
    },
    TEAM_UNKNOWN: {
      why: 'The link was cut short, or is of another coordinator.',
      remedy: 'Ask who invited you for the link again.',
      example: 'no team has this id; ask for the invitation again',
    },
    TEAM_TAKEN: {
      why: 'Names of teams are compared without regard to case.',
      remedy: 'Choose another name, or ask that team for its invitation.',
      example: 'a team called “Night Owls” exists already; choose another name',
    },
    RECORD_REFUSED: {
      why: "The device's key was erased, the clock is more than ten minutes off, or somebody else asks.",
      remedy:
        'Sign the request with the device’s own key, and the statement with the account’s; set the clock if the message says so.',
      example: 'the request is not signed by the device 0x04…',
    },
  },
};
