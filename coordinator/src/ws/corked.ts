import type { Socket } from 'node:net';

const corked: Socket[] = [];

/** All that is written to a socket in this turn of the event loop leaves it in one system call at the end of the turn. */
export function corkForThisTurn(socket: Socket): void {
  if (socket.writableCorked > 0) return;
  socket.cork();
  if (corked.push(socket) === 1) process.nextTick(uncorkAll);
}

function uncorkAll(): void {
  for (const socket of corked.splice(0)) socket.uncork();
}
