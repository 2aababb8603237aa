import { jest } from '@jest/globals';
import { randomEvents } from '../../../test/support/random-events.js';
import { toMatrix } from './events.js';
import { FadingTrial, meanNdcg } from './fading-trial.js';
import { trainItemKnn } from './item-knn.js';
import type { SplitKind } from './split.js';
import { Validation } from './validation.js';

const events = randomEvents({ users: 60, items: 48, events: 1500 });

function begin(split: SplitKind): { validation: Validation; trial: FadingTrial } {
  const validation = new Validation(events, { split });
  const model = trainItemKnn(toMatrix(validation.train), { neighbours: 20 });
  return { validation, trial: new FadingTrial(validation, model) };
}

describe('FadingTrial', () => {
  it('gives each group of judges what these like best', () => {
    const { validation, trial } = begin('temporal');
    const [first, second] = validation.halves;
    const [ofFirst, ofSecond] = [trial.bestFor(first), trial.bestFor(second)];
    expect(meanNdcg(ofFirst, first)).toBeGreaterThanOrEqual(meanNdcg(ofSecond, first));
    expect(meanNdcg(ofSecond, second)).toBeGreaterThanOrEqual(meanNdcg(ofFirst, second));
  });

  it('measures a half-life once, whoever asks', () => {
    const { validation, trial } = begin('temporal');
    const measure = jest.spyOn(validation, 'measure');
    const best = trial.bestFor(validation.judges);
    const { length } = measure.mock.calls;
    expect(length).toBeGreaterThan(2);
    expect(trial.bestFor(validation.judges)).toBe(best);
    expect(measure.mock.calls).toHaveLength(length);
  });

  it('lets nothing fade where nothing comes next', () => {
    const { validation, trial } = begin('random');
    expect(trial.bestFor(validation.judges).recency.halfLifeItems).toBe(Infinity);
  });
});

describe('meanNdcg', () => {
  it('is of the judges asked, and 0 of nobody', () => {
    const { validation, trial } = begin('random');
    const best = trial.bestFor(validation.judges);
    expect(meanNdcg(best, validation.judges)).toBe(best.metrics.ndcgAt10);
    expect(meanNdcg(best, Int32Array.of(3))).toBe(best.ndcgs[3]);
    expect(meanNdcg(best, new Int32Array(0))).toBe(0);
  });
});
