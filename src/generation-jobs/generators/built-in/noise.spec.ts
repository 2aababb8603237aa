import { Chance } from './chance.js';
import { Noise } from './noise.js';

const noise = new Noise(new Chance('noise'));

describe('Noise', () => {
  it('repeats itself from the same seed and differs with another', () => {
    const same = new Noise(new Chance('noise'));
    const other = new Noise(new Chance('other'));
    expect(same.fractal(3.7, -8.2, 4)).toBe(noise.fractal(3.7, -8.2, 4));
    expect(other.fractal(3.7, -8.2, 4)).not.toBe(noise.fractal(3.7, -8.2, 4));
  });

  it('stays within about ±1, is 0 at whole coordinates and has no steps', () => {
    for (let point = 0; point < 2000; point++) {
      const [x, y] = [point * 0.173 - 150, point * 0.291 - 300];
      expect(Math.abs(noise.at(x, y))).toBeLessThanOrEqual(1.01);
      expect(Math.abs(noise.at(x + 0.0005, y) - noise.at(x - 0.0005, y))).toBeLessThan(0.02);
      expect(noise.at(Math.round(x), Math.round(y))).toBeCloseTo(0, 10);
    }
  });

  it('gives the cells of a grid uniform values, others for each salt', () => {
    const cells = Array.from({ length: 4096 }, (_, index) => noise.cell(index % 64, Math.floor(index / 64)));
    const mean = cells.reduce((sum, value) => sum + value, 0) / cells.length;
    expect(mean).toBeCloseTo(0.5, 1);
    expect(Math.min(...cells)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...cells)).toBeLessThan(1);
    expect(noise.cell(3, 4, 1)).not.toBe(noise.cell(3, 4, 2));
  });
});

describe('Chance', () => {
  it('is uniform and repeats itself', () => {
    const [chance, same] = [new Chance('chance'), new Chance('chance')];
    const drawn = Array.from({ length: 10_000 }, () => chance.next());
    expect(drawn.slice(0, 100)).toEqual(Array.from({ length: 100 }, () => same.next()));
    const counts = new Array<number>(10).fill(0);
    for (const value of drawn) counts[Math.floor(value * 10)]! += 1;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('shuffles without losing any', () => {
    const list = Array.from({ length: 50 }, (_, index) => index);
    const shuffled = new Chance('cards').shuffle(list);
    expect(shuffled).not.toEqual(list);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(list);
  });
});
