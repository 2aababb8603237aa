import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Response } from 'supertest';
import { type ClientOptions, WebSocket } from 'ws';

export interface Message {
  readonly type?: string;
  readonly seq?: number;
  readonly status?: string;
  readonly [member: string]: unknown;
}

/** A WebSocket client that keeps what it is told. */
export class LiveSocket {
  readonly messages: Message[] = [];
  readonly closed: Promise<number>;
  private readonly waiting = new Set<() => void>();

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      this.messages.push(JSON.parse(data.toString()) as Message);
      for (const wake of this.waiting) wake();
    });
    socket.on('error', () => undefined);
    this.closed = once(socket, 'close').then(([code]) => code as number);
  }

  /** Answers at once; the connection comes about, or not, afterwards. */
  static open(url: string, path: string, options: ClientOptions = {}): LiveSocket {
    return new LiveSocket(new WebSocket(`${url.replace(/^http/, 'ws')}${path}`, options));
  }

  /** What the server answers to an upgrade it refuses. */
  static async refused(url: string, path: string, options: ClientOptions = {}): Promise<Response> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}${path}`, options);
    socket.on('error', () => undefined);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    const text = (await response.toArray()).join('');
    socket.terminate();
    const { statusCode: status, headers } = response;
    return { status, headers, body: JSON.parse(text) as unknown } as unknown as Response;
  }

  get updates(): Message[] {
    return this.messages.filter(({ type }) => type === undefined);
  }

  get sequence(): (number | undefined)[] {
    return this.updates.map(({ seq }) => seq);
  }

  ofType(type: string): Message[] {
    return this.messages.filter((message) => message.type === type);
  }

  /** Waits until the messages are as the test wants them. */
  async until(isReached: () => boolean): Promise<void> {
    while (!isReached()) {
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.waiting.delete(wake);
          resolve();
        };
        this.waiting.add(wake);
      });
    }
  }

  async received(count: number): Promise<Message[]> {
    await this.until(() => this.messages.length >= count);
    return this.messages;
  }

  async reached(seq: number): Promise<void> {
    await this.until(() => this.sequence.at(-1) === seq);
  }

  /** Waits for the snapshot: from then on events are sent. */
  async ready(): Promise<this> {
    await this.until(() => this.ofType('snapshot').length > 0);
    return this;
  }

  say(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Asks and waits for the answer: what the server had to say before has then arrived. */
  async ping(): Promise<void> {
    const before = this.ofType('pong').length;
    this.say({ type: 'ping' });
    await this.until(() => this.ofType('pong').length > before);
  }

  async leave(): Promise<void> {
    this.socket.close();
    await this.closed;
  }
}
