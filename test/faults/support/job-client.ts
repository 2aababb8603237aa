import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const pauseMs = 50;

/** A client of the API that sends a request again, under the same key, until it is answered. */
export class JobClient {
  constructor(private readonly apiUrl: string) {}

  /** Answers the id of the job. */
  async create(job: Readonly<Record<string, unknown>>, key: string = randomUUID()): Promise<number> {
    for (;;) {
      const response = await this.post('/api/v1/generation-jobs', job, { 'idempotency-key': key });
      if (response?.status === 201) return ((await response.json()) as { id: number }).id;
      await this.refuse(response);
    }
  }

  /** Cancels a job unless it has ended. */
  async cancel(id: number): Promise<void> {
    for (;;) {
      const response = await this.post(`/api/v1/generation-jobs/${id}/cancel`, { reason: 'changed my mind' });
      if (response?.status === 200 || response?.status === 422) return;
      await this.refuse(response);
    }
  }

  /** Lets pass what says "try again". */
  private async refuse(response: Response | undefined): Promise<void> {
    const status = response?.status ?? 503;
    if (status < 500 && status !== 409) throw new Error(`${status}: ${await response!.text()}`);
    await sleep(pauseMs);
  }

  private async post(
    path: string,
    body: object,
    headers: Record<string, string> = {},
  ): Promise<Response | undefined> {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    };
    return fetch(`${this.apiUrl}${path}`, init).catch(() => undefined);
  }
}
