import { randomEvents } from '../../../test/support/random-events.js';
import { splitEvents } from './split.js';
import { Validation } from './validation.js';

describe('Validation', () => {
  it('holds out of the train events as the test events were held out', () => {
    const events = randomEvents({ users: 30, items: 40, events: 600 });
    const validation = new Validation(events, { split: 'random', share: 0.4, seed: 4 });
    const { train, test } = splitEvents(events, 'random', { share: 0.4, seed: 4 });
    expect(validation.train).toEqual(train);
    expect(validation.test).toEqual(test);
  });

  it('takes the slice that somebody else held out', () => {
    const events = randomEvents({ users: 30, items: 40, events: 600 });
    const slice = splitEvents(events, 'temporal', { share: 0.5 });
    const { train, test } = new Validation(events, { split: 'temporal', slice });
    expect({ train, test }).toEqual(slice);
  });

  it('has everybody judge in one of two halves, which are drawn', () => {
    const events = randomEvents({ users: 30, items: 40, events: 600 });
    const { judges, halves } = new Validation(events, { split: 'temporal' });
    const [first, second] = halves;
    expect([first.length, second.length]).toEqual([15, 15]);
    expect([...first, ...second].sort((a, b) => a - b)).toEqual([...judges]);
    expect(new Set(Array.from(first, (judge) => judge % 2)).size).toBe(2);
    expect(first.at(-1)).toBeGreaterThan(15);
  });

  it('asks an even choice of 2,000 users where there are more', () => {
    const users = 4500;
    const all = { length: 5 * users };
    const events = {
      users: Int32Array.from(all, (_, i) => Math.floor(i / 5)),
      items: Int32Array.from(all, (_, i) => i % 5),
      weights: new Float32Array(5 * users).fill(1),
      times: Float64Array.from(all, (_, i) => i),
      userCount: users,
      itemCount: 5,
    };
    const judges = [...new Validation(events, { split: 'temporal' }).test.users];
    expect(judges).toHaveLength(2000);
    expect(judges.slice(0, 4)).toEqual([0, 2, 4, 6]);
    expect(judges.at(-1)).toBeGreaterThan(users - 4);
  });

  it('tells whether what was held out is what came next', () => {
    const events = randomEvents({ users: 10, items: 20, events: 100 });
    expect(new Validation(events, { split: 'temporal' }).isTimely).toBe(true);
    expect(new Validation(events, { split: 'random' }).isTimely).toBe(false);
  });
});
