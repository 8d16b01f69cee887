/** What an account allows a key or a channel to spend. */
import { Type } from '@sinclair/typebox';
import { closed, nullable, TokenUnits } from './common.ts';

const amount = (description: string) => Type.String({ ...TokenUnits, description });

const kind = Type.Union([Type.Literal('key'), Type.Literal('channel')], {
  description: 'what is limited: all that jobs started under a key cost, or all that is paid from a channel',
});
const subject = Type.String({
  pattern: '^([0-9a-f]{16}|0x[0-9a-f]{64})$',
  description: 'a key’s id, or a channel’s at the hub',
});
const limits = {
  perDay: nullable(amount('token units charged on a day (UTC) at most; null: no limit by day')),
  total: nullable(amount('token units in all at most; null: no limit in all')),
};

export const LimitBody = Type.Object({ kind, subject, ...limits }, closed);
export const LimitsReply = Type.Object({
  limits: Type.Array(
    Type.Object({
      kind,
      subject,
      ...limits,
      today: amount('what the ledger charged under it today (UTC), token units'),
      spent: amount('what was charged under it in all, token units'),
      reserved: amount('what is set aside for units under way, token units'),
      open: amount('what the budgets of its running jobs still allow, token units'),
    }),
  ),
});
