import { bloom } from './bloom.scene.js';
import type { Chance } from './chance.js';
import { city } from './city.scene.js';
import { landscape } from './landscape.scene.js';
import { mosaic } from './mosaic.scene.js';
import { nebula } from './nebula.scene.js';
import { paper } from './paper.scene.js';
import type { Brush, Scene } from './scene.js';

export interface SceneKind {
  readonly name: string;
  readonly make: (brush: Brush) => Scene;
  /** Beginnings of words in a prompt that call for it. */
  readonly words: RegExp;
}

const kinds: readonly SceneKind[] = [
  {
    name: 'landscape',
    make: landscape,
    words:
      /\b(landscape|mountain|hill|valley|sun|lake|sea|ocean|beach|sky|forest|desert|river|island|dawn|dusk)/,
  },
  { name: 'city', make: city, words: /\b(city|cities|street|skyline|urban|building|tower|neon|cyber|house)/ },
  {
    name: 'nebula',
    make: nebula,
    words: /\b(space|galax|nebula|cosm|star|planet|smoke|dream|magic|cloud|astro)/,
  },
  {
    name: 'bloom',
    make: bloom,
    words: /\b(flower|bloom|rose|petal|garden|mandala|portrait|face|eye|symmetr)/,
  },
  {
    name: 'mosaic',
    make: mosaic,
    words: /\b(mosaic|glass|crystal|church|cathedral|geometr|gem|stone|dragon|tile)/,
  },
  {
    name: 'paper',
    make: paper,
    words: /\b(abstract|paper|pattern|wave|map|minimal|texture|fluid|marble|logo)/,
  },
];

/** One of the scenes the words of the prompt call for; any when they call for none. */
export function chooseScene(prompt: string, chance: Chance): SceneKind {
  const called = kinds.filter(({ words }) => words.test(prompt.toLowerCase()));
  return chance.pick(called.length === 0 ? kinds : called);
}
