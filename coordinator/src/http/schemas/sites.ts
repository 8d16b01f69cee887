/** Websites that embed the card, and their visitors' consent. */
import { Type } from '@sinclair/typebox';
import { Address, closed, Device, DeviceSignature, described, Hash, Share } from './common.ts';

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
export const SiteBody = Type.Object(terms, closed);
export const SiteReply = Type.Object({ key: SiteKey, ...terms });
export const SitesReply = Type.Object({ sites: Type.Array(SiteReply) });

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
