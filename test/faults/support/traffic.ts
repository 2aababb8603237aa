import { setTimeout as sleep } from 'node:timers/promises';

interface Answer {
  readonly status: number;
  readonly durationMs: number;
}

const clients = 4;

/** What a stretch of traffic has seen. */
export class TrafficReport {
  constructor(private readonly answers: readonly Answer[]) {}

  get requests(): number {
    return this.answers.length;
  }

  get statuses(): number[] {
    return [...new Set(this.answers.map(({ status }) => status))];
  }

  get slowestMs(): number {
    return Math.max(...this.answers.map(({ durationMs }) => durationMs));
  }
}

/** A few clients that each send a request as soon as the one before is answered, until they are told to stop. */
export class Traffic {
  private readonly answered: Answer[] = [];
  private isStopping = false;
  private readonly running: Promise<unknown>;

  constructor(private readonly url: string) {
    this.running = Promise.all(Array.from({ length: clients }, () => this.sendRequests()));
  }

  /** Waits until `count` more requests have been answered. */
  async answers(count: number): Promise<void> {
    const enough = this.answered.length + count;
    while (this.answered.length < enough) await sleep(10);
  }

  async stop(): Promise<TrafficReport> {
    this.isStopping = true;
    await this.running;
    return new TrafficReport(this.answered);
  }

  private async sendRequests(): Promise<void> {
    while (!this.isStopping) {
      const startedAt = performance.now();
      const status = await fetch(this.url).then(
        async (response) => {
          await response.arrayBuffer();
          return response.status;
        },
        () => 0,
      );
      this.answered.push({ status, durationMs: performance.now() - startedAt });
    }
  }
}

export async function trafficFor(url: string, milliseconds: number): Promise<TrafficReport> {
  const traffic = new Traffic(url);
  await sleep(milliseconds);
  return await traffic.stop();
}
