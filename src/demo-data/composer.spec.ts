import { contentTypes } from '../content/content-kind.js';
import { type Brief, Composer } from './composer.js';
import { Random } from './random.js';
import { topics } from './topics.js';
import { moods, styles } from './vocabulary.js';

function* briefs(): Generator<Brief> {
  for (const medium of contentTypes) {
    for (const topic of topics) {
      for (const style of styles[medium])
        yield { medium, topic, style, mood: moods[0]!, isAuto: medium === 'image' };
    }
  }
}

describe('Composer', () => {
  it('leaves no slot of a template unfilled and keeps to the limits of the columns', () => {
    const composer = new Composer(new Random(1));
    for (const brief of briefs()) {
      const { title, prompt } = composer.compose(brief);
      const text = composer.text(brief);

      expect(`${title}${prompt}${text}`).not.toMatch(/[{}]/);
      expect(title.trim()).toBe(title);
      expect(title.length).toBeGreaterThan(0);
      expect(title.length).toBeLessThanOrEqual(255);
      expect(prompt.length).toBeGreaterThan(0);
      expect(text.length).toBeGreaterThan(0);
    }
  });

  it('writes prompts of many lengths, hardly one twice, some in other scripts', () => {
    const composer = new Composer(new Random(2));
    const all = [...briefs(), ...briefs()].map((brief) => composer.compose(brief).prompt);
    const lengths = all.map((prompt) => prompt.length);

    expect(Math.min(...lengths)).toBeLessThan(30);
    expect(Math.max(...lengths)).toBeGreaterThan(300);
    expect(new Set(all).size / all.length).toBeGreaterThan(0.9);
    expect(all.some((prompt) => /[\p{Script=Han}\p{Script=Cyrillic}]/u.test(prompt))).toBe(true);
  });
});
