import { Verdict } from '../models/judgement.js';
import { InteractionCollector, type InteractionColumns } from './interaction-columns.js';
import { trainModel } from './train-model.js';

const settings = { halfLifeDays: 0, minItemUsers: 1, maxItems: 100, easeMaxItems: 100 };

/** Each user likes an item of their own, again and again. */
function repeatedLikes(users: number, times: number): InteractionColumns {
  const collector = new InteractionCollector();
  for (let i = 0; i < users * times; i++) {
    collector.add({ userId: String(i % users), itemId: i % users, signal: 3, time: -i });
  }
  return collector.oldestFirst();
}

/** What users share is only what each came to last; all before is of nobody else. */
function newTrends(users: number): InteractionColumns {
  const collector = new InteractionCollector();
  for (let step = 0; step < 5; step++) {
    for (let user = 0; user < users; user++) {
      const itemId = step === 0 ? user % 20 : 1000 * step + user;
      collector.add({ userId: String(user), itemId, signal: 3, time: -step });
    }
  }
  return collector.oldestFirst();
}

describe('trainModel', () => {
  it('takes all that a user did with an item for one interaction to learn from', () => {
    expect(trainModel(repeatedLikes(25, 20), settings)).toEqual({
      kind: 'too-little',
      counts: { users: 25, items: 25, interactions: 25 },
    });
  });

  it.each([
    ['EASE', 100],
    ['ALS', 1],
  ])('does not publish %s when the past alone has nothing to choose it by', (_, easeMaxItems) => {
    const result = trainModel(newTrends(600), { ...settings, minItemUsers: 3, easeMaxItems });
    expect(result).toMatchObject({
      description: { counts: { items: 20, interactions: 600 }, judgement: { verdict: Verdict.TooFewJudges } },
      numbers: undefined,
    });
  });
});
