import { Random } from '../../../src/demo-data/random.js';
import { Weights, zipf } from '../../../src/demo-data/weights.js';

const onsets = [
  'b',
  'br',
  'd',
  'dr',
  'f',
  'fl',
  'g',
  'gr',
  'h',
  'k',
  'kl',
  'm',
  'n',
  'p',
  'qu',
  's',
  'st',
  't',
  'v',
  'z',
];
const vowels = ['a', 'e', 'i', 'o', 'u', 'ae', 'ia', 'ou'];
const codas = ['', '', 'l', 'm', 'n', 'nd', 'r', 'rk', 's', 'x'];
const wordCount = 40_000;

function makeWord(random: Random): string {
  const syllable = (): string => random.pick(onsets) + random.pick(vowels) + random.pick(codas);
  return Array.from({ length: random.integer(2, 3) }, syllable).join('');
}

/**
 * Made-up words, used as unevenly as those of a language: with a million prompts the first stands in a quarter of them,
 * the hundredth in one of four hundred, and half of them in fewer than twenty.
 */
export class Lexicon {
  private readonly words: readonly string[];
  private readonly weights = new Weights(zipf(wordCount));

  constructor(seed: number) {
    const random = new Random(seed, 'lexicon');
    const words = new Set<string>();
    while (words.size < wordCount) words.add(makeWord(random));
    this.words = [...words];
  }

  draw(random: Random): string {
    return this.words[this.weights.draw(random)]!;
  }
}
