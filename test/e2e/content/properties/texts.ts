import fc from 'fast-check';
import type { ContentDto } from '../../../../src/content/content.dto.js';

/** Each word is here for what a search might do wrong with it. */
const words = [
  ...['a', 'of', 'x', 'I', '灯', 'ü'], // shorter than a trigram
  ...['light', 'house', 'lighthouse', 'Lighthouses', 'HARBOUR', 'harbor'], // inside and beside each other
  ...['100%', '%', '50%_off', '_', 'file_name', 'c:\\temp', '\\', '\\%'], // wildcards and the escape
  ...['Straße', 'ÉCOLE', 'e\u0301cole', 'ночь', 'Ночью', '灯台', '😀', 'ΟΔΟΣ', 'İstanbul'], // letters with a case, or none
  ...[
    "don't",
    'well-known',
    'e=mc²',
    '(draft)',
    'v1.2.3',
    '"quoted"',
    '$1',
    '${x}',
    "';--",
    'a|b',
    '!',
    '*:*',
  ],
  ...['NULL', 'the', 'running', 'ran'], // words a full-text search drops or bends
] as const;
/** Half of all words are of a few, so that texts share some and searches find several. */
const commonWord = fc.constantFrom('light', 'lighthouse', 'of', 'Ночь', '100%');
const word = fc.oneof(fc.constantFrom(...words), commonWord);
const separator = fc.constantFrom(' ', ' ', ' ', '  ', ', ', '-', '/', '\n');

/** A text of some words, neither blank nor padded. */
export const texts = fc
  .tuple(word, fc.array(fc.tuple(separator, word), { maxLength: 6 }))
  .map(([first, rest]) => [first, ...rest.flat()].join(''));

/** Now and then with a word longer than an index takes. */
export const prompts = fc.oneof(
  { weight: 15, arbitrary: texts },
  { weight: 1, arbitrary: texts.map((text) => `${'lighthouseÜ'.repeat(90)} ${text}`) },
);

/** One part of a search term: a word of the pool or a piece cut out of a stored text, wherever it begins and ends. */
export type SearchPart = { quoted: boolean; letters: 'kept' | 'upper' | 'lower' } & (
  { text: string } | { row: number; cut: 'title' | 'prompt' | 'seam'; from: number; length: number }
);

const manner = {
  quoted: fc.boolean(),
  letters: fc.constantFrom<SearchPart['letters']>('kept', 'kept', 'upper', 'lower'),
};

const part: fc.Arbitrary<SearchPart> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      ...manner,
      text: fc.oneof(commonWord, fc.constantFrom('igh', 't', '0%', 'оч', 'house')),
    }),
  },
  { weight: 2, arbitrary: fc.record({ ...manner, text: fc.oneof(word, word, texts) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      ...manner,
      row: fc.nat(1_000_000),
      cut: fc.constantFrom('title', 'prompt', 'seam'),
      from: fc.nat(30),
      length: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 5, max: 15 })),
    }),
  },
);

export const searchParts: fc.Arbitrary<SearchPart[]> = fc.oneof(
  { weight: 3, arbitrary: part.map((one) => [one]) },
  { weight: 1, arbitrary: fc.array(part, { minLength: 2, maxLength: 3 }) },
);

function textOf(part: SearchPart, rows: readonly ContentDto[]): string {
  if ('text' in part) return part.text;
  const row = rows[part.row % rows.length];
  if (!row) return 'nothing is stored';
  const letters = [...(part.cut === 'seam' ? `${row.title} ${row.prompt}` : row[part.cut])];
  const from = part.cut === 'seam' ? [...row.title].length - (part.from % 6) : part.from % letters.length;
  return letters.slice(Math.max(from, 0), Math.max(from, 0) + part.length).join('');
}

const spelt = {
  kept: (text: string): string => text,
  upper: (text: string): string => text.toUpperCase(),
  lower: (text: string): string => text.toLowerCase(),
};

/** The term a client would send, and the texts that must all be found. */
export function toSearch(
  parts: readonly SearchPart[],
  rows: readonly ContentDto[],
): { term: string; needles: string[] } {
  const rendered = parts.map((part) => {
    const text = spelt[part.letters](textOf(part, rows)).trim();
    if (part.quoted) return { term: `"${text.replace(/[\\"]/g, '\\$&')}"`, needles: [text] };
    // Quotes would pair up with those of other parts.
    const plain = text.replaceAll('"', ' ').trim();
    return { term: plain, needles: plain.split(/\s+/) };
  });
  return {
    term: rendered.map(({ term }) => term).join(' '),
    needles: rendered.flatMap(({ needles }) => needles).filter((needle) => needle !== ''),
  };
}

/** Letter case removed one character for one, as PostgreSQL does it. */
function folded(text: string): string {
  return [...text].map((character) => [...character.toLowerCase()][0]).join('');
}

const haystacks = new WeakMap<ContentDto, readonly string[]>();

function haystacksOf(row: ContentDto): readonly string[] {
  const known = haystacks.get(row);
  if (known) return known;
  const made = [folded(row.title), folded(row.prompt)];
  haystacks.set(row, made);
  return made;
}

/** Every needle stands in the title or in the prompt. */
export function containsAll(row: ContentDto, needles: readonly string[]): boolean {
  return needles.every((needle) => haystacksOf(row).some((text) => text.includes(folded(needle))));
}
