import type { EventEmitter } from 'node:events';
import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { DomainError } from '../../common/errors/domain.error.js';
import { within } from '../../common/within.js';
import { AppConfig } from '../../config/app-config.js';
import type { LiveClient } from './live-client.js';

/** How long a client has to say good-bye when the server ends the connection. */
export const partingMs = 2_000;
/** What a client over the limit is told to wait: others of its address may have gone by then. */
const retryAfterSeconds = 5;

/** Every live connection of this process: lets them in, keeps them alive, drops the stalled, and sees them off. */
@Injectable()
export class LiveClients implements OnModuleInit, BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly clients = new Map<LiveClient, EventEmitter>();
  private readonly perAddress = new Map<string, number>();
  private readonly timers: NodeJS.Timeout[] = [];
  private isClosing = false;

  constructor(private readonly config: AppConfig) {}

  onModuleInit(): void {
    const stalledMs = this.config.get('live.stalled-seconds') * 1000;
    this.every(this.config.get('live.ping-seconds') * 1000, (client) => {
      client.beat();
    });
    this.every(stalledMs / 4, (client) => {
      if (client.hasTakenNothingFor(stalledMs)) client.drop();
    });
  }

  /**
   * Takes one of the places of an address until the connection closes.
   * @throws DomainError RATE_LIMITED when the address has none left
   */
  admit(address: string, connection: EventEmitter): void {
    const most = this.config.get('live.max-sockets-per-address');
    const open = this.perAddress.get(address) ?? 0;
    if (open >= most) {
      const message = `This address has ${most} live connections already; try again in ${retryAfterSeconds} s`;
      throw new DomainError('RATE_LIMITED', message, { retryAfterSeconds });
    }
    this.perAddress.set(address, open + 1);
    connection.once('close', () => {
      this.release(address);
    });
  }

  /** Looks after a client until its connection closes. */
  add(client: LiveClient, connection: EventEmitter): void {
    this.clients.set(client, connection);
    connection.once('close', () => this.clients.delete(client));
    if (this.isClosing) client.dismiss();
  }

  /** The HTTP server waits for its connections to end, so these must have ended before. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isClosing = true;
    const all = [...this.clients];
    const gone = all.map(([, connection]) => new Promise((resolve) => connection.once('close', resolve)));
    for (const [client] of all) client.dismiss();
    await within(partingMs, Promise.all(gone)).catch(() => undefined);
    for (const client of this.clients.keys()) client.drop();
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  private every(milliseconds: number, act: (client: LiveClient) => void): void {
    const round = (): void => {
      for (const client of this.clients.keys()) act(client);
    };
    this.timers.push(setInterval(round, milliseconds));
  }

  private release(address: string): void {
    const left = (this.perAddress.get(address) ?? 1) - 1;
    if (left > 0) this.perAddress.set(address, left);
    else this.perAddress.delete(address);
  }
}
