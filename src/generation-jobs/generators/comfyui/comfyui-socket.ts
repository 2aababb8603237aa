import { once } from 'node:events';
import { type RawData, WebSocket } from 'ws';
import { GenerationError } from '../generator.js';
import { type PromptMessage, readMessage } from './comfyui-messages.js';

/** Previews come over the same socket and are dropped; a message longer than this breaks the connection. */
const mostBytes = 16 * 1024 * 1024;

export interface SocketOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly handshakeMs: number;
  readonly reconnectMs: number;
  readonly signal: AbortSignal;
  readonly onMessage: (message: PromptMessage) => void;
  readonly onReconnect: () => void;
}

/** Hears what ComfyUI tells one client, and connects again whenever the connection breaks. */
export class ComfyUiSocket {
  private socket: WebSocket | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  private constructor(private readonly options: SocketOptions) {}

  /** @throws GenerationError connection when ComfyUI cannot be reached; or the reason of the signal */
  static async open(options: SocketOptions): Promise<ComfyUiSocket> {
    const socket = new ComfyUiSocket(options);
    try {
      await once(socket.connect(), 'open', { signal: options.signal });
      return socket;
    } catch (error) {
      socket.close();
      options.signal.throwIfAborted();
      throw new GenerationError('connection', 'ComfyUI cannot be reached', { cause: error });
    }
  }

  /** Whether messages would be heard: otherwise silence says nothing. */
  get isHearing(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.socket?.terminate();
  }

  private connect(): WebSocket {
    const { url, headers, handshakeMs } = this.options;
    const socket = new WebSocket(url, {
      headers,
      handshakeTimeout: handshakeMs,
      maxPayload: mostBytes,
      perMessageDeflate: false,
    });
    socket.on('message', this.onMessage).on('close', this.onClose).on('error', this.onError);
    this.socket = socket;
    return socket;
  }

  private readonly onMessage = (data: RawData, isBinary: boolean): void => {
    if (isBinary) return;
    const message = readMessage((data as Buffer).toString('utf8'));
    if (message) this.options.onMessage(message);
  };

  private readonly onClose = (): void => {
    if (this.isClosed) return;
    this.timer = setTimeout(() => {
      this.connect().on('open', this.options.onReconnect);
    }, this.options.reconnectMs);
  };

  /** An error is always followed by `close`, which is where it is dealt with. */
  private readonly onError = (): void => undefined;
}
