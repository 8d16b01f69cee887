import { setTimeout } from 'node:timers/promises';
import { encodeContributorFrame, LIMITS, NOBODY, newPrivateKey, PROTOCOL_VERSION } from '@manyhands/protocol';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import { contribute, helloTo, RawSocket } from '../testing/contributor.ts';
import { Caller, type Edge, openEdge, SQUARES, squareOf, until } from '../testing/edge.ts';

// Compiling and opening a database take seconds of a core, and cores are shared.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

let edge: Edge;
let honest: RawSocket;

beforeAll(async () => {
  edge = await openEdge();
  honest = await contribute(edge.url);
});
afterAll(async () => {
  honest.close();
  await edge.close();
});

/** Greets rightly; the session is on. */
async function greeted(privateKey = newPrivateKey()): Promise<RawSocket> {
  const raw = new RawSocket(edge.url);
  raw.send(helloTo(await challengeOf(raw), { privateKey }));
  expect(await raw.frame('welcome')).toMatchObject({ seatWindow: LIMITS.seatWindow });
  return raw;
}

async function challengeOf(raw: RawSocket) {
  const challenge = await raw.frame('challenge');
  if (challenge === null) throw new Error('no challenge');
  return challenge;
}

type Act = (raw: RawSocket) => Promise<void> | void;

