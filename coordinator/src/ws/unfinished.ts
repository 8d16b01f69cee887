/** A socket on which a message may be under way. */
interface Receiving {
  /** Bytes that have arrived of a message that is not whole yet. */
  readonly unfinished: number;
}

/**
 * The sockets to close so that what waits in memory to become whole messages stays below `most` bytes: those with the most of it.
 * A single message is bounded by its size; many sockets that each send most of one and then nothing are bounded here.
 */
export function tooMuch<T extends Receiving>(sockets: Iterable<T>, most: number): T[] {
  const receiving: { readonly socket: T; readonly bytes: number }[] = [];
  let sum = 0;
  for (const socket of sockets) {
    const bytes = socket.unfinished;
    if (bytes === 0) continue;
    sum += bytes;
    receiving.push({ socket, bytes });
  }
  if (sum <= most) return [];
  receiving.sort((a, b) => b.bytes - a.bytes);
  const closed: T[] = [];
  for (const { socket, bytes } of receiving) {
    if (sum <= most) break;
    closed.push(socket);
    sum -= bytes;
  }
  return closed;
}
