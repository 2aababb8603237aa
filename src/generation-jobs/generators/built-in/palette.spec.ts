import { Chance } from './chance.js';
import { type Rgb, toRgb } from './colour.js';
import { Palette } from './palette.js';

function lightness([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('Palette', () => {
  it('rises from dark to light whatever its hues', () => {
    for (let seed = 0; seed < 40; seed++) {
      const palette = Palette.forPrompt('anything', new Chance(String(seed)));
      const ramp = [0, 0.2, 0.4, 0.6, 0.8, 1].map((t) => lightness(palette.colour(t)));
      expect(ramp).toEqual([...ramp].sort((a, b) => a - b));
      expect(ramp[0]).toBeLessThan(0.12);
      expect(ramp[5]).toBeGreaterThan(0.85);
    }
  });

  it('changes evenly: no two neighbouring steps are far apart', () => {
    const palette = Palette.forPrompt('teal', new Chance('bands'));
    for (let step = 1; step <= 512; step++) {
      const [before, after] = [palette.colour((step - 1) / 512), palette.colour(step / 512)];
      for (let part = 0; part < 3; part++) expect(Math.abs(after[part]! - before[part]!)).toBeLessThan(0.05);
    }
  });

  it.each([
    ['blue', 2],
    ['crimson', 0],
  ])('is %s when the prompt says so, before what the prompt speaks of', (name, strongest) => {
    const colour = Palette.forPrompt(`a ${name} forest`, new Chance('named')).colour(0.4);
    expect(Math.max(...colour)).toBe(colour[strongest]);
  });
});

describe('toRgb', () => {
  it('shows greys as they are', () => {
    const [red, green, blue] = toRgb({ lightness: 0.6, chroma: 0, hue: 0 });
    expect(green).toBeCloseTo(red, 3);
    expect(blue).toBeCloseTo(red, 3);
  });

  it('makes a colour paler that no screen can show', () => {
    for (let hue = 0; hue < 360; hue += 15) {
      for (const part of toRgb({ lightness: 0.7, chroma: 0.4, hue })) {
        expect(part).toBeGreaterThanOrEqual(0);
        expect(part).toBeLessThanOrEqual(1);
      }
    }
  });
});
