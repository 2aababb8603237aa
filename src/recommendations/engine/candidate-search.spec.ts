import { randomEvents } from '../../../test/support/random-events.js';
import { searchCandidates } from './candidate-search.js';
import { meanNdcg } from './fading-trial.js';
import { Validation } from './validation.js';

const validation = new Validation(randomEvents({ users: 60, items: 48, events: 1500 }), {
  split: 'temporal',
});
const { judges, halves } = validation;

describe('searchCandidates', () => {
  const told: string[] = [];
  const searches = searchCandidates('ease', validation, [judges, ...halves], (_share, doing) => {
    told.push(doing);
  });

  it('gives each group of judges the best of what it was shown', () => {
    [judges, ...halves].forEach((group, index) => {
      const { best, candidates } = searches[index]!;
      const worths = candidates.map((candidate) => meanNdcg(candidate, group));
      expect(meanNdcg(best, group)).toBe(Math.max(...worths));
    });
  });

  it('goes the same way for a group, whoever else asks', () => {
    const [alone] = searchCandidates('ease', validation, [halves[1]]);
    expect(alone!.candidates).toEqual(searches[2]!.candidates);
  });

  it('trains once what several groups come by', () => {
    const trainings = searches.flatMap(({ candidates }) =>
      candidates.map(({ choice }) => JSON.stringify(choice.options)),
    );
    expect(told).toHaveLength(new Set(trainings).size);
    expect(trainings.length).toBeGreaterThan(told.length);
  });
});
