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
import { JobFeed } from '../job-feed.js';
import { LiveClients, partingMs } from '../live-clients.js';
import { CloseCode } from './close-code.js';
import { converse } from './conversation.js';
import { asksForWebSocket, refuseUpgrade } from './refuse-upgrade.js';
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
    server.on('upgrade', (request, socket, head) => {
      this.upgrade(request, socket, head);
    });
    // From Node 24.9 and 22.21 on; before, such requests are refused like upgrades at a wrong path.
    Object.assign(server, { shouldUpgradeCallback: asksForWebSocket });
    this.sockets.on('wsClientError', (error, socket) => {
      refuseUpgrade(socket, new DomainError('BAD_REQUEST', error.message), this.clock.now());
    });
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => undefined); // a client that goes away in the middle of it is nobody's fault
    try {
      const asked = this.admit(request, socket);
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
  private admit(request: IncomingMessage, socket: Duplex): SocketRequest | BadSocketRequest {
    const { url = '', method = '', headers } = request;
    const asked = parseSocketUrl(url);
    if (!asked) throw new DomainError('ROUTE_NOT_FOUND', `No route ${method} ${url.split('?', 1)[0] ?? ''}`);
    const { origin } = headers;
    if (origin !== undefined && !this.origins.includes('*') && !this.origins.includes(origin))
      throw new DomainError('FORBIDDEN', 'Pages of this origin may not connect');
    const express = this.host.httpAdapter.getInstance<Express>();
    this.clients.admit(addressOf(express, request), socket);
    return asked;
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
