import { randomEvents } from '../../../test/support/random-events.js';
import { mergeRepeats, selectEvents, toMatrix, type Events } from './events.js';
import { trainItemKnn } from './item-knn.js';
import { selectModel, trainChoice, type ModelChoice, type Selection } from './model-selection.js';
import { toArrays } from './model-arrays.js';
import { trainPopularity } from './popularity.js';
import { seededRandom } from './random.js';
import { splitEvents } from './split.js';
import { Validation } from './validation.js';

const events = randomEvents({ users: 60, items: 48, events: 1500 });

/** Users of no taste of their own: everybody draws from the same Zipf distribution. */
function tastelessEvents(users: number, seed: number): Events {
  const random = seededRandom(seed);
  const [items, acts] = [60, { length: 15 * users }];
  return mergeRepeats({
    users: Int32Array.from(acts, (_, i) => i % users),
    items: Int32Array.from(acts, () => Math.min(items - 1, Math.floor(items ** random()) - 1)),
    weights: new Float32Array(acts.length).fill(1),
    times: Float64Array.from(acts, (_, i) => i),
    userCount: users,
    itemCount: items,
  });
}

const fewer = randomEvents({ users: 40, items: 24, events: 600 });

describe.each([
  ['ease', 48, events],
  ['als', 23, fewer],
] as const)('selectModel of %s', (algorithm, easeMaxItems, events) => {
  let selection: Selection;
  const told: number[] = [];
  beforeAll(() => {
    selection = selectModel(events, {
      easeMaxItems,
      split: 'temporal',
      onProgress: (share) => told.push(share),
    });
  });

  it('is of that family for as many items', () => {
    for (const { choice } of selection.candidates) expect(choice.algorithm).toBe(algorithm);
  });

  it('takes the candidate with the best NDCG@10 on the validation slice', () => {
    const best = Math.max(...selection.candidates.map(({ metrics }) => metrics.ndcgAt10));
    expect(selection.best.metrics.ndcgAt10).toBe(best);
  });

  it('tries no candidate twice', () => {
    const choices = selection.candidates.map(({ choice }) => JSON.stringify(choice));
    expect(choices).toHaveLength(new Set(choices).size);
    expect(choices.length).toBeGreaterThan(4);
  });

  it('says whether popularity is beaten, by users of tastes of their own', () => {
    expect(selection.beatsPopularity).toBe(true);
    expect(selection.best.metrics.ndcgAt10).toBeGreaterThan(selection.popularity.ndcgAt10);
    expect(selection.itemKnn.users).toBe(selection.popularity.users);
  });

  it('tells how far it is', () => {
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told[0]).toBe(0);
    expect(told.at(-1)).toBeLessThan(1);
  });

  it('chooses and trains the same each time', () => {
    const again = selectModel(events, { easeMaxItems, split: 'temporal' });
    expect(again).toEqual(selection);
    const train = ({ choice }: { choice: ModelChoice }): unknown => toArrays(trainChoice(events, choice));
    expect(train(again.best)).toEqual(train(selection.best));
  });
});

describe('selectModel', () => {
  it.each([25, 60])('hardly ever beats popularity where %d users have no taste of their own', (users) => {
    const worlds = Array.from({ length: 20 }, (_, seed) => tastelessEvents(users, seed));
    const options = { easeMaxItems: 60, split: 'temporal' } as const;
    const won = worlds.filter((world) => selectModel(world, options).beatsPopularity);
    expect(won.length).toBeLessThanOrEqual(1);
  });

  it('does not let histories fade where nothing comes next', () => {
    const { candidates } = selectModel(events, { easeMaxItems: 100, split: 'random' });
    for (const { choice } of candidates) expect(choice.recency.halfLifeItems).toBe(Infinity);
  });

  it('measures λ by the weights of the events', () => {
    const lambdas = (factor: number): number[] => {
      const weighted = { ...events, weights: new Float32Array(events.weights.length).fill(factor) };
      const { candidates } = selectModel(weighted, { easeMaxItems: 100, split: 'random' });
      return candidates.map(({ choice }) => (choice.algorithm === 'ease' ? choice.options.lambda : NaN));
    };
    expect(lambdas(0.5)).toEqual(lambdas(1).map((lambda) => lambda / 4));
  });

  it('takes a validation slice whose items are others than those to be learned', () => {
    const slice = splitEvents(randomEvents({ users: 40, items: 20, events: 500 }), 'temporal');
    const { best } = selectModel(events, { easeMaxItems: 48, split: 'temporal', slice });
    expect(best.choice.algorithm).toBe('ease');
    expect(best.metrics.users).toBeLessThanOrEqual(40);
  });

  it('gives the baselines their best, as it does the model', () => {
    const { popularity, itemKnn } = selectModel(events, { easeMaxItems: 48, split: 'temporal' });
    const validation = new Validation(events, { split: 'temporal' });
    const matrix = toMatrix(validation.train);
    const plain = validation.measure(trainItemKnn(matrix, { neighbours: 100 }));
    expect(itemKnn.ndcgAt10).toBeGreaterThanOrEqual(plain.metrics.ndcgAt10);
    for (const measure of ['users', 'weights'] as const) {
      const { metrics } = validation.measure(trainPopularity(matrix, measure));
      expect(popularity.ndcgAt10).toBeGreaterThanOrEqual(metrics.ndcgAt10);
    }
  });

  it('judges by nobody when nobody did enough', () => {
    const few = selectEvents(events, [0, 1, 2]);
    const { best, beatsPopularity } = selectModel(few, { easeMaxItems: 100, split: 'temporal' });
    expect(best.metrics.users).toBe(0);
    expect(beatsPopularity).toBe(false);
  });
});
