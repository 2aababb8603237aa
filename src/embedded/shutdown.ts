const doubleDeliveryMs = 1000;

/**
 * Undoes what a launcher did, newest first, once: on a signal, or when told. A second Ctrl-C leaves at once; the
 * copies of one Ctrl-C that the terminal, npm and the wrapping script each deliver count as one.
 */
export class Shutdown {
  private readonly steps: (() => Promise<void> | void)[] = [];
  private running: Promise<void> | undefined;

  constructor(onForce: () => void) {
    let firstSignalAt: number | undefined;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (firstSignalAt === undefined) {
          firstSignalAt = performance.now();
          console.log('\nstopping …');
          this.exit(0);
        } else if (performance.now() - firstSignalAt > doubleDeliveryMs) {
          onForce();
          process.exit(130);
        }
      });
    }
  }

  hasBegun(): boolean {
    return this.running !== undefined;
  }

  add(step: () => Promise<void> | void): void {
    this.steps.push(step);
  }

  run(): Promise<void> {
    return (this.running ??= this.undo());
  }

  /** Runs it and ends the process. */
  exit(code: number): void {
    void this.run().then(() => process.exit(code));
  }

  private async undo(): Promise<void> {
    for (const step of this.steps.toReversed()) {
      try {
        await step();
      } catch (error) {
        console.error(error instanceof Error ? error.message : error); // the remaining steps matter all the same
      }
    }
  }
}
