import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

const previewEvent = 1;
const jpegFormat = 1;

/** The open sockets by client id, as ComfyUI keeps them: the latest one of a client counts. */
export class SocketHub {
  private readonly server = new WebSocketServer({ noServer: true });
  private readonly sockets = new Map<string, WebSocket>();

  /** @param greeting what a new socket is told first */
  accept(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    greeting: (clientId: string) => object,
  ): void {
    const clientId = new URL(request.url ?? '', 'http://localhost').searchParams.get('clientId') ?? '';
    this.server.handleUpgrade(request, socket, head, (client) => {
      this.sockets.set(clientId, client);
      client
        .on('error', () => undefined)
        .on('close', () => {
          if (this.sockets.get(clientId) === client) this.sockets.delete(clientId);
        });
      this.send(clientId, 'status', greeting(clientId));
    });
  }

  send(clientId: string | undefined, type: string, data: object): void {
    this.sockets.get(clientId ?? '')?.send(JSON.stringify({ type, data }));
  }

  broadcast(type: string, data: object): void {
    for (const clientId of this.sockets.keys()) this.send(clientId, type, data);
  }

  /** A picture of the work so far: a binary frame, which is no JSON. */
  sendPreview(clientId: string | undefined): void {
    const header = Buffer.alloc(8);
    header.writeUInt32BE(previewEvent, 0);
    header.writeUInt32BE(jpegFormat, 4);
    this.sockets.get(clientId ?? '')?.send(Buffer.concat([header, Buffer.from('ffd8ffe0', 'hex')]));
  }

  dropAll(): void {
    for (const socket of this.sockets.values()) socket.terminate();
    this.sockets.clear();
  }
}
