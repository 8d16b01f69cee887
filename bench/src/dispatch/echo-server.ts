/** A bare socket server: welcomes everybody and sends the same assignment for every answer. */
import { COORDINATOR_FRAMES, encodeCoordinatorFrame } from '@manyhands/protocol';
import { WebSocketServer } from 'ws';

const items = Number(process.argv[2]);
const samples = {
  text: '0'.repeat(40),
  texts: [],
  bytes: new Uint8Array(4 * items),
  count: 10,
  fuel: 1_000_000n,
  amount: 0n,
};
type Frame = Parameters<typeof encodeCoordinatorFrame>[0];
const frameOf = (kind: keyof typeof COORDINATOR_FRAMES): Uint8Array => {
  const fields = Object.entries(COORDINATOR_FRAMES[kind]).map(([name, type]) => [
    name,
    name === 'nonce' ? `0x${'0'.repeat(64)}` : samples[type as keyof typeof samples],
  ]);
  return encodeCoordinatorFrame({ kind, ...Object.fromEntries(fields) } as Frame);
};
const [challenge, welcome, assign] = [frameOf('challenge'), frameOf('welcome'), frameOf('assign')];
const HELLO = 0;
const WANT = 1;
const ANSWER = 2;

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', (message: Buffer) => {
    if (message[1] === HELLO) socket.send(welcome);
    else if (message[1] === WANT) for (let i = 0; i < 4; i++) socket.send(assign);
    else if (message[1] === ANSWER) socket.send(assign);
  });
  socket.send(challenge);
});
server.on('listening', () =>
  process.send?.(`http://127.0.0.1:${(server.address() as { port: number }).port}`),
);
process.on('disconnect', () => process.exit(0));
