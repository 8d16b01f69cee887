import { connect, createServer, type Socket } from 'node:net';

/** Stands in the way of connections, and cuts each after so many bytes from behind it: `bytesOf` says how many, anew for each. */
export class CuttingProxy {
  cuts = 0;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((client) => this.#join(client));
  readonly #port: number;
  readonly #bytesOf: () => number;

  constructor(port: number, bytesOf: () => number) {
    this.#port = port;
    this.#bytesOf = bytesOf;
  }

  async listen(): Promise<string> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    return `http://127.0.0.1:${(this.#server.address() as { port: number }).port}`;
  }

  close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((closed) => this.#server.close(() => closed()));
  }

  #join(client: Socket): void {
    const behind = connect(this.#port, '127.0.0.1');
    let left = this.#bytesOf();
    const end = (): void => {
      for (const socket of [client, behind]) {
        this.#sockets.delete(socket);
        socket.destroy();
      }
    };
    for (const socket of [client, behind]) {
      this.#sockets.add(socket);
      socket.on('error', end).on('close', end);
    }
    client.on('data', (bytes) => behind.write(bytes));
    behind.on('data', (bytes) => {
      const sent = bytes.subarray(0, left);
      left -= sent.length;
      if (left > 0) return void client.write(sent);
      this.cuts++;
      client.write(sent, end);
    });
  }
}
