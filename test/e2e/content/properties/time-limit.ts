/**
 * A check that is passed over once so many seconds have gone by, so that a slow machine makes fewer runs of a property
 * and not a failure. The limit of fast-check's own would abandon a run under way, which would go on beside the next test.
 */
export function withinSeconds<Args extends unknown[]>(
  seconds: number,
  check: (...args: Args) => Promise<void>,
): (...args: Args) => Promise<void> {
  const end = performance.now() + seconds * 1000;
  return async (...args) => {
    if (performance.now() < end) await check(...args);
  };
}
