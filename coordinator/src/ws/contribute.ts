import websocket from '@fastify/websocket';
import { KnownError, LIMITS } from '@manyhands/protocol';
import type { FastifyInstance } from 'fastify';
import { ContributorSocket, type Door } from './contributor-socket.ts';
import { Entrance, SOCKET_BOUNDS, type SocketBounds } from './entrance.ts';
import { Pools } from './pools.ts';
import { hostOf, prefixOf } from './prefix.ts';
import { Proofs } from './proofs.ts';
import { Tickets } from './tickets.ts';
import { tooMuch } from './unfinished.ts';

/** Frames this much too large still get their code; beyond, the socket is cut with the protocol's own 1009. */
const TOLERATED_BYTES = 1024 * 1024;
/** Of all messages that are not whole yet. */
const UNFINISHED_BYTES = 256 * 1024 * 1024;
const LOOK_MS = 1_000;

export interface ContributeOptions extends Omit<Door, 'proofs' | 'pools' | 'tickets' | 'greeted'> {
  /** 32 secret bytes, which seal the tickets by which sessions come back. */
  readonly ticketKey: Uint8Array;
  /** Private pools by name, with the keys by which members join. */
  readonly joinKeys?: ReadonlyMap<string, string>;
  readonly bounds?: Partial<SocketBounds>;
}

/** The door for contributors: a WebSocket at /v1/contribute. */
export async function contributeRoute(app: FastifyInstance, options: ContributeOptions): Promise<void> {
  const entrance = new Entrance({ ...SOCKET_BOUNDS, ...options.bounds }, () => performance.now());
  const door: Door = {
    dispatcher: options.dispatcher,
    coordinator: options.coordinator,
    trouble: options.trouble,
    proofs: new Proofs(),
    consents: options.consents,
    pools: new Pools(options.joinKeys ?? new Map()),
    times: options.times,
    tickets: new Tickets(options.ticketKey, () => Math.floor(Date.now() / 1000)),
    greeted: (socket) => entrance.greeted(socket),
  };
  await app.register(websocket, {
    options: {
      maxPayload: LIMITS.frameBytes + TOLERATED_BYTES,
      perMessageDeflate: false,
      clientTracking: true,
    },
  });
  const sessions = new Set<ContributorSocket>();
  const looking = setInterval(() => {
    for (const session of tooMuch(sessions, UNFINISHED_BYTES))
      session.turnAway(new KnownError('SESSIONS_FULL', 'too much arrives at once; try again in a moment'));
  }, LOOK_MS);
  app.addHook('onClose', async () => {
    clearInterval(looking);
    entrance.close();
  });
  app.get('/v1/contribute', { websocket: true, schema: { hide: true } }, (socket, request) => {
    const { ip } = request;
    const session = new ContributorSocket(socket, door, { wire: request.raw.socket, prefix: prefixOf(ip) });
    const host = hostOf(ip);
    sessions.add(session);
    socket.on('close', () => {
      sessions.delete(session);
      entrance.left(session, host);
    });
    const refusal = entrance.entered(session, host);
    if (refusal) session.turnAway(refusal);
  });
}
