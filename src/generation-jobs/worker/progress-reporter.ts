/** Passes progress on: upwards only, one report at a time and not more often than told, the latest of what piled up. */
export class ProgressReporter {
  private latest = 0;
  private reported = 0;
  private isClosed = false;
  private sending: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  /** @param send must not reject */
  constructor(
    private readonly intervalMs: number,
    private readonly send: (percent: number) => Promise<void>,
  ) {}

  report(percent: number): void {
    if (!Number.isFinite(percent)) return;
    this.latest = Math.max(this.latest, Math.min(100, Math.floor(percent)));
    this.sendNext();
  }

  /** Sends no more; what is on its way has arrived after that. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.sending;
  }

  private sendNext(): void {
    if (this.isClosed || this.sending || this.timer || this.latest <= this.reported) return;
    this.reported = this.latest;
    this.sending = this.send(this.latest).finally(() => {
      this.sending = undefined;
      this.rest();
    });
  }

  private rest(): void {
    if (this.isClosed) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.sendNext();
    }, this.intervalMs);
  }
}
