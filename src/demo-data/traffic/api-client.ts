import { Agent, type IncomingMessage, request } from 'node:http';
import type { RouteStatistics } from './route-statistics.js';

const requestTimeoutMs = 30_000;

export type Query = Readonly<Record<string, string | number | readonly string[]>>;

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** The template the summary groups by, such as `/api/v1/content/{id}`. */
  readonly route: string;
  /** Replaces the placeholder of the route. */
  readonly id?: string | number;
  readonly query?: Query;
  readonly body?: object;
}

export interface ApiAnswer {
  /** 0 when the server did not answer. */
  readonly status: number;
  /** Undefined when the body was not JSON. */
  readonly body: unknown;
}

function toPath({ route, id, query = {} }: ApiRequest): string {
  const parameters = new URLSearchParams();
  for (const [name, values] of Object.entries(query)) {
    for (const value of [values].flat()) parameters.append(name, String(value));
  }
  const path = id === undefined ? route : route.replace('{id}', String(id));
  return parameters.size > 0 ? `${path}?${parameters.toString()}` : path;
}

async function readJson(response: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  try {
    return JSON.parse(Buffer.concat(chunks).toString()) as unknown;
  } catch {
    return undefined;
  }
}

/** Sends one user's requests over kept connections and counts the answers. */
export class ApiClient {
  constructor(
    private readonly baseUrl: URL,
    private readonly agent: Agent,
    private readonly statistics: RouteStatistics,
    /** Aborted when the time is up: no further request starts. */
    private readonly timeIsUp: AbortSignal,
    private readonly userId?: string,
  ) {}

  as(userId: string): ApiClient {
    return new ApiClient(this.baseUrl, this.agent, this.statistics, this.timeIsUp, userId);
  }

  /** @throws when the time is up. */
  async send(ask: ApiRequest): Promise<ApiAnswer> {
    this.timeIsUp.throwIfAborted();
    return await this.sendEvenLate(ask);
  }

  /** For what must not be left undone when the time is up. */
  async sendEvenLate(ask: ApiRequest): Promise<ApiAnswer> {
    const startedAt = performance.now();
    const answer = await this.exchange(ask).catch(() => ({ status: 0, body: undefined }));
    this.statistics.add(`${ask.method} ${ask.route}`, performance.now() - startedAt, answer.status);
    return answer;
  }

  private exchange(ask: ApiRequest): Promise<ApiAnswer> {
    const body = ask.body && JSON.stringify(ask.body);
    const headers = {
      ...(this.userId && { 'X-User-ID': this.userId }),
      ...(body && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }),
    };
    const options = { method: ask.method, agent: this.agent, headers, timeout: requestTimeoutMs };
    return new Promise((resolve, reject) => {
      const sent = request(new URL(toPath(ask), this.baseUrl), options, (response) => {
        readJson(response).then((json) => {
          resolve({ status: response.statusCode ?? 0, body: json });
        }, reject);
      });
      sent.on('timeout', () => sent.destroy(new Error(`no answer within ${requestTimeoutMs / 1000} s`)));
      sent.on('error', reject);
      sent.end(body);
    });
  }
}
