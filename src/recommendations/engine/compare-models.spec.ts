import { randomEvents } from '../../../test/support/random-events.js';
import { compareModels, type CompareOptions } from './compare-models.js';
import { evaluate } from './evaluate.js';
import { selectModel, trainChoice } from './model-selection.js';
import { selectEvents } from './events.js';
import { splitEvents } from './split.js';

const events = randomEvents({ users: 60, items: 48, events: 1500 });
const split = splitEvents(events, 'temporal');
const options: CompareOptions = { models: ['popularity', 'item-knn', 'ease', 'als'], split: 'temporal' };

describe('compareModels', () => {
  const compared = compareModels(split, options);

  it('measures the models it is asked for, in that order', () => {
    expect(compared.map(({ model }) => model)).toEqual(options.models);
    expect(compareModels(split, { ...options, models: ['ease'] })).toHaveLength(1);
  });

  it('finds users of tastes of their own better served than by popularity', () => {
    const [popularity, ...others] = compared.map(({ metrics }) => metrics.ndcgAt10);
    for (const ndcg of others) expect(ndcg).toBeGreaterThan(popularity!);
  });

  it('trains on all train events what was chosen among them, and measures it on the test events', () => {
    const { choice } = selectModel(split.train, { split: 'temporal', easeMaxItems: 48 }).best;
    const model = trainChoice(split.train, choice);
    expect(compared[2]!.metrics).toEqual(evaluate(model, split, choice.recency));
    expect(compared[2]!.parameters).toMatchObject(choice.options);
  });

  it('chooses the same whatever the test events are', () => {
    const other = { train: split.train, test: selectEvents(split.test, [0, 1, 2]) };
    const parametersOf = (data: typeof split): unknown[] =>
      compareModels(data, options).map(({ parameters }) => parameters);
    expect(parametersOf(other)).toEqual(parametersOf(split));
  });

  it('sees by itself how a given pair of train and test events was split', () => {
    const random = splitEvents(events, 'random');
    const chosen = (data: typeof split, kind?: 'temporal' | 'random'): unknown =>
      compareModels(data, { models: ['ease'], split: kind })[0]!.parameters;
    expect(chosen(random)).toEqual(chosen(random, 'random'));
    expect(chosen(random)).not.toHaveProperty('halfLifeItems');
    expect(chosen(split)).toEqual(chosen(split, 'temporal'));
  });

  it('says what was chosen, in finite numbers', () => {
    expect(compared[0]!.parameters).toEqual({});
    expect(compared[1]!.parameters).toEqual({ neighbours: expect.any(Number) });
    for (const { parameters } of compared) {
      for (const value of Object.values(parameters)) expect(Number.isFinite(value)).toBe(true);
    }
  });

  it('tells how far it is, up to the end', () => {
    const told: number[] = [];
    compareModels(split, {
      ...options,
      models: ['popularity', 'ease'],
      onProgress: (share) => told.push(share),
    });
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
  });
});
