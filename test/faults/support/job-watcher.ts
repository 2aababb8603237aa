import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';

interface Message {
  readonly seq?: number;
  readonly type?: string;
  readonly status?: string;
}

const endings = new Set(['completed', 'failed', 'cancelled']);
const pauseMs = 20;

/**
 * A client that watches one job to its end over WebSockets, none of which lasts: each is cut after a few messages, and
 * the next one asks for what came since.
 */
export class JobWatcher {
  /** Sequence numbers as they arrived. */
  readonly seen: number[] = [];
  private hasSeenEnd = false;

  constructor(
    private readonly apiUrl: string,
    private readonly jobId: number,
  ) {}

  async watch(): Promise<number[]> {
    while (!this.hasSeenEnd) {
      await this.listen(1 + Math.floor(Math.random() * 4));
      await sleep(pauseMs);
    }
    return this.seen;
  }

  /** Listens until so many events have come, the job has ended, or the connection has. */
  private async listen(mostEvents: number): Promise<void> {
    const url = `${this.apiUrl.replace('http', 'ws')}/ws/jobs/${this.jobId}?since=${this.seen.at(-1) ?? 0}`;
    const socket = new WebSocket(url);
    let events = 0;
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => {
      const { type, seq, status } = JSON.parse(data.toString()) as Message;
      // What is still on its way when a client hangs up, it never gets to see.
      if (type !== undefined || seq === undefined || events === mostEvents) return;
      events += 1;
      this.seen.push(seq);
      this.hasSeenEnd ||= endings.has(status ?? '');
      if (events === mostEvents || this.hasSeenEnd) socket.terminate();
    });
    await new Promise((resolve) => socket.once('close', resolve));
  }
}
