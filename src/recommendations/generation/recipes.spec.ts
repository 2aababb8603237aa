import { recipeFor } from './recipes.js';

describe('recipeFor', () => {
  it.each([
    ['content-v1', ['tags', 'trending', 'recent']],
    ['my Collaborative one', ['model', 'fold-in', 'trending', 'recent']],
    ['popular', ['popular', 'recent']],
    ['hybrid-v1', ['model', 'fold-in', 'tags', 'trending', 'recent']],
    ['test_v1.0', ['model', 'fold-in', 'tags', 'trending', 'recent']],
  ])('asks for %p the sources %p', (label, chain) => {
    expect(recipeFor(label, false).chain).toEqual(chain);
  });

  it('answers who is unknown by quality, popularity and recency, unless what is popular is asked for', () => {
    for (const label of ['hybrid-v1', 'content-v1', 'collab-v1']) {
      expect(recipeFor(label, true).weights).toMatchObject({
        tag: 0,
        quality: 0.5,
        popularity: 0.3,
        recency: 0.2,
      });
    }
    expect(recipeFor('popular-v1', true)).toBe(recipeFor('popular-v1', false));
  });

  it('weighs every component once: the weights of a recipe add up to 1', () => {
    for (const label of ['content', 'collab', 'popular', 'hybrid']) {
      for (const isUnknown of [false, true]) {
        const weights: number[] = Object.values(recipeFor(label, isUnknown).weights);
        const sum = weights.reduce((total, weight) => total + weight, 0);
        expect(sum).toBeCloseTo(1);
      }
    }
  });
});
