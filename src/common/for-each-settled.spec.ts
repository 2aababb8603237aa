import { forEachSettled } from './for-each-settled.js';

describe('forEachSettled', () => {
  const seen: number[] = [];
  const work = (item: number): Promise<void> => {
    seen.push(item);
    return item % 2 === 0 ? Promise.reject(new Error(`item ${item}`)) : Promise.resolve();
  };
  beforeEach(() => {
    seen.length = 0;
  });

  it('does the work for each item, in order', async () => {
    await forEachSettled([1, 3, 5], work);
    expect(seen).toEqual([1, 3, 5]);
  });

  it('throws the first failure when all are done', async () => {
    await expect(forEachSettled([1, 2, 3, 4, 5], work)).rejects.toThrow('item 2');
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  it('stops at a failure that makes the rest hopeless', async () => {
    const isHopeless = (error: unknown): boolean => (error as Error).message === 'item 4';
    await expect(forEachSettled([1, 2, 3, 4, 5], work, isHopeless)).rejects.toThrow('item 4');
    expect(seen).toEqual([1, 2, 3, 4]);
  });
});
