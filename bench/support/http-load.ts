import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds from the request to the last byte of its answer, sorted. */
  readonly latencies: readonly number[];
}

const headEnd = '\r\n\r\n';
const contentLength = /\r\nContent-Length: (\d+)/i;

/**
 * One kept-alive connection that sends a request when the one before is answered. It reads no more of an answer than
 * its length, so that the client's own work hardly shows in the latencies, which are finer than load tools count.
 */
class Connection {
  private readonly request: string;
  private missing = 0;
  private head = '';
  private answered: (() => void) | undefined;

  private constructor(
    private readonly socket: Socket,
    url: URL,
  ) {
    this.request = `GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      this.read(chunk);
    });
  }

  static async open(url: URL): Promise<Connection> {
    const socket = connect(Number(url.port), url.hostname);
    await once(socket, 'connect');
    return new Connection(socket, url);
  }

  async send(): Promise<void> {
    const answer = new Promise<void>((resolve) => (this.answered = resolve));
    this.socket.write(this.request);
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
    if (!this.head.startsWith('HTTP/1.1 200') || length === undefined)
      throw new Error(`unexpected answer: ${this.head}`);
    this.missing = Number(length) - (this.head.length - end - headEnd.length);
    this.head = '';
  }
}

/** Requests one URL over some connections for a while. */
export async function loadHttp(url: string, connections: number, milliseconds: number): Promise<LoadResult> {
  const opened = await Promise.all(Array.from({ length: connections }, () => Connection.open(new URL(url))));
  const latencies: number[] = [];
  const startedAt = performance.now();
  const deadline = startedAt + milliseconds;
  await Promise.all(
    opened.map(async (connection) => {
      for (let sentAt = performance.now(); sentAt < deadline; sentAt = performance.now()) {
        await connection.send();
        latencies.push(performance.now() - sentAt);
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  for (const connection of opened) connection.close();
  return { requests: latencies.length, seconds, latencies: latencies.sort((a, b) => a - b) };
}

export function quantile(sorted: readonly number[], fraction: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? NaN;
}
