/** Wraps a load so that whoever asks while it runs, or within `ttlMs` of its end, shares its answer; failures are not kept. */
export function rememberBriefly<T>(ttlMs: number, load: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  let staleAt = Infinity;
  return () => {
    if (answer && performance.now() < staleAt) return answer;
    staleAt = Infinity;
    const loading = load();
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
