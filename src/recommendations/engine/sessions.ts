import { positionsByUser, selectEvents, type Events } from './events.js';

/**
 * Adds sessions to the users: the acts of everybody with more than `length` are cut, in order of time, into runs of
 * about the same length, none longer than that, and each run counts as one more user. None are added for a length of 0.
 *
 * What was met in one sitting belongs together more than what was met years apart; a model of co-occurrence learns it
 * from them, while scoring stays as it is. M. Choi et al., "Session-aware Linear Item-Item Models for Session-based
 * Recommendation", WWW 2021, train such models on sessions alone.
 */
export function withSessions(events: Events, length: number): Events {
  const [positions, users]: [number[], number[]] = [[], []];
  let userCount = events.userCount;
  const add = (user: number, run: Int32Array): void => {
    for (const position of run) {
      positions.push(position);
      users.push(user);
    }
  };
  positionsByUser(events).forEach((ofUser, user) => {
    add(user, ofUser);
    const runs = length > 0 ? Math.ceil(ofUser.length / length) : 1;
    const startOf = (run: number): number => Math.floor((run * ofUser.length) / runs);
    if (runs < 2) return;
    for (let run = 0; run < runs; run++) add(userCount++, ofUser.subarray(startOf(run), startOf(run + 1)));
  });
  return { ...selectEvents(events, positions), users: Int32Array.from(users), userCount };
}
