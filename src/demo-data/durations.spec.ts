import { DDSketch } from '../stream-pipeline/dd-sketch.js';
import { durationColumns } from './durations.js';

describe('durationColumns', () => {
  it('gives exact percentiles and a sketch of the same values', () => {
    const values = Array.from({ length: 101 }, (_, index) => index * 10);
    const [average, p50, p95, p99, pairs] = durationColumns([...values].reverse());
    const sketch = DDSketch.fromPairs(pairs as number[]);

    expect([average, p50, p95, p99]).toEqual([500, 500, 950, 990]);
    expect(sketch.count).toBe(101);
    expect(Math.abs(sketch.quantile(0.95)! / 950 - 1)).toBeLessThanOrEqual(0.01);
  });

  it('interpolates between neighbours', () => {
    expect(durationColumns([10, 20]).slice(0, 3)).toEqual([15, 15, 20]);
  });

  it('knows nothing of an hour without durations', () => {
    expect(durationColumns([])).toEqual([null, null, null, null, []]);
  });
});
