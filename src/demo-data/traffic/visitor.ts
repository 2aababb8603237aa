import { setTimeout as sleep } from 'node:timers/promises';
import { Composer } from '../composer.js';
import type { Random } from '../random.js';
import type { ApiAnswer, ApiClient, ApiRequest, Query } from './api-client.js';

/** What a list tells of an item, as far as the client of this file reads it. */
export interface ListedItem {
  id: number;
  source_type: string;
  creator_id: string;
}

export interface ListAnswer {
  items: ListedItem[];
  pagination: { next_cursor: string | null };
}

const emptyList: ListAnswer = { items: [], pagination: { next_cursor: null } };
const shortestPauseMs = 20;
const meanPauseMs = 130;

/** A user at a screen: sends a request, looks at the answer for a while, sends the next. */
export class Visitor {
  readonly composer: Composer;

  constructor(
    private readonly client: ApiClient,
    readonly userId: string,
    readonly random: Random,
    private readonly timeIsUp: AbortSignal,
  ) {
    this.composer = new Composer(random);
  }

  async ask(request: ApiRequest): Promise<ApiAnswer> {
    const answer = await this.client.send(request);
    await this.pause();
    return answer;
  }

  /** Makes something, does things with it and deletes it again, also when the time is up meanwhile. */
  async borrow(collection: string, body: object, work: (id: number) => Promise<void>): Promise<void> {
    const { status, body: made } = await this.client.send({ method: 'POST', route: collection, body });
    if (status !== 201) return;
    const { id } = made as { id: number };
    try {
      await this.pause();
      await work(id);
    } finally {
      await this.client.sendEvenLate({ method: 'DELETE', route: `${collection}/{id}`, id });
    }
  }

  get(route: string, query: Query = {}): Promise<ApiAnswer> {
    return this.ask({ method: 'GET', route, query });
  }

  /** A list, empty when the server refused. */
  async list(route: string, query: Query = {}): Promise<ListAnswer> {
    const { status, body } = await this.get(route, query);
    return status === 200 ? (body as ListAnswer) : emptyList;
  }

  /** Exponentially distributed, as the gaps between independent acts are. */
  private async pause(): Promise<void> {
    const pauseMs = shortestPauseMs - meanPauseMs * Math.log(1 - this.random.next());
    await sleep(pauseMs, undefined, { signal: this.timeIsUp });
  }
}
