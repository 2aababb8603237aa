import fc from 'fast-check';
import { contentLists } from '../content-list.js';
import {
  nearestAnchor,
  NumericOrder,
  type RowKey,
  type Walk,
  WalkRows,
  withAnchors,
  withArrivals,
} from './walk.js';

const newestFirst = NumericOrder.of(contentLists.all, 'created_at', 'desc') as NumericOrder;
const oldestFirst = NumericOrder.of(contentLists.all, 'created_at', 'asc') as NumericOrder;
const bestFirst = NumericOrder.of(contentLists.topRated, 'quality_score', 'desc') as NumericOrder;

/** Few times and many ids, so that ties are common. */
const keys = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 60 })), {
  selector: ([, id]) => id,
  maxLength: 40,
});

function rowsOf(order: NumericOrder, unsorted: readonly RowKey[]): WalkRows {
  const sorted = unsorted.toSorted((a, b) => order.compare(a, b));
  return new WalkRows(order, Float64Array.from(sorted.flat()));
}

function idsOf(rows: WalkRows): number[] {
  return rows.ids(0, rows.length);
}

describe('NumericOrder', () => {
  it('brings keys to cursors and back', () => {
    const values = [0.25, '2026-11-20T12:00:00.123Z', 7];
    expect(bestFirst.toKey(values)).toEqual([0.25, Date.UTC(2026, 10, 20, 12, 0, 0, 123), 7]);
    expect(bestFirst.toValues(bestFirst.toKey(values))).toEqual(values);
  });

  it('is not to be had of a text, which the database compares by its collation', () => {
    expect(NumericOrder.of(contentLists.all, 'title', 'asc')).toBeUndefined();
  });
});

describe('WalkRows', () => {
  it.each([
    ['newest first', newestFirst],
    ['oldest first', oldestFirst],
  ])('take in arrivals where they belong, %s', (_name, order) => {
    fc.assert(
      fc.property(keys, fc.nat(40), (all, count) => {
        const rows = rowsOf(order, all.slice(count)).with(all.slice(0, count));
        expect(idsOf(rows)).toEqual(idsOf(rowsOf(order, all)));
      }),
    );
  });

  it('count what comes before a key, whether it has a row or not', () => {
    fc.assert(
      fc.property(
        keys,
        fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 60 })),
        (all, key) => {
          const rows = rowsOf(newestFirst, all);
          const before = all.filter((other) => newestFirst.compare(other, key) < 0).length;
          const same = all.filter((other) => newestFirst.compare(other, key) === 0).length;
          expect(rows.countBefore(key, false)).toBe(before);
          expect(rows.countBefore(key, true)).toBe(before + same);
        },
      ),
    );
  });

  it('answer no ids beyond either end', () => {
    const rows = rowsOf(oldestFirst, [
      [1, 10],
      [2, 20],
    ]);
    expect(rows.ids(-5, 1)).toEqual([10]);
    expect(rows.ids(1, 9)).toEqual([20]);
    expect(rows.ids(2, 9)).toEqual([]);
  });
});

describe('a walk', () => {
  const walk: Walk = {
    readAt: 0,
    snapshot: '1:1:',
    total: 5,
    anchors: [
      { position: 2, key: [30, 3] },
      { position: 4, key: [10, 1] },
    ],
  };

  it('moves its anchors by what arrived before them, and its total by all', () => {
    const later = withArrivals(
      walk,
      newestFirst,
      [
        [40, 4],
        [20, 2],
        [5, 9],
      ],
      '2:2:',
    );
    expect(later).toEqual({
      readAt: 0,
      snapshot: '2:2:',
      total: 8,
      anchors: [
        { position: 3, key: [30, 3] },
        { position: 6, key: [10, 1] },
      ],
    });
  });

  it('starts from the last anchor that is not past the place', () => {
    expect(nearestAnchor(walk, 1)).toBeUndefined();
    expect(nearestAnchor(walk, 3)?.position).toBe(2);
    expect(nearestAnchor(walk, 4)?.position).toBe(4);
    expect(nearestAnchor(walk, 99)?.position).toBe(4);
  });

  it('keeps the anchors noted last, one a position', () => {
    const many = Array.from({ length: 100 }, (_unused, index) => ({ position: index, key: [index, index] }));
    const noted = withAnchors(walk, many).anchors;
    expect(noted).toHaveLength(64);
    expect(noted.at(-1)).toEqual({ position: 99, key: [99, 99] });
    expect(withAnchors(walk, [{ position: 2, key: [31, 8] }]).anchors).toEqual([
      { position: 4, key: [10, 1] },
      { position: 2, key: [31, 8] },
    ]);
  });
});
