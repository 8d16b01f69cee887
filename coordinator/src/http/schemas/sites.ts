/** Websites that embed the card, and their visitors' consent. */
import { VISITOR } from '@manyhands/protocol';
import { Type } from '@sinclair/typebox';
import {
  Address,
  closed,
  count,
  Decimal,
  Device,
  DeviceSignature,
  described,
  Hash,
  moment,
  nullable,
  Share,
} from './common.ts';

const AddressOrNone = Type.Union([Address, Type.Literal('')], described('an address, or empty: nobody'));

const terms = {
  name: Type.String({ minLength: 1, maxLength: 100, pattern: '^[^\\p{C}]+$' }),
  origins: Type.Array(Type.String({ maxLength: 255 }), {
    maxItems: 32,
    description: 'of the pages that may show the card: https://example.org',
  }),
  payee: AddressOrNone,
  cause: AddressOrNone,
  sitePpm: Share('of what visitors earn, for the payee; the three sum to 1,000,000'),
  visitorPpm: Share('for the visitor; what one without an address earns is the site’s'),
  causePpm: Share('for the cause'),
};

export const SiteKey = Type.String({ pattern: '^[0-9a-f]{32}$', description: 'public: 32 hex digits' });
const Categories = Type.Array(Type.String({ maxLength: 40 }), {
  maxItems: 64,
  description: 'what jobs may be for; none named: anything',
});
export const SiteBody = Type.Object({ ...terms, categories: Type.Optional(Categories) }, closed);
export const SiteReply = Type.Object({ key: SiteKey, ...terms, categories: Categories });
export const SitesReply = Type.Object({ sites: Type.Array(SiteReply) });

const Visitor = Type.String({
  pattern: VISITOR.source,
  description: 'the site’s own name for its user, as its page gave it',
});
/** Net sums can be below zero on a day on which more was refuted than became final. */
const Net = Type.String({ pattern: '^-?[0-9]{1,30}$', description: 'a whole number as decimal text' });
const Money = Type.String(described('token units (9 decimals) as decimal text, rounded down'));
const figures = {
  consents: Type.Integer(described('new receipts')),
  finalFuel: Net,
  refutedFuel: Decimal,
  earned: Type.Object(
    { site: Money, visitors: Money, cause: Money },
    described('what was earned for whom; a visitor without an address leaves its part to the site'),
  ),
};
export const TotalsQuery = Type.Object(
  {
    days: Type.Optional(
      Type.String({
        pattern: '^([1-9]|[1-8][0-9]|90)$',
        description: 'how many days, 1 to 90; 14 if absent',
      }),
    ),
  },
  closed,
);
export const TotalsReply = Type.Object({
  key: SiteKey,
  sessions: Type.Integer(described('connected now')),
  challenges: Type.Object({ open: count, taken: count, solved: count }),
  ...figures,
  heldFuel: Decimal,
  days: Type.Array(Type.Object({ day: Type.String(described('2026-01-31, UTC')), ...figures })),
});
export const VisitorsQuery = Type.Object(
  {
    after: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$', description: '`next` of the page before' })),
    limit: Type.Optional(
      Type.String({ pattern: '^([1-9][0-9]{0,2}|1000)$', description: '1 to 1000; 100 if absent' }),
    ),
    visitor: Type.Optional(Visitor),
    format: Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('csv')])),
  },
  closed,
);
const fuels = { finalFuel: Decimal, heldFuel: Decimal, refutedFuel: Decimal };
export const VisitorsReply = Type.Object({
  visitors: Type.Array(
    Type.Object({
      visitor: Type.String(described('the site’s name for its user, or empty')),
      device: Type.String(described('tells devices apart at this site alone')),
      ...fuels,
      firstSeen: moment,
      lastSeen: moment,
    }),
  ),
  next: nullable(Type.String(described('`after` of the next page; null: this is the last one'))),
});
export const ByVisitor = Type.Object({ key: SiteKey, visitor: Visitor });
export const CreditReply = Type.Object({ visitor: Type.String(), devices: count, ...fuels });

export const WithdrawalBody = Type.Object(
  {
    device: Device,
    receipt: Hash,
    at: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    signature: DeviceSignature,
  },
  closed,
);
export const WithdrawalReply = Type.Object({ withdrawn: Type.String({ format: 'date-time' }) });
