import { coverage, gini, hitRate, ndcg, novelty, recall } from './metrics.js';

const onRanks = (...ranks: number[]): boolean[] =>
  Array.from({ length: 20 }, (_, rank) => ranks.includes(rank));

describe('ndcg', () => {
  it('discounts by the logarithm of the rank', () => {
    expect(ndcg(onRanks(2), 1, 10)).toBeCloseTo(1 / 2, 12); // 1/log2(4) of 1/log2(2)
    expect(ndcg(onRanks(0, 2), 2, 10)).toBeCloseTo(1.5 / (1 + 1 / Math.log2(3)), 12);
  });

  it('is 1 when the test items come first, even if there are more than places', () => {
    expect(ndcg(onRanks(0, 1, 2), 3, 10)).toBeCloseTo(1, 12);
    expect(ndcg(onRanks(0, 1, 2), 7, 3)).toBeCloseTo(1, 12);
  });

  it('does not look beyond the last place', () => {
    expect(ndcg(onRanks(10), 1, 10)).toBe(0);
  });
});

describe('recall and hit rate', () => {
  it('count the test items among the first', () => {
    expect(recall(onRanks(1, 4, 19), 4, 20)).toBe(0.75);
    expect(recall(onRanks(1, 4, 19), 4, 10)).toBe(0.5);
    expect(hitRate(onRanks(9), 10)).toBe(1);
    expect(hitRate(onRanks(10), 10)).toBe(0);
  });
});

describe('coverage', () => {
  it('is the part of the catalogue that was listed', () => {
    expect(coverage(Uint32Array.of(3, 0, 1, 0))).toBe(0.5);
  });
});

describe('gini', () => {
  it('is 0 when all are listed equally often, and 1 when one item has all places', () => {
    expect(gini(Uint32Array.of(2, 2, 2))).toBe(0);
    expect(gini(Uint32Array.of(0, 6, 0))).toBe(1);
  });

  it('weighs each item by its place in ascending order', () => {
    // shares .25 and .75 of 2 items: (2·1 − 3)·.25 + (2·2 − 3)·.75
    expect(gini(Uint32Array.of(3, 1))).toBeCloseTo(0.5, 12);
  });

  it('is 0 when nothing was listed', () => {
    expect(gini(new Uint32Array(3))).toBe(0);
  });
});

describe('novelty', () => {
  it('is the mean of the bits it takes to say that a user met the item', () => {
    // 8 users: met by 4 → 1 bit, listed 3 times; by 1 → 3 bits, listed once
    expect(novelty(Uint32Array.of(3, 1, 0), [4, 1, 8], 8)).toBe(1.5);
  });

  it('takes an item nobody met for one that a single user met', () => {
    expect(novelty(Uint32Array.of(1), [0], 8)).toBe(3);
  });
});
