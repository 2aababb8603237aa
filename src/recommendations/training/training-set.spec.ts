import { preferenceOf } from '../signals.js';
import { InteractionCollector, type InteractionColumns, type InteractionRow } from './interaction-columns.js';
import { toTrainingSet } from './training-set.js';

const day = 86_400_000;
const everything = { halfLifeDays: 0, minItemUsers: 1, maxItems: 100 };

/** Rows as `user item signal day`, oldest first. */
function columnsOf(...lines: string[]): InteractionColumns {
  const collector = new InteractionCollector();
  for (const line of lines.toReversed()) {
    const [userId = '', itemId, signal, at] = line.split(' ');
    collector.add({ userId, itemId: Number(itemId), signal: Number(signal), time: Number(at) * day });
  }
  return collector.oldestFirst();
}

/** The events as `user: item weight`, by id. */
function show(columns: InteractionColumns, options = everything): string[] {
  const { events, itemIds } = toTrainingSet(columns, options);
  return Array.from(
    events.items,
    (item, i) => `${events.users[i]!}: ${itemIds[item]!} ${events.weights[i]!.toFixed(3)}`,
  );
}

const like = preferenceOf(3).toFixed(3);

describe('toTrainingSet', () => {
  it('makes one event of all that a user did with an item', () => {
    const columns = columnsOf('a 70 1 0', 'a 70 2 1', 'a 20 3 2');
    expect(show(columns)).toEqual([`0: 70 ${like}`, `0: 20 ${like}`]);
  });

  it('leaves out what a user does not like, on the whole', () => {
    expect(show(columnsOf('a 1 3 0', 'a 1 -4 1', 'a 2 -2 1', 'a 2 5 2', 'a 3 0 3'))).toEqual([
      `0: 2 ${like}`,
    ]);
  });

  it('lets acts fade from the newest one backwards', () => {
    const columns = columnsOf('a 1 6 0', 'a 2 3 10');
    expect(show(columns, { ...everything, halfLifeDays: 10 })).toEqual([`0: 1 ${like}`, `0: 2 ${like}`]);
  });

  it('learns the items of enough users, and of those the ones of the most', () => {
    const columns = columnsOf(
      'a 9 3 0',
      'b 9 3 0',
      'a 5 3 1',
      'b 5 3 1',
      'c 5 3 1',
      'a 4 3 2',
      'a 7 3 2',
      'c 7 3 2',
    );
    const { itemIds } = toTrainingSet(columns, { ...everything, minItemUsers: 2 });
    expect([...itemIds]).toEqual([5, 7, 9]);
    const { itemIds: best, events } = toTrainingSet(columns, { ...everything, maxItems: 2 });
    expect([...best]).toEqual([5, 7]);
    expect(events.itemCount).toBe(2);
    expect(Math.max(...events.items)).toBe(1);
  });

  it('knows when the newest act was made, whether or not its item is learned', () => {
    const columns = columnsOf('a 1 3 0', 'b 1 3 1', 'a 2 3 5');
    expect(toTrainingSet(columns, { ...everything, minItemUsers: 2 }).trainedUntil).toBe(5 * day);
  });

  it('is empty when there is nothing', () => {
    const { events, itemIds, trainedUntil } = toTrainingSet(columnsOf(), everything);
    expect([events.items.length, itemIds.length, trainedUntil]).toEqual([0, 0, 0]);
  });
});

describe('InteractionCollector', () => {
  it('holds any number of rows and turns them around', () => {
    const collector = new InteractionCollector();
    const rows = Array.from({ length: 150_000 }, (_, i): InteractionRow => {
      return { userId: `u${i % 3}`, itemId: i, signal: 1, time: -i };
    });
    for (const row of rows) collector.add(row);
    const columns = collector.oldestFirst();
    expect(columns.userCount).toBe(3);
    expect([columns.itemIds[0], columns.itemIds.at(-1), columns.users.at(-1)]).toEqual([149_999, 0, 0]);
    expect(collector.length).toBe(150_000);
  });
});
