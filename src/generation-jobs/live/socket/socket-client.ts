import type { RawData, WebSocket } from 'ws';
import type { FeedEvent } from '../feed-event.js';
import { LiveClient } from '../live-client.js';
import type { SocketMessage } from '../live-messages.js';
import { CloseCode } from './close-code.js';

function isPing(data: RawData): boolean {
  try {
    const message: unknown = JSON.parse((data as Buffer).toString());
    return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ping';
  } catch {
    return false;
  }
}

/** A client connected by WebSocket. */
export class SocketClient extends LiveClient {
  private hasAnswered = true;

  constructor(
    private readonly socket: WebSocket,
    mostUnsent: number,
  ) {
    super(mostUnsent);
    socket.on('close', () => {
      this.close();
    });
    socket.on('error', () => undefined); // the socket closes itself, with the code that says why
    socket.on('pong', () => (this.hasAnswered = true));
    socket.on('ping', (data) => {
      // A client that asks and asks, and takes no answers, must not have them pile up.
      if (!this.isTaking) return;
      socket.pong(data, false, this.noteTaken);
      this.noteWritten();
    });
    socket.on('message', (data, isBinary) => {
      this.hasAnswered = true;
      if (!isBinary && this.isTaking && isPing(data)) this.tell({ type: 'pong' });
    });
  }

  send(event: FeedEvent): void {
    this.write(event.json);
  }

  tell(message: SocketMessage): void {
    this.write(Buffer.from(JSON.stringify(message)));
  }

  /** The last word to a client whose request cannot be met. */
  refuse(message: SocketMessage, code: CloseCode): void {
    this.tell(message);
    this.socket.close(code);
  }

  /** A job that is over leaves its client connected. */
  finish(): void {
    return;
  }

  beat(): void {
    if (!this.isTaking) {
      this.hasAnswered = true; // the question would wait behind all that is unsent
      return;
    }
    if (!this.hasAnswered) {
      this.drop();
      return;
    }
    this.hasAnswered = false;
    this.socket.ping(undefined, false, this.noteTaken);
    this.noteWritten();
  }

  dismiss(): void {
    this.socket.close(CloseCode.GoingAway);
  }

  drop(): void {
    this.socket.terminate();
  }

  protected override get unsent(): number {
    return this.socket.bufferedAmount;
  }

  private write(text: Buffer): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    this.socket.send(text, { binary: false }, this.noteTaken);
    this.noteWritten();
  }
}
