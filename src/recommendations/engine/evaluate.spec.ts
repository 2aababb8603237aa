import { evaluate, Evaluation } from './evaluate.js';
import type { Events } from './events.js';
import type { History, ItemModel } from './item-model.js';

/** Scores by the item, and by what was met last. */
class FixedModel implements ItemModel {
  readonly algorithm = 'fixed';

  constructor(
    private readonly fixed: number[],
    readonly histories: History[] = [],
  ) {}

  get itemCount(): number {
    return this.fixed.length;
  }

  score(history: History, scores: Float32Array): void {
    this.histories.push(history);
    scores.set(this.fixed);
  }

  explain({ items }: History): Float32Array {
    return new Float32Array(items.length);
  }
}

function eventsOf(pairs: [user: number, item: number][]): Events {
  return {
    users: Int32Array.from(pairs, ([user]) => user),
    items: Int32Array.from(pairs, ([, item]) => item),
    weights: new Float32Array(pairs.length).fill(1),
    times: Float64Array.from(pairs, (_, i) => i),
    userCount: 4,
    itemCount: 6,
  };
}

const model = new FixedModel([6, 5, 4, 3, 2, 1]);

describe('evaluate', () => {
  it('ranks what was not met in training, and takes the mean over users with test items', () => {
    const train = eventsOf([
      [0, 0],
      [0, 1],
      [1, 0],
      [2, 5],
    ]);
    const test = eventsOf([
      [0, 2],
      [1, 3],
    ]);
    const metrics = evaluate(model, { train, test });
    // user 0 ranks 2 3 4 5: found first; user 1 ranks 1 2 3 4 5: found third
    expect(metrics.users).toBe(2);
    expect(metrics.ndcgAt10).toBeCloseTo((1 + 1 / 2) / 2, 12);
    expect(metrics.mrr).toBeCloseTo((1 + 1 / 3) / 2, 12);
    expect(metrics.recallAt20).toBe(1);
    expect(metrics.hitRateAt10).toBe(1);
    expect(metrics.coverageAt10).toBeCloseTo(5 / 6, 12); // item 0 was masked for both
  });

  it('does not ask for items the user met in training', () => {
    const train = eventsOf([
      [0, 0],
      [1, 0],
    ]);
    const test = eventsOf([
      [0, 0],
      [1, 0],
      [1, 1],
    ]);
    expect(evaluate(model, { train, test })).toMatchObject({ users: 1, ndcgAt10: 1 });
  });

  it('counts a test item that cannot be found against the model', () => {
    const unable = new FixedModel([6, 5, 4, 3, 2, -Infinity]);
    const metrics = evaluate(unable, {
      train: eventsOf([[0, 0]]),
      test: eventsOf([
        [0, 1],
        [0, 5],
      ]),
    });
    expect(metrics.recallAt20).toBe(0.5);
    expect(metrics.mrr).toBe(1);
  });

  it('ranks for a user who did nothing in training', () => {
    expect(evaluate(model, { train: eventsOf([[0, 1]]), test: eventsOf([[3, 0]]) })).toMatchObject({
      users: 1,
      mrr: 1,
    });
  });

  it('gives the model a history that fades as told', () => {
    const histories: History[] = [];
    const train = eventsOf([
      [0, 0],
      [0, 1],
    ]);
    evaluate(
      new FixedModel([1, 1, 1, 1, 1, 1], histories),
      { train, test: eventsOf([[0, 2]]) },
      { halfLifeItems: 1 },
    );
    expect(histories).toEqual([{ items: Int32Array.of(1, 0), weights: Float32Array.of(1, 0.5) }]);
  });

  it('takes it for new what few of those met who did anything at all', () => {
    const train = eventsOf([
      [0, 5],
      [1, 0],
      [1, 5],
    ]);
    // users 2 and 3 did nothing: items 0 and 5 were met by one and two of two, the others count as met by one
    const { noveltyAt10 } = evaluate(model, { train, test: eventsOf([[0, 0]]) });
    expect(noveltyAt10).toBe(1);
  });

  it('prepares the histories once for all that are measured', () => {
    const histories: History[] = [];
    const train = eventsOf([
      [0, 0],
      [1, 0],
    ]);
    const evaluation = new Evaluation({ train, test: eventsOf([[0, 2]]) });
    const asked = new FixedModel([1, 1, 1, 1, 1, 1], histories);
    const [first, second] = [evaluation.measure(asked), evaluation.measure(asked, { halfLifeItems: 1 })];
    expect(histories).toHaveLength(2);
    expect(histories[0]!.items).toBe(histories[1]!.items);
    expect(first).toEqual(second);
    expect([...first.ndcgs]).toEqual([first.metrics.ndcgAt10]);
  });

  it('measures nothing where nothing is held out', () => {
    expect(evaluate(model, { train: eventsOf([[0, 0]]), test: eventsOf([]) })).toEqual({
      users: 0,
      ndcgAt10: 0,
      recallAt20: 0,
      hitRateAt10: 0,
      mrr: 0,
      coverageAt10: 0,
      giniAt10: 0,
      noveltyAt10: 0,
    });
  });
});
