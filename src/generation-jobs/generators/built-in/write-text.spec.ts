import { Chance } from './chance.js';
import { writeText } from './write-text.js';

describe('writeText', () => {
  it('speaks of the telling words of the prompt', () => {
    const text = writeText('Write a story about a glacier', new Chance('x'));
    expect(text).toContain('glacier');
    expect(text).not.toMatch(/the (story|about)\b/);
  });

  it('leaves no slot open, whatever the prompt', () => {
    for (const prompt of ['?', 'a b c', '{word} {theme} $& $1', 'слово и дело', 'x'.repeat(10_000)]) {
      const text = writeText(prompt, new Chance(prompt));
      expect(text.replaceAll(prompt, '')).not.toMatch(/\{(word|theme)\}/);
      expect(text.length).toBeLessThan(3000);
    }
  });
});
