import { withSessions } from './sessions.js';
import type { Events } from './events.js';

const events: Events = {
  users: Int32Array.of(0, 0, 0, 0, 0, 1, 1),
  items: Int32Array.of(4, 3, 2, 1, 0, 1, 2),
  weights: Float32Array.of(1, 2, 3, 4, 5, 6, 7),
  times: Float64Array.of(50, 40, 30, 20, 10, 1, 2),
  userCount: 2,
  itemCount: 5,
};

function itemsByUser({ users, items, userCount }: Events): number[][] {
  return Array.from({ length: userCount }, (_, user) => [...items.filter((__, i) => users[i] === user)]);
}

describe('withSessions', () => {
  it('adds runs of acts in order of time as users, all about as long', () => {
    expect(itemsByUser(withSessions(events, 2))).toEqual([[0, 1, 2, 3, 4], [1, 2], [0], [1, 2], [3, 4]]);
    expect([...withSessions(events, 2).weights.slice(5, 10)]).toEqual([5, 4, 3, 2, 1]);
  });

  it('adds nothing for a user whose acts are no more than one session', () => {
    expect(itemsByUser(withSessions(events, 5))).toEqual([
      [0, 1, 2, 3, 4],
      [1, 2],
    ]);
    expect(withSessions(events, 0).userCount).toBe(2);
  });
});
