import type { EventEmitter } from 'node:events';
import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { DomainError } from '../../common/errors/domain.error.js';
import type { ErrorCode } from '../../common/errors/error-codes.js';
import { networkOf } from '../../common/http/address.js';
import { within } from '../../common/within.js';
import { AppConfig } from '../../config/app-config.js';
import type { LiveClient } from './live-client.js';

/** How long a client has to say good-bye when the server ends the connection. */
export const partingMs = 2_000;
/** What a client over a limit is told to wait: others may have gone by then. */
const retryAfterSeconds = 5;

/** Every live connection of this process: lets them in, keeps them alive, drops the stalled, and sees them off. */
@Injectable()
export class LiveClients implements OnModuleInit, BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly clients = new Map<LiveClient, EventEmitter>();
  private readonly perNetwork = new Map<string, number>();
  private places = 0;
  private readonly timers: NodeJS.Timeout[] = [];
  private isClosing = false;

  constructor(private readonly config: AppConfig) {}

  onModuleInit(): void {
    const stalledMs = this.config.get('api-stalled-seconds') * 1000;
    this.every(this.config.get('live.ping-seconds') * 1000, (client) => {
      client.beat();
    });
    this.every(stalledMs / 4, (client) => {
      if (client.hasTakenNothingFor(stalledMs)) client.drop();
    });
  }

  /**
   * Takes one of the places of this process, and of a client's network, until the connection closes.
   * @throws DomainError OVERLOADED or RATE_LIMITED when there is none left
   */
  admit(address: string, connection: EventEmitter): void {
    const network = networkOf(address);
    const open = this.perNetwork.get(network) ?? 0;
    this.refuseAbove(this.config.get('live.max-sockets-per-address'), open, 'RATE_LIMITED', 'This address');
    this.refuseAbove(this.config.get('live.max-sockets'), this.places, 'OVERLOADED', 'This server');
    this.places += 1;
    this.perNetwork.set(network, open + 1);
    connection.once('close', () => {
      this.release(network);
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

  private refuseAbove(most: number, open: number, code: ErrorCode, whose: string): void {
    if (open < most) return;
    const message = `${whose} has ${most} live connections already; try again in ${retryAfterSeconds} s`;
    throw new DomainError(code, message, { retryAfterSeconds });
  }

  private release(network: string): void {
    this.places -= 1;
    const left = (this.perNetwork.get(network) ?? 1) - 1;
    if (left > 0) this.perNetwork.set(network, left);
    else this.perNetwork.delete(network);
  }
}
