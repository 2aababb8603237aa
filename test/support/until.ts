import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something holds that nothing announces; whether it ever does is up to the time limit of the test. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(5);
}
