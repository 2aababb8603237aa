import { toHistory } from './history.js';

describe('toHistory', () => {
  const acts = { items: [7, 3, 7, 5], weights: [1, 2, 4, 8], times: [10, 30, 40, 30] };

  it('has each item once, the one met last first, its weights added up', () => {
    const { items, weights } = toHistory(acts);
    expect([...items]).toEqual([7, 5, 3]);
    expect([...weights]).toEqual([5, 8, 2]);
  });

  it('halves a weight for so many items met later', () => {
    expect([...toHistory(acts, { halfLifeItems: 1 }).weights]).toEqual([5, 4, 0.5]);
    expect(toHistory(acts, { halfLifeItems: 2 }).weights[1]).toBe(Math.fround(8 * Math.SQRT1_2));
  });

  it('is empty for a user who did nothing', () => {
    expect(toHistory({ items: [], weights: [], times: [] }).items).toHaveLength(0);
  });
});
