import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';

/** A way to a store that can be cut and mended, to see what happens when the store is away. */
export interface TcpProxy {
  /** The store's URL, by way of the proxy. */
  readonly url: string;
  /** Breaks every connection and refuses new ones. */
  cut(): Promise<void>;
  /** Keeps the connections there are, and passes nothing on any more. */
  stall(): void;
  /** Accepts connections again, at the same address. */
  mend(): Promise<void>;
}

/** Passes data on in order, each piece after up to so many milliseconds. */
function delay(latencyMs: number): Transform {
  return new Transform({
    transform: (chunk, _encoding, done) => {
      setTimeout(done, Math.random() * latencyMs, null, chunk);
    },
  });
}

/** @param latencyMs most that a piece of data takes in either direction, as over a slow network */
export async function startTcpProxy(target: string, latencyMs = 0): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const passOn = (from: Socket, to: Socket): Socket =>
    latencyMs === 0 ? from.pipe(to) : from.pipe(delay(latencyMs)).pipe(to);
  const server = createServer((inbound) => {
    const outbound = track(connect(Number(port), hostname));
    passOn(track(inbound), outbound);
    passOn(outbound, inbound);
    inbound.on('close', () => outbound.destroy());
    outbound.on('close', () => inbound.destroy());
  });
  const listen = (at: number): Promise<void> =>
    new Promise((resolve) => server.listen(at, '127.0.0.1', resolve));
  await listen(0);
  const { port: own } = server.address() as AddressInfo;
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(own);
  return {
    url: url.toString(),
    stall: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    mend: () => listen(own),
    cut: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}
