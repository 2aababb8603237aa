import fc from 'fast-check';
import { maxShards, packStreamId } from './stream-id.js';

const epochMs = Date.UTC(2020, 0, 1);
const largestBigint = 2n ** 63n - 1n;

const entryIds = fc.record({
  ms: fc.integer({ min: epochMs, max: Date.UTC(2089, 0, 1) }),
  sequence: fc.integer({ min: 0, max: 2 ** 18 - 1 }),
  shard: fc.integer({ min: 0, max: maxShards - 1 }),
});

function pack({ ms, sequence, shard }: { ms: number; sequence: number; shard: number }): bigint {
  return BigInt(packStreamId(`${ms}-${sequence}`, shard) ?? '-1');
}

describe('packStreamId', () => {
  it('gives different entries different ids that fit a bigint', () => {
    fc.assert(
      fc.property(entryIds, entryIds, (a, b) => {
        expect(pack(a) >= 0n && pack(a) <= largestBigint).toBe(true);
        expect(pack(a) === pack(b)).toBe(a.ms === b.ms && a.sequence === b.sequence && a.shard === b.shard);
      }),
    );
  });

  it('keeps the order of entries', () => {
    const older = { ms: epochMs + 1_000, sequence: 2 ** 18 - 1, shard: 15 };
    const newer = { ms: epochMs + 1_001, sequence: 0, shard: 0 };
    expect(pack(older) < pack(newer)).toBe(true);
  });

  it.each([
    ['an id before 2020', '5-1'],
    ['a sequence beyond 18 bits', `${epochMs + 1}-262144`],
    ['an id after 2089', '99999999999999-0'],
    ['something else', 'hello'],
  ])('refuses %s', (_case, id) => {
    expect(packStreamId(id, 0)).toBeUndefined();
  });
});
