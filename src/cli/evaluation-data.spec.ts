import { preferenceOf } from '../recommendations/signals.js';
import {
  InteractionCollector,
  type InteractionColumns,
} from '../recommendations/training/interaction-columns.js';
import { splitActs } from './evaluation-data.js';

const day = 86_400_000;
const everything = { halfLifeDays: 0, minItemUsers: 1, maxItems: 100 };
const temporal = { split: 'temporal', share: 0.2, seed: 1 } as const;

/** Rows as `user item signal`, one a day, oldest first. */
function columnsOf(...rows: string[]): InteractionColumns {
  const collector = new InteractionCollector();
  rows.toReversed().forEach((row, age) => {
    const [userId = '', itemId, signal] = row.split(' ');
    collector.add({ userId, itemId: Number(itemId), signal: Number(signal), time: -age * day });
  });
  return collector.oldestFirst();
}

const likes = (user: string, ...items: number[]): string[] => items.map((item) => `${user} ${item} 3`);
const others = likes('b', 10, 11, 12, 13);
const like = preferenceOf(3).toFixed(3);

function show(rows: string[], options = everything): { train: string[]; test: string[]; leftOut: number } {
  const { train, test, leftOut } = splitActs(columnsOf(...rows), options, temporal);
  const lines = ({ items, weights }: typeof train): string[] =>
    Array.from(items, (item, i) => `${item} ${weights[i]!.toFixed(3)}`);
  return { train: lines(train), test: lines(test), leftOut };
}

describe('splitActs', () => {
  it('holds out whole items of a user, with all that was done to them', () => {
    const { train, test } = show([
      ...others,
      ...likes('a', 10, 11, 12, 13),
      'a 10 3',
      'c 14 3',
      'a 14 1',
      'a 14 2',
    ]);
    expect(train.slice(0, 4)).toEqual([
      `1 ${like}`,
      `2 ${like}`,
      `3 ${like}`,
      `0 ${preferenceOf(6).toFixed(3)}`,
    ]);
    expect(test).toEqual([`4 ${like}`]);
  });

  it('learns no item for the sake of whom it was held out from, and says how many cannot be found so', () => {
    const { train, test, leftOut } = show([...others, 'c 14 3', ...likes('a', 10, 11, 12, 13, 14)], {
      ...everything,
      minItemUsers: 2,
    });
    expect(train).toHaveLength(8);
    expect(test).toEqual([]);
    expect(leftOut).toBe(1);
  });

  it('holds out nothing that the user does not like', () => {
    const { test, leftOut } = show([...others, 'c 14 3', ...likes('a', 10, 11, 12, 13), 'a 14 -3']);
    expect([test, leftOut]).toEqual([[], 0]);
  });

  it('lets acts fade from the newest one that is learned from', () => {
    const { train } = show(likes('a', 10, 11, 12, 13, 14), { ...everything, halfLifeDays: 1 });
    expect(train.at(-1)).toBe(`3 ${like}`);
  });
});
