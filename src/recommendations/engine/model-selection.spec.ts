import { randomEvents } from '../../../test/support/random-events.js';
import { selectEvents } from './events.js';
import { selectModel, trainChoice, type ModelChoice, type Selection } from './model-selection.js';
import { toArrays } from './model-arrays.js';

const events = randomEvents({ users: 60, items: 48, events: 1500 });

describe.each([
  ['ease', 48],
  ['als', 47],
])('selectModel of %s', (algorithm, easeMaxItems) => {
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

  it('judges by nobody when nobody did enough', () => {
    const few = selectEvents(events, [0, 1, 2]);
    const { best, beatsPopularity } = selectModel(few, { easeMaxItems: 100, split: 'temporal' });
    expect(best.metrics.users).toBe(0);
    expect(beatsPopularity).toBe(false);
  });
});
