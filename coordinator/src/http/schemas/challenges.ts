/** Work that a site asks of a visitor. */
import { Type } from '@sinclair/typebox';
import { closed, Device, DeviceSignature, described, nullable } from './common.ts';

export const ChallengeId = Type.String({
  pattern: '^[0-9a-f]{32}$',
  description: '32 hex digits, not to be guessed',
});
const Fuel = Type.String({ pattern: '^[0-9]{1,15}$', description: 'final fuel, decimal text' });

export const ChallengeBody = Type.Object(
  {
    fuel: Type.String({ pattern: '^[1-9][0-9]{0,14}$', description: 'how much final fuel is asked for' }),
    seconds: Type.Integer({ minimum: 10, maximum: 86_400, description: 'how long there is time' }),
  },
  closed,
);
export const TakeBody = Type.Object(
  {
    device: Device,
    signature: DeviceSignature,
  },
  closed,
);
export const ChallengeReply = Type.Object({
  challenge: ChallengeId,
  fuel: Fuel,
  done: Fuel,
  solved: Type.Boolean(),
  expires: Type.String({ format: 'date-time' }),
  device: nullable(Type.String(described('the device that took it up'))),
});
