import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { ExpressAdapter } from '@nestjs/platform-express';
import type { Express } from 'express';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import { Clock } from '../../../common/clock.js';
import { DomainError } from '../../../common/errors/domain.error.js';
import { addressOf } from '../../../common/http/address.js';
import { AppConfig } from '../../../config/app-config.js';
import { rateLimited, RateLimits } from '../../../rate-limit/rate-limits.js';
import { JobFeed } from '../job-feed.js';
import { LiveClients, partingMs } from '../live-clients.js';
import { CloseCode } from './close-code.js';
import { converse } from './conversation.js';
import { asksForWebSocket, protocolVersion, refuseUpgrade } from './refuse-upgrade.js';
import { SocketClient } from './socket-client.js';
import { type BadSocketRequest, parseSocketUrl, type SocketRequest } from './socket-request.js';

/** The WebSocket side of the live feed; docs/live-status.md has paths, messages and close codes. */
@Injectable()
export class JobSockets implements OnApplicationBootstrap {
  private readonly logger = new Logger(JobSockets.name);
  private readonly sockets: WebSocketServer;
  private readonly origins: readonly string[];

  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly feed: JobFeed,
    private readonly clients: LiveClients,
    private readonly limits: RateLimits,
    private readonly host: HttpAdapterHost<ExpressAdapter>,
  ) {
    const options: ServerOptions & { closeTimeout: number } = {
      noServer: true,
      clientTracking: false,
      autoPong: false,
      perMessageDeflate: false, // a compressor for each client costs more than the few bytes it saves
      maxPayload: config.get('live.max-message-bytes'),
      closeTimeout: partingMs,
    };
    this.sockets = new WebSocketServer(options);
    this.origins = config.get('cors-origins');
  }

  onApplicationBootstrap(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.on('upgrade', (request, socket, head) => void this.upgrade(request, socket, head));
    // From Node 24.9 and 22.21 on; before, such requests are refused like upgrades at a wrong path.
    Object.assign(server, { shouldUpgradeCallback: asksForWebSocket });
    this.sockets.on('wsClientError', (error, socket) => {
      refuseUpgrade(socket, new DomainError('BAD_REQUEST', error.message), this.clock.now());
    });
  }

  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => undefined); // a client that goes away in the middle of it is nobody's fault
    try {
      const asked = this.read(request);
      await this.admit(request, socket);
      if (socket.destroyed) return;
      this.sockets.handleUpgrade(
        request,
        socket,
        head,
        (webSocket) => void this.serve(webSocket, socket, asked),
      );
    } catch (error) {
      if (error instanceof DomainError) refuseUpgrade(socket, error, this.clock.now());
      else this.abandon(socket, error);
    }
  }

  /** @throws DomainError which is answered instead of the upgrade */
  private read({ url = '', method = '', headers }: IncomingMessage): SocketRequest | BadSocketRequest {
    const asked = parseSocketUrl(url);
    if (!asked) throw new DomainError('ROUTE_NOT_FOUND', `No route ${method} ${url.split('?', 1)[0] ?? ''}`);
    const { origin } = headers;
    if (origin !== undefined && !this.origins.includes('*') && !this.origins.includes(origin))
      throw new DomainError('FORBIDDEN', 'Pages of this origin may not connect');
    if (headers['sec-websocket-version'] !== protocolVersion)
      throw new DomainError(
        'UPGRADE_REQUIRED',
        `Version ${protocolVersion} of the WebSocket protocol is spoken here`,
      );
    return asked;
  }

  /** Counts an upgrade as a request of its client, and as one of its connections. @throws DomainError as above */
  private async admit(request: IncomingMessage, socket: Duplex): Promise<void> {
    const address = addressOf(this.host.httpAdapter.getInstance<Express>(), request);
    const decision = await this.limits.take(address);
    if (decision?.allowed === false) throw rateLimited(decision);
    // A socket that has gone meanwhile would never give its place back.
    if (!socket.destroyed) this.clients.admit(address, socket);
  }

  /** Nobody else would catch what is thrown while an event is handled. */
  private abandon(socket: Duplex, error: unknown): void {
    this.logger.error(`an upgrade failed: ${String(error)}`);
    socket.destroy();
  }

  private async serve(
    webSocket: WebSocket,
    connection: Duplex,
    asked: SocketRequest | BadSocketRequest,
  ): Promise<void> {
    const client = new SocketClient(webSocket, this.config.get('live.max-buffered-kb') * 1024);
    this.clients.add(client, connection);
    if ('problem' in asked) {
      client.refuse({ type: 'error', error: asked.problem }, CloseCode.BadRequest);
      return;
    }
    try {
      await converse(this.feed, client, asked);
    } catch (error) {
      this.logger.warn(`a socket could not be served: ${String(error)}`);
      client.refuse({ type: 'error', error: 'The jobs cannot be read; try again' }, CloseCode.TryAgainLater);
    }
  }
}