describe('[SE1] a stranger is refused with a code, and nobody else is disturbed, who', () => {
  const refusals: [string, string, RegExp, Act][] = [
    [
      'sends garbage',
      'VERSION_UNSUPPORTED',
      new RegExp(`version ${PROTOCOL_VERSION}, not 255`),
      (raw) => raw.socket.send(Buffer.alloc(64, 255)),
    ],
    [
      'shows a join key that no pool has',
      'JOIN_KEY_REFUSED',
      /no private pool/,
      async (raw) => {
        raw.send({ kind: 'join', proof: '0'.repeat(64) });
        raw.send(helloTo(await challengeOf(raw)));
      },
    ],
    [
      'shows one with a ticket',
      'JOIN_KEY_REFUSED',
      /no private pool/,
      async (raw) => {
        const before = await greeted();
        const { ticket } = (await before.frame('welcome')) as { ticket: string };
        before.close();
        await challengeOf(raw);
        raw.send({ kind: 'join', proof: '0'.repeat(64) });
        raw.send({ kind: 'resume', ticket, seats: 1, agent: 'test', keeps: [] });
      },
    ],
    [
      'shows two join keys',
      'FRAME_UNEXPECTED',
      /before it once join/,
      async (raw) => {
        await challengeOf(raw);
        for (const proof of ['0', '1']) raw.send({ kind: 'join', proof });
      },
    ],
    ['sends text', 'FRAME_INVALID', /binary/, (raw) => raw.socket.send('hello')],
    [
      'sends an unknown kind',
      'FRAME_INVALID',
      /200/,
      (raw) => raw.socket.send(Buffer.from([PROTOCOL_VERSION, 200, 0x80])),
    ],
    [
      'sends a frame cut short',
      'FRAME_INVALID',
      /device/,
      (raw) => raw.socket.send(Buffer.from([PROTOCOL_VERSION, 0, 0xc1])),
    ],
    [
      'sends an oversized frame',
      'FRAME_TOO_LARGE',
      /8388608 bytes/,
      (raw) => raw.socket.send(Buffer.alloc(LIMITS.frameBytes + 1, 1)),
    ],
    ['works before greeting', 'FRAME_UNEXPECTED', /hello/, (raw) => raw.send({ kind: 'want', seats: 4 })],
    [
      'greets with another’s device',
      'DEVICE_UNPROVEN',
      /not signed/,
      async (raw) => raw.send({ ...helloTo(await challengeOf(raw)), device: `0x${'12'.repeat(20)}` }),
    ],
    [
      'repeats a greeting that answered another challenge',
      'DEVICE_UNPROVEN',
      /this challenge/,
      async (raw) => raw.send(helloTo({ kind: 'challenge', nonce: `0x${'00'.repeat(32)}`, coordinator: '' })),
    ],
    [
      'names a payee that is no address',
      'FRAME_INVALID',
      /payee/,
      async (raw) => raw.send({ ...helloTo(await challengeOf(raw)), payee: 'me' }),
    ],
    [
      'names a payee that nobody is',
      'PAYEE_INVALID',
      /zero address/,
      async (raw) => raw.send({ ...helloTo(await challengeOf(raw)), payee: NOBODY }),
    ],
    [
      'brings too many seats',
      'FRAME_INVALID',
      /seats/,
      async (raw) => raw.send(helloTo(await challengeOf(raw), { seats: LIMITS.seatsPerSession + 1 })),
    ],
  ];

  it.each(refusals)('%s', async (_who, code, message, act) => {
    const raw = new RawSocket(edge.url);
    await challengeOf(raw);
    await act(raw);
    const refuse = await raw.frame('refuse');
    expect(refuse?.code).toBe(code);
    expect(refuse?.message).toMatch(message);
    expect((await raw.closed).reason).toBe(code);
    expect(honest.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('comes with a ticket that is none: it is challenged anew, once', async () => {
    const raw = new RawSocket(edge.url);
    const first = await challengeOf(raw);
    const resume = { kind: 'resume', ticket: 'x'.repeat(128), seats: 1, agent: 'test', keeps: [] } as const;
    raw.send(resume);
    const again = await raw.next('challenge');
    expect(again?.nonce).not.toBe(first.nonce);
    raw.send(resume);
    expect((await raw.closed).reason).toBe('FRAME_UNEXPECTED');
  });

  it('greets twice', async () => {
    const raw = await greeted();
    raw.send(helloTo(await challengeOf(raw)));
    expect((await raw.closed).reason).toBe('FRAME_UNEXPECTED');
  });

  it('answers in columns of different lengths', async () => {
    const raw = await greeted();
    const none = new Uint8Array();
    raw.send({
      kind: 'answer',
      assignment: 'x',
      statuses: Uint8Array.of(0),
      fuels: none,
      lengths: none,
      outputs: none,
    });
    const end = await Promise.race([raw.closed, raw.frame('cancel')]);
    expect(end).not.toBeNull();
    raw.close();
  });

  it('sends far more than a socket can take: cut by the protocol', async () => {
    const raw = new RawSocket(edge.url);
    await challengeOf(raw);
    raw.socket.send(Buffer.alloc(LIMITS.frameBytes + 2 * 1024 * 1024));
    expect((await raw.closed).code).toBe(1009);
  });
});

it('[SE1] one address may have so many connections, and again as many when they are gone', async () => {
  const narrow = await openEdge({ sockets: { perAddress: 2 } });
  try {
    const [first, second, third] = [1, 2, 3].map(() => new RawSocket(narrow.url));
    await challengeOf(first);
    await challengeOf(second);
    expect((await third.closed).reason).toBe('ADDRESS_FULL');
    expect(third.frames.at(-1)).toMatchObject({ kind: 'refuse', code: 'ADDRESS_FULL' });
    first.close();
    await first.closed;
    // The coordinator may hear of it a moment later than this side.
    await until(async () => {
      const fourth = new RawSocket(narrow.url);
      await challengeOf(fourth);
      const turnedAway = fourth.closed.then(() => false);
      fourth.send(helloTo(await challengeOf(fourth)));
      return Promise.race([turnedAway, fourth.frame('welcome').then((welcome) => welcome !== null)]);
    });
    second.close();
  } finally {
    await narrow.close();
  }
});

it('a device comes back by its ticket as the same, without a signature', async () => {
  const privateKey = newPrivateKey();
  const payee = `0x${'77'.repeat(20)}`;
  const raw = new RawSocket(edge.url);
  raw.send(helloTo(await challengeOf(raw), { privateKey, payee }));
  const ticket = (await raw.frame('welcome'))?.ticket ?? '';
  raw.close();
  await raw.closed;
  const again = new RawSocket(edge.url);
  await challengeOf(again);
  again.send({ kind: 'resume', ticket, seats: 2, agent: 'test', keeps: ['lost'] });
  const welcome = await again.frame('welcome');
  expect(welcome?.ticket).toMatch(/^[\w-]{100}$/);
  again.send({ kind: 'want', seats: 1 });
  expect(await again.frame('standing')).toMatchObject({ finalItems: 0 });
  again.close();
});

it('[SE1] who sends without end is read slowly, not refused', async () => {
  const raw = await greeted();
  const beat = encodeContributorFrame({ kind: 'beat' });
  const begun = performance.now();
  // A hundred times, because what arrives in one piece is taken in one piece.
  for (let i = 0; i < 100; i++) {
    for (let j = 0; j < 30; j++) raw.socket.send(beat);
    await new Promise((turn) => setImmediate(turn));
  }
  raw.send({ kind: 'bye' });
  expect((await raw.closed).code).toBe(1000);
  // A pace of 600 a second, 1,200 at once: the rest takes three seconds.
  expect(performance.now() - begun).toBeGreaterThan(1_500);
});

it('[SE1] work goes on for the honest while strangers come and go', async () => {
  const ann = await Caller.withAccount(edge.url);
  const { kernel, schema } = (await ann.post('/v1/kernels', { source: SQUARES })).body;
  const inputs = await ann.table(
    schema.inputs,
    Array.from({ length: 200 }, (_, i) => [i]),
  );
  const { job } = (await ann.post('/v1/jobs', { kernel, title: 'squares', inputs })).body;
  await ann.post(`/v1/jobs/${job}/start`);
  let isOver = false;
  // One after the other, so that on a busy machine they are no more than it can turn away.
  const comeAndGo = async (): Promise<void> => {
    while (!isOver) {
      const raw = new RawSocket(edge.url);
      raw.socket.on('open', () => raw.socket.send(Buffer.alloc(100, 7)));
      const gone = new Promise((resolve) => raw.socket.on('close', resolve));
      await Promise.all([gone, setTimeout(20)]);
    }
  };
  const strangers = comeAndGo();
  try {
    await until(async () => (await ann.get(`/v1/jobs/${job}`)).body.state === 'certified');
  } finally {
    isOver = true;
    await strangers;
  }
  const lines = (await ann.get(`/v1/jobs/${job}/results?format=csv`)).body.trim().split('\n');
  expect(lines).toHaveLength(201);
  for (const line of lines.slice(1)) {
    const [index, status, , result] = line.split(',');
    expect([status, BigInt(result)]).toEqual(['ok', squareOf(Number(index))]);
  }
});
