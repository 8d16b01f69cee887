import type { DeviceId } from '@manyhands/protocol';
import { Type } from '@sinclair/typebox';
import { findDevice } from '../../db/jobs/find-device.ts';
import { openAccount, renewKey } from '../../jobs/accounts.ts';
import type { Desk } from '../../jobs/desk.ts';
import { keyed } from '../caller.ts';
import { Address } from '../schemas/common.ts';
import { AccountBody, AccountReply, DeviceReply } from '../schemas/status.ts';
import type { Server } from '../type-provider.ts';

export function accountRoutes(app: Server, desk: Desk): void {
  app.post(
    '/v1/accounts',
    {
      config: { rateLimit: { max: 20 } },
      schema: { summary: 'Open an account', body: AccountBody, response: { 200: AccountReply } },
    },
    (request) => openAccount(desk.db, request.body.name),
  );
  app.post(
    '/v1/accounts/key',
    {
      config: { rateLimit: { max: 20 } },
      schema: {
        ...keyed,
        summary: 'A new key in the place of the one that asks',
        response: { 200: AccountReply },
      },
    },
    (request) => renewKey(desk.db, request.headers.authorization),
  );
  app.get(
    '/v1/devices/:id',
    {
      schema: {
        summary: 'A device’s record',
        params: Type.Object({ id: Address }),
        response: { 200: DeviceReply },
      },
    },
    async (request) => {
      const device = request.params.id.toLowerCase() as DeviceId;
      const standing = await findDevice(desk.db, device);
      return { device, ...standing, finalFuel: String(standing.finalFuel) };
    },
  );
}
