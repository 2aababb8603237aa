import type { Chance } from './chance.js';

const paragraphs = 3;
const sentencesPerParagraph = 4;
const longestTheme = 120;
const longestWord = 30;

const openings = [
  'It begins, as these things do, with {theme}.',
  'Picture it first without a frame: {theme}.',
  'There is a version of this story that opens on {theme}.',
  'Ask ten people about {theme} and you hear ten different rooms.',
] as const;

const sentences = [
  'What stays with you is the {word}, and how quietly it changes everything near it.',
  'The light finds the {word} before anyone else does.',
  'Somebody had drawn the {word} on the back of a ticket and forgotten it there.',
  'Nobody planned the {word}; it arrived the way weather arrives.',
  'From a distance the {word} looks finished, and up close it is still being made.',
  'You could walk around the {word} for an hour and leave with a better question.',
  'Every detail leans toward the {word}, as plants lean toward a window.',
  'The {word} keeps its own time.',
  'Old notes mention the {word} only once, in the margin, underlined twice.',
  'Between one breath and the next, the {word} turns into something else.',
  'It would be easy to call the {word} an accident, and wrong.',
  'What the {word} hides, the silence around it gives away.',
  'A second look at the {word} is worth more than a long first one.',
  'There is patience in the {word}, and a little mischief.',
] as const;

const endings = [
  'And then the page is full, and {theme} goes on without us.',
  'That is all that can be said of {theme} tonight.',
  'What remains is the outline of it: {theme}.',
] as const;

const commonWords = new Set([
  'about',
  'above',
  'after',
  'along',
  'below',
  'their',
  'there',
  'these',
  'under',
  'where',
  'which',
  'with',
  'without',
  'write',
  'story',
  'poem',
  'from',
  'into',
  'over',
  'that',
  'this',
]);

function themeOf(prompt: string): string {
  const theme = prompt
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[.!?…,;:]+$/, '');
  const characters = [...theme];
  return characters.length <= longestTheme
    ? theme
    : `${characters.slice(0, longestTheme).join('').trimEnd()}…`;
}

function telling(prompt: string): string[] {
  const words = prompt.toLowerCase().match(/[\p{L}\p{M}'-]{4,}/gu) ?? [];
  return [...new Set(words)].filter((word) => word.length <= longestWord && !commonWords.has(word));
}

/** Some paragraphs around the words of a prompt. */
export function writeText(prompt: string, chance: Chance): string {
  const theme = themeOf(prompt);
  const words = telling(prompt);
  const unused = chance.shuffle(sentences);
  const body = Array.from({ length: paragraphs }, (_, paragraph) =>
    unused
      .slice(paragraph * sentencesPerParagraph, (paragraph + 1) * sentencesPerParagraph)
      .map((sentence) =>
        sentence.replace('{word}', () => (words.length === 0 ? 'moment' : chance.pick(words))),
      ),
  );
  body[0]?.unshift(chance.pick(openings));
  body.at(-1)?.push(chance.pick(endings));
  const text = body.map((lines) => lines.join(' ')).join('\n\n');
  return `${text.replaceAll('{theme}', () => theme)}\n`;
}
