import websocket from '@fastify/websocket';
import { LIMITS } from '@manyhands/protocol';
import type { FastifyInstance } from 'fastify';
import { ContributorSocket, type Door } from './contributor-socket.ts';
import { prefixOf } from './prefix.ts';

/** Sockets at once, greeted or not. */
export const MOST_SOCKETS = 10_000;
/** Frames this much too large still get their code; beyond, the socket is cut with the protocol's own 1009. */
const TOLERATED_BYTES = 1024 * 1024;

/** The door for contributors: a WebSocket at /v1/contribute. */
export async function contributeRoute(app: FastifyInstance, door: Door): Promise<void> {
  let sockets = 0;
  await app.register(websocket, {
    options: {
      maxPayload: LIMITS.frameBytes + TOLERATED_BYTES,
      perMessageDeflate: false,
      clientTracking: true,
    },
  });
  app.get('/v1/contribute', { websocket: true, schema: { hide: true } }, (socket, request) => {
    sockets++;
    socket.on('close', () => {
      sockets--;
    });
    const session = new ContributorSocket(socket, door, prefixOf(request.ip));
    if (sockets > MOST_SOCKETS)
      session.close('SESSIONS_FULL', 'this coordinator has no room; try again later');
  });
}
