import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A GET, or with a body a POST of JSON. */
export interface HttpRequest {
  readonly path: string;
  readonly body?: string;
}

/** A server, and what becomes of answers other than success: unless told otherwise they end the bench. */
export interface HttpTarget {
  readonly origin: string;
  /** Handed the request and the head of the answer. */
  readonly onFailure?: (answer: string) => void;
}

export interface HttpLoad {
  readonly target: HttpTarget;
  /** Asked for each request. */
  readonly next: () => HttpRequest;
  readonly connections: number;
  readonly milliseconds: number;
  /** Requests a second over all connections; as fast as they are answered unless told. */
  readonly perSecond?: number;
}

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds from the request to the last byte of its answer, sorted. */
  readonly latencies: readonly number[];
}

const headEnd = '\r\n\r\n';
const contentLength = /\r\nContent-Length: (\d+)/i;
const success = /^HTTP\/1\.1 20[01]\b/;

/**
 * One kept-alive connection that sends a request when the one before is answered. It reads no more of an answer than
 * its length, so that the client's own work hardly shows in the latencies, which are finer than load tools count.
 */
class Connection {
  private missing = 0;
  private head = '';
  private sent = '';
  private answered: (() => void) | undefined;
  private lost: ((reason: Error) => void) | undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly host: string,
    private readonly target: HttpTarget,
  ) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      this.read(chunk);
    });
    socket.on('error', (error) => this.lost?.(error));
    socket.on('close', () => this.lost?.(new Error(`no answer to ${this.sent}`)));
  }

  static async open(target: HttpTarget): Promise<Connection> {
    const { hostname, port, host } = new URL(target.origin);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new Connection(socket, host, target);
  }

  async send({ path, body }: HttpRequest): Promise<void> {
    const answer = new Promise<void>((resolve, reject) => {
      [this.answered, this.lost] = [resolve, reject];
    });
    this.sent = `${body === undefined ? 'GET' : 'POST'} ${path}`;
    const head = `${this.sent} HTTP/1.1\r\nHost: ${this.host}\r\n`;
    const type = `Content-Type: application/json\r\nContent-Length: `;
    this.socket.write(
      body === undefined ? `${head}\r\n` : `${head}${type}${Buffer.byteLength(body)}${headEnd}${body}`,
    );
    await answer;
  }

  close(): void {
    this.socket.destroy();
  }

  private read(chunk: Buffer): void {
    if (this.missing > 0) this.missing -= chunk.length;
    else this.readHead(chunk);
    if (this.missing === 0 && this.head === '') this.answered?.();
  }

  private readHead(chunk: Buffer): void {
    this.head += chunk.toString('latin1');
    const end = this.head.indexOf(headEnd);
    if (end < 0) return;
    const length = contentLength.exec(this.head)?.[1];
    const status = this.head.slice(0, this.head.indexOf('\r\n'));
    if (length === undefined) this.socket.destroy(new Error(`${status} without a length to ${this.sent}`));
    if (!success.test(status)) this.fail(`${status} to ${this.sent}`);
    this.missing = Number(length) - (this.head.length - end - headEnd.length);
    this.head = '';
  }

  private fail(answer: string): void {
    if (this.target.onFailure) this.target.onFailure(answer);
    else this.socket.destroy(new Error(answer));
  }
}

async function withConnections<T>(
  target: HttpTarget,
  count: number,
  work: (connections: Connection[]) => Promise<T>,
): Promise<T> {
  const opened = await Promise.all(Array.from({ length: count }, () => Connection.open(target)));
  try {
    return await work(opened);
  } finally {
    for (const connection of opened) connection.close();
  }
}

/** Keeps some connections busy for a while. */
export async function loadHttp(load: HttpLoad): Promise<LoadResult> {
  const { target, next, connections, milliseconds, perSecond } = load;
  const intervalMs = perSecond === undefined ? 0 : (1000 * connections) / perSecond;
  const latencies: number[] = [];
  return await withConnections(target, connections, async (opened) => {
    const startedAt = performance.now();
    const deadline = startedAt + milliseconds;
    const sendUntilDeadline = async (connection: Connection, index: number): Promise<void> => {
      let dueAt = startedAt + (intervalMs * index) / connections;
      for (;;) {
        if (dueAt > performance.now()) await sleep(dueAt - performance.now());
        const sentAt = performance.now();
        if (sentAt >= deadline) return;
        await connection.send(next());
        latencies.push(performance.now() - sentAt);
        dueAt += intervalMs;
      }
    };
    await Promise.all(opened.map(sendUntilDeadline));
    const seconds = (performance.now() - startedAt) / 1000;
    return { requests: latencies.length, seconds, latencies: latencies.sort((a, b) => a - b) };
  });
}

/** Sends each request once, and answers how long each took, in milliseconds and in the order of the requests. */
export async function sendEach(
  target: HttpTarget,
  requests: readonly HttpRequest[],
  connections = 1,
): Promise<number[]> {
  const latencies = Array<number>(requests.length);
  const queue = requests.entries();
  await withConnections(target, connections, async (opened) => {
    await Promise.all(
      opened.map(async (connection) => {
        for (const [index, request] of queue) {
          const sentAt = performance.now();
          await connection.send(request);
          latencies[index] = performance.now() - sentAt;
        }
      }),
    );
  });
  return latencies;
}

export function quantile(sorted: readonly number[], fraction: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? NaN;
}
