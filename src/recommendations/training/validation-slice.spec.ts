import { preferenceOf } from '../signals.js';
import { InteractionCollector, type InteractionColumns } from './interaction-columns.js';
import { toValidationSlice } from './validation-slice.js';

const day = 86_400_000;
const everything = { halfLifeDays: 0, minItemUsers: 1, maxItems: 100 };

/** Rows as `user item signal`, one a day, oldest first. */
function columnsOf(...rows: string[]): InteractionColumns {
  const collector = new InteractionCollector();
  rows.forEach((_, age) => {
    const [userId = '', itemId, signal] = rows.at(-1 - age)!.split(' ');
    collector.add({ userId, itemId: Number(itemId), signal: Number(signal), time: -age * day });
  });
  return collector.oldestFirst();
}

const likes = (user: string, ...items: number[]): string[] => items.map((item) => `${user} ${item} 3`);

/** Both sides as `user: item weight`, by index; items are numbered in the order of their ids. */
function show(rows: string[], options = everything): { train: string[]; test: string[]; items: number } {
  const { train, test } = toValidationSlice(columnsOf(...rows), options);
  const lines = ({ users, items, weights }: typeof train): string[] =>
    Array.from(users, (user, i) => `${user}: ${items[i]!} ${weights[i]!.toFixed(3)}`);
  return { train: lines(train), test: lines(test), items: train.itemCount };
}

const like = preferenceOf(3).toFixed(3);

describe('toValidationSlice', () => {
  it('holds out the last fifth of the items that each user came to meet', () => {
    const others = likes('b', 0, 1, 2, 3);
    const { train, test } = show([...others, ...likes('a', 0, 1, 2, 4, 3)]);
    expect(train.filter((line) => line.startsWith('0'))).toEqual(
      [0, 1, 2, 4].map((item) => `0: ${item} ${like}`),
    );
    expect(test).toEqual([`0: 3 ${like}`]);
  });

  it('holds out nothing of users of fewer than five items', () => {
    expect(show(likes('a', 0, 1, 2, 3)).test).toEqual([]);
  });

  it('learns no item for the sake of who met it later', () => {
    const others = [...likes('b', 0, 1, 2, 3), ...likes('c', 4)];
    const twoUsers = { ...everything, minItemUsers: 2 };
    const { items, test } = show([...others, ...likes('a', 0, 1, 2, 3, 4)], twoUsers);
    expect(items).toBe(4);
    expect(test).toEqual([]);
  });

  it('learns what users thought before, whatever they did later with what they knew', () => {
    const later = ['a 3 -9', 'a 0 3', 'a 4 2'];
    const { train, test } = show([...likes('b', 4), ...likes('a', 0, 1, 2, 3, 4), ...later]);
    expect(train.slice(0, 4)).toEqual([0, 1, 2, 3].map((item) => `0: ${item} ${like}`));
    expect(test).toEqual([`0: 4 ${preferenceOf(5).toFixed(3)}`]);
  });

  it('holds out nothing that the user came to dislike', () => {
    expect(show([...likes('b', 4), ...likes('a', 0, 1, 2, 3, 4), 'a 4 -5']).test).toEqual([]);
  });

  it('lets acts fade from the newest one that is learned from', () => {
    const { train } = show(likes('a', 0, 1, 2, 3, 4), { ...everything, halfLifeDays: 1 });
    expect(train.at(-1)).toBe(`0: 3 ${like}`);
  });
});
