import { randomEvents } from '../../../test/support/random-events.js';
import { trainAls } from './als.js';
import { trainEase } from './ease.js';
import { toMatrix } from './events.js';
import { fromArrays, toArrays, type StoredModel } from './model-arrays.js';

const matrix = toMatrix(randomEvents({ users: 30, items: 20, events: 200 }));
const ease = trainEase(matrix, { lambda: 4 });
const als = trainAls(matrix, { factors: 4, alpha: 2, regularization: 1, iterations: 2, seed: 1 });

/** As a store would: through bytes and JSON. */
function storeAndLoad(model: StoredModel): StoredModel {
  const { algorithm, parameters, arrays } = toArrays(model);
  const copies = Object.entries(arrays).map(([name, array]) => [name, array.slice()]);
  return fromArrays({
    algorithm,
    parameters: JSON.parse(JSON.stringify(parameters)) as Record<string, number>,
    arrays: Object.fromEntries(copies) as Record<string, Float32Array>,
  });
}

describe('a stored model', () => {
  it.each([
    ['EASE', ease],
    ['ALS', als],
  ])('of %s comes back bit for bit', (_, model) => {
    const loaded = storeAndLoad(model);
    expect(loaded).toEqual(model);
    const history = { items: Int32Array.of(3, 11), weights: Float32Array.of(1, 0.3) };
    const [before, after] = [new Float32Array(20), new Float32Array(20)];
    model.score(history, before);
    loaded.score(history, after);
    expect(after).toEqual(before);
  });

  it('is refused when nobody knows its algorithm', () => {
    expect(() => fromArrays({ ...toArrays(ease), algorithm: 'tea-leaves' })).toThrow(
      'no model is called tea-leaves',
    );
  });

  it('is refused without one of its parameters', () => {
    expect(() => fromArrays({ ...toArrays(ease), parameters: { itemCount: 20 } })).toThrow(
      'the ease model lacks the parameter lambda',
    );
  });

  it('is refused when an array is missing or of another length', () => {
    expect(() => fromArrays({ ...toArrays(als), arrays: {} })).toThrow(
      'the als model needs 80 itemFactors, not 0',
    );
    expect(() => fromArrays({ ...toArrays(ease), arrays: { weights: new Float32Array(399) } })).toThrow(
      'the ease model needs 400 weights, not 399',
    );
  });
});
