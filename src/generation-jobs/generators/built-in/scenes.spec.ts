import { Chance } from './chance.js';
import { chooseScene } from './choose-scene.js';
import { composePicture } from './compose-picture.js';

const callsFor: readonly [prompt: string, scene: string][] = [
  ['Sunrise over the mountains', 'landscape'],
  ['a neon street in Tokyo', 'city'],
  ['spiral galaxies', 'nebula'],
  ['a mandala', 'bloom'],
  ['stained glass', 'mosaic'],
  ['an abstract composition', 'paper'],
];

describe('the scene of a picture', () => {
  it.each(callsFor)('of "%s" is the %s', (prompt, scene) => {
    expect(chooseScene(prompt, new Chance('any')).name).toBe(scene);
  });

  it('is any of them when the prompt calls for none', () => {
    const names = Array.from(
      { length: 100 },
      (_, seed) => chooseScene('a cat', new Chance(String(seed))).name,
    );
    expect(new Set(names).size).toBe(callsFor.length);
  });

  it.each(callsFor)('of "%s" has colours everywhere, at any shape', (prompt) => {
    for (const size of [
      { width: 64, height: 64 },
      { width: 64, height: 2048 },
      { width: 2048, height: 64 },
    ]) {
      const { scene } = composePicture(prompt, new Chance('shape'), size, 20);
      const [width, height] = [size.width / 64, size.height / 64];
      const colour = new Float64Array(3);
      for (let point = 0; point < 400; point++) {
        scene(((point * 0.618) % 1) * width, ((point * 0.7549) % 1) * height, colour);
        for (const part of colour) expect(part).toBeGreaterThan(-0.05);
        for (const part of colour) expect(part).toBeLessThan(1.15);
      }
    }
  });
});
