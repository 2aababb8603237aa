/**
 * Does the work for one item after the other, whatever becomes of those before, and only then throws the first failure.
 * @param isHopeless failures after which the others need not be tried; thrown at once
 */
export async function forEachSettled<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<unknown>,
  isHopeless: (error: unknown) => boolean = () => false,
): Promise<void> {
  const failures: unknown[] = [];
  for (const item of items) {
    try {
      await work(item);
    } catch (error) {
      if (isHopeless(error)) throw error;
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
