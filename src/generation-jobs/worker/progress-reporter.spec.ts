import { setTimeout as sleep } from 'node:timers/promises';
import { ProgressReporter } from './progress-reporter.js';

describe('ProgressReporter', () => {
  /** A reporter whose reports arrive when the test says so. */
  function startReporter(intervalMs = 0): {
    reporter: ProgressReporter;
    sent: number[];
    arrive: () => Promise<void>;
  } {
    const sent: number[] = [];
    let settle = (): void => undefined;
    const reporter = new ProgressReporter(intervalMs, (percent) => {
      sent.push(percent);
      return new Promise((resolve) => (settle = resolve));
    });
    const arrive = async (): Promise<void> => {
      settle();
      await sleep(5);
    };
    return { reporter, sent, arrive };
  }

  it('sends one report at a time, and then the latest of what came meanwhile', async () => {
    const { reporter, sent, arrive } = startReporter();
    for (const percent of [10, 20, 30]) reporter.report(percent);
    expect(sent).toEqual([10]);
    await arrive();
    expect(sent).toEqual([10, 30]);
  });

  it('never goes back, past 100 or to the same whole percent', async () => {
    const { reporter, sent, arrive } = startReporter();
    for (const percent of [50, NaN, 50.9, 40, 170, 100]) {
      reporter.report(percent);
      await arrive();
    }
    expect(sent).toEqual([50, 100]);
  });

  it('rests between two reports', async () => {
    const { reporter, sent, arrive } = startReporter(3_600_000);
    reporter.report(10);
    await arrive();
    reporter.report(20);
    expect(sent).toEqual([10]);
    await reporter.close();
  });

  it('is closed when the report on its way has arrived, and sends no more', async () => {
    const { reporter, sent, arrive } = startReporter();
    reporter.report(10);
    reporter.report(20);
    let isClosed = false;
    const closing = reporter.close().then(() => (isClosed = true));
    await sleep(5);
    expect(isClosed).toBe(false);
    await arrive();
    await closing;
    reporter.report(30);
    expect(sent).toEqual([10]);
  });
});
