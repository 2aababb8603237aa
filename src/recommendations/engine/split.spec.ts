import { randomEvents } from '../../../test/support/random-events.js';
import type { Events } from './events.js';
import { kindOfSplit, splitEvents, type SplitKind } from './split.js';

function eventsOf(rows: [user: number, item: number, time: number][]): Events {
  return {
    users: Int32Array.from(rows, ([user]) => user),
    items: Int32Array.from(rows, ([, item]) => item),
    weights: new Float32Array(rows.length).fill(1),
    times: Float64Array.from(rows, ([, , time]) => time),
    userCount: Math.max(...rows.map(([user]) => user)) + 1,
    itemCount: Math.max(...rows.map(([, item]) => item)) + 1,
  };
}

function pairs({ users, items }: Events): string[] {
  return Array.from(users, (user, i) => `${user}:${items[i]}`);
}

const world = randomEvents({ users: 30, items: 60, events: 900 });

describe.each<SplitKind>(['temporal', 'random'])('a %s split', (kind) => {
  it('holds out the whole part of the share of every user', () => {
    const { test } = splitEvents(world, kind);
    const count = ({ users }: Events, user: number): number => users.filter((one) => one === user).length;
    for (let user = 0; user < world.userCount; user++) {
      expect(count(test, user)).toBe(Math.floor(0.2 * count(world, user)));
    }
  });

  it('has every event on one side', () => {
    const { train, test } = splitEvents(world, kind);
    expect([...pairs(train), ...pairs(test)].sort()).toEqual(pairs(world).sort());
  });

  it('leaves users of fewer than five events in training', () => {
    const few = eventsOf([0, 1, 2, 3].map((item) => [0, item, item]));
    expect(splitEvents(few, kind).test.users).toHaveLength(0);
  });

  it('has no item of a user on both sides, however often it was met', () => {
    const repeated = eventsOf(Array.from({ length: 20 }, (_, i) => [0, i % 5, i]));
    const { train, test } = splitEvents(repeated, kind);
    expect(pairs(train).filter((pair) => pairs(test).includes(pair))).toEqual([]);
  });

  it('bears a user of more items than a call takes arguments', () => {
    const most = 200_000;
    const items = Int32Array.from({ length: most }, (_, i) => i);
    const all = {
      users: new Int32Array(most),
      items,
      weights: new Float32Array(most).fill(1),
      times: Float64Array.from(items),
      userCount: 1,
      itemCount: most,
    };
    expect(splitEvents(all, kind).test.users).toHaveLength(most / 5);
  });

  it('is known for what it is', () => {
    expect(kindOfSplit(splitEvents(world, kind))).toBe(kind);
  });

  it('comes out the same each time', () => {
    expect(splitEvents(world, kind, { seed: 7 })).toEqual(splitEvents(world, kind, { seed: 7 }));
  });
});

describe('a temporal split', () => {
  it('holds out the latest, and of the same time those given last', () => {
    const rows: [number, number, number][] = [4, 9, 9, 1, 9].map((time, item) => [0, item, time]);
    expect(pairs(splitEvents(eventsOf(rows), 'temporal').test)).toEqual(['0:4']);
    expect(pairs(splitEvents(eventsOf(rows), 'temporal', { share: 0.4 }).test)).toEqual(['0:2', '0:4']);
  });
});

describe('a random split', () => {
  it('depends on the seed', () => {
    const held = (seed: number): string[] => pairs(splitEvents(world, 'random', { seed }).test);
    expect(held(1)).not.toEqual(held(2));
  });

  it('holds out each event about equally often', () => {
    const rows: [number, number, number][] = Array.from({ length: 10 }, (_, item) => [0, item, item]);
    const times = new Uint32Array(10);
    for (let seed = 0; seed < 2000; seed++) {
      for (const item of splitEvents(eventsOf(rows), 'random', { seed }).test.items) times[item]! += 1;
    }
    for (const count of times) expect(Math.abs(count - 400)).toBeLessThan(80);
  });
});
