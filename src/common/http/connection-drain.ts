import type { Server } from 'node:http';
import { Injectable, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { AppConfig } from '../../config/app-config.js';

/** Share of the time of a stop that requests under way have; what they leave behind is written in the rest. */
const drainShare = 0.8;

/**
 * Ends connections in time when the process stops. The HTTP server waits for every answer that is under way, and a client
 * that takes nothing of its own would have it wait for ever.
 */
@Injectable()
export class ConnectionDrain implements OnModuleDestroy, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly config: AppConfig,
    private readonly host: HttpAdapterHost,
  ) {}

  onModuleDestroy(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    const drainMs = this.config.get('api-shutdown-timeout-seconds') * 1000 * drainShare;
    this.timer = setTimeout(() => {
      server.closeAllConnections();
    }, drainMs);
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
  }
}
