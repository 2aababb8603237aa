import { within } from './within.js';

/** A load that hangs must not hang everybody who asks from then on. */
const defaultPatienceMs = 5_000;

/**
 * Wraps a load so that whoever asks while it runs, or within `ttlMs` of its end, shares its answer. A load that fails, or
 * takes longer than `patienceMs` (TimeBudgetError), is not kept: whoever asks next begins another.
 */
export function rememberBriefly<T>(
  ttlMs: number,
  load: () => Promise<T>,
  patienceMs = defaultPatienceMs,
): () => Promise<T> {
  let answer: Promise<T> | undefined;
  let staleAt = Infinity;
  return () => {
    if (answer && performance.now() < staleAt) return answer;
    staleAt = Infinity;
    const loading = within(patienceMs, load());
    answer = loading;
    loading.then(
      () => {
        if (answer === loading) staleAt = performance.now() + ttlMs;
      },
      () => {
        if (answer === loading) answer = undefined;
      },
    );
    return loading;
  };
}
