/** The budget was used up before the work was done. */
export class TimeBudgetError extends Error {
  override readonly name = 'TimeBudgetError';
}

/** Waits for work no longer than its budget; the work itself goes on. @throws TimeBudgetError when the budget is used up */
export async function within<T>(budgetMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new TimeBudgetError(`no answer within ${budgetMs} ms`));
    }, budgetMs);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
