import { Type } from '@sinclair/typebox';
import type { Desk } from '../../jobs/desk.ts';
import { RatesReply } from '../schemas/status.ts';
import type { Server } from '../type-provider.ts';

const Query = Type.Object(
  { by: Type.Optional(Type.Union([Type.Literal('engine'), Type.Literal('device')])) },
  { additionalProperties: false },
);

/** Strangers learn how fast engines are; how fast a certain device is, only who sits at this machine. */
export function rateRoutes(app: Server, desk: Desk, isLocal: (address: string) => boolean): void {
  app.get(
    '/v1/rates',
    {
      schema: {
        summary: 'How far fuel × rate and time disagree, since this coordinator started',
        querystring: Query,
        response: { 200: RatesReply },
      },
    },
    async (request) => {
      const by: 'engine' | 'device' =
        request.query.by === 'device' && isLocal(request.ip) ? 'device' : 'engine';
      return { by, rows: desk.dispatcher.timeRatios(by) };
    },
  );
}
