import { randomEvents } from '../../../test/support/random-events.js';
import { compareModels, type CompareOptions } from './compare-models.js';
import { evaluate } from './evaluate.js';
import { selectModel, trainChoice } from './model-selection.js';
import { selectEvents, toMatrix } from './events.js';
import { trainPopularity } from './popularity.js';
import { splitEvents, type Split, type SplitKind } from './split.js';

const events = randomEvents({ users: 40, items: 40, events: 800 });
const split = splitEvents(events, 'temporal');
const options: CompareOptions = { models: ['popularity', 'item-knn', 'ease', 'als'], split: 'temporal' };

/** Each user walks a circle of 30 items, from somewhere on: what comes next is what followed upon the last. */
function walks(kind: SplitKind): Split {
  const all = { length: 30 * 15 };
  const circle = {
    users: Int32Array.from(all, (_, i) => Math.floor(i / 15)),
    items: Int32Array.from(all, (_, i) => (Math.floor(i / 15) + (i % 15)) % 30),
    weights: new Float32Array(all.length).fill(1),
    times: Float64Array.from(all, (_, i) => i % 15),
    userCount: 30,
    itemCount: 30,
  };
  return splitEvents(circle, kind);
}

/** Items 0 to 9 were met by many long ago and weigh next to nothing; then 10 to 19 are met, one by one. */
function changingFashion(): Split {
  const acts = Array.from({ length: 40 }, (_, user) => {
    const early = user < 30;
    return Array.from({ length: 10 }, (_, step) => ({
      user,
      item: early ? step : 10 + ((step + user) % 10),
      weight: early ? 0.01 : 1,
    }));
  }).flat();
  return splitEvents(
    {
      users: Int32Array.from(acts, ({ user }) => user),
      items: Int32Array.from(acts, ({ item }) => item),
      weights: Float32Array.from(acts, ({ weight }) => weight),
      times: Float64Array.from(acts, (_, i) => i),
      userCount: 40,
      itemCount: 20,
    },
    'temporal',
  );
}

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
    const models = ['popularity', 'item-knn', 'ease'] as const;
    const parametersOf = (data: Split): unknown[] =>
      compareModels(data, { ...options, models }).map(({ parameters }) => parameters);
    expect(parametersOf(other)).toEqual(parametersOf(split));
  });

  it('sees by itself how a given pair of train and test events was split', () => {
    const random = splitEvents(events, 'random');
    const chosen = (data: Split, kind?: 'temporal' | 'random'): unknown =>
      compareModels(data, { models: ['ease'], split: kind })[0]!.parameters;
    expect(chosen(random)).toEqual(chosen(random, 'random'));
    expect(chosen(random)).not.toHaveProperty('halfLifeItems');
    expect(chosen(split)).toEqual(chosen(split, 'temporal'));
  });

  it('says what was chosen, in finite numbers', () => {
    expect(compared[0]!.parameters).toEqual({});
    expect(compared[1]!.parameters).toHaveProperty('neighbours');
    for (const { parameters } of compared) {
      for (const value of Object.values(parameters)) expect(Number.isFinite(value)).toBe(true);
    }
  });

  it('lets the histories of item-KNN fade, too, where something comes next', () => {
    const chosen = (kind: SplitKind): unknown =>
      compareModels(walks(kind), { models: ['item-knn'], split: kind })[0]!.parameters;
    expect(chosen('temporal')).toHaveProperty('halfLifeItems');
    expect(chosen('random')).not.toHaveProperty('halfLifeItems');
  });

  it('takes what is popular of late for popular where that is better', () => {
    const fashion = changingFashion();
    const { parameters, metrics } = compareModels(fashion, { models: ['popularity'] })[0]!;
    const byUsers = evaluate(trainPopularity(toMatrix(fashion.train)), fashion);
    expect(parameters).toEqual({ byWeights: 1 });
    expect(metrics.ndcgAt10).toBeGreaterThan(byUsers.ndcgAt10);
  });

  it('says how many users chose, and so whether anything was chosen', () => {
    expect(compared.map(({ validationUsers }) => validationUsers)).toEqual([40, 40, 40, 40]);
    const few = selectEvents(split.train, [0, 1, 2]);
    const [ease] = compareModels({ train: few, test: split.test }, { ...options, models: ['ease'] });
    expect(ease!.validationUsers).toBe(0);
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
