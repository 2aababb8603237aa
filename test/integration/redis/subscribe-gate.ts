import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What becomes of a SUBSCRIBE on its way to Redis. */
type Fate = 'passes' | 'breaks the connection' | 'gets lost';

const subscribe = /\*(\d+)\r\n\$9\r\nsubscribe\r\n/g;

/** A way to Redis on which the test decides what becomes of each SUBSCRIBE, in turn; once it has said nothing more, they pass. */
export class SubscribeGate {
  /** Number of channels in each SUBSCRIBE that was sent. */
  readonly sizes: number[] = [];
  private readonly sockets = new Set<Socket>();
  private fates: Fate[] = [];

  private constructor(readonly url: string) {}

  static async start(redisUrl: string): Promise<SubscribeGate> {
    const { hostname, port } = new URL(redisUrl);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = new URL(redisUrl);
    url.hostname = '127.0.0.1';
    url.port = String((server.address() as AddressInfo).port);
    const gate = new SubscribeGate(url.toString());
    server.on('connection', (inbound) => {
      gate.join(inbound, connect(Number(port), hostname));
    });
    server.unref();
    return gate;
  }

  /** Breaks every connection; the SUBSCRIBEs to come fare as told. */
  break(...fates: Fate[]): void {
    this.fates = fates;
    for (const socket of this.sockets) socket.destroy();
  }

  /** The next SUBSCRIBE gets lost, of a connection that holds. */
  loseNext(): void {
    this.fates = ['gets lost'];
  }

  private join(inbound: Socket, outbound: Socket): void {
    for (const [one, other] of [
      [inbound, outbound],
      [outbound, inbound],
    ] as const) {
      this.sockets.add(one);
      one
        .on('error', () => undefined)
        .on('close', () => {
          this.sockets.delete(one);
          other.destroy();
        });
    }
    outbound.pipe(inbound);
    inbound.on('data', (data) => {
      const sizes = [...data.toString('latin1').matchAll(subscribe)].map(([, words]) => Number(words) - 1);
      this.sizes.push(...sizes);
      const fate = sizes.length > 0 ? this.fates.shift() : undefined;
      if (fate === 'breaks the connection') inbound.destroy();
      else if (fate !== 'gets lost') outbound.write(data);
    });
  }
}
