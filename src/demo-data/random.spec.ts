import { Random } from './random.js';

function draws(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.next());
}

describe('Random', () => {
  it('repeats itself from the same seed', () => {
    expect(draws(new Random(1, 'users'), 100)).toEqual(draws(new Random(1, 'users'), 100));
  });

  it('keeps its sequence between versions', () => {
    const random = new Random(1, 'golden');

    expect(Array.from({ length: 4 }, () => random.integer(0, 999_999))).toEqual([
      217215, 742405, 149322, 802213,
    ]);
  });

  it('gives every name and every seed a stream of its own', () => {
    const streams = [
      new Random(1, 'users'),
      new Random(2, 'users'),
      new Random(1, 'tags'),
      new Random(12),
      new Random(1, 2),
    ];

    expect(new Set(streams.map((random) => random.next())).size).toBe(streams.length);
  });

  it('is uniform', () => {
    const counts = new Array<number>(10).fill(0);
    for (const value of draws(new Random(3), 100_000)) counts[Math.floor(value * 10)]! += 1;

    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  it('includes both ends of a range of whole numbers', () => {
    const random = new Random(4);

    expect(new Set(Array.from({ length: 200 }, () => random.integer(-1, 2)))).toEqual(new Set([-1, 0, 1, 2]));
  });

  it('draws from the normal distribution', () => {
    const random = new Random(5);
    const values = Array.from({ length: 50_000 }, () => random.normal(10, 2));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;

    expect(mean).toBeCloseTo(10, 1);
    expect(Math.sqrt(variance)).toBeCloseTo(2, 1);
  });

  it('makes version 4 UUIDs that do not repeat', () => {
    const random = new Random(6);
    const ids = Array.from({ length: 10_000 }, () => random.uuid());

    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
