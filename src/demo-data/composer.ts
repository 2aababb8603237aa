import type { ContentType } from '../content/content-kind.js';
import { capitalise, fill } from './phrases.js';
import type { Random } from './random.js';
import { bodySentences, haikuLines, promptTemplates, qualityMarks, titleTemplates } from './sentences.js';
import type { Topic } from './topics.js';
import { cameras, colours, details, lights, type Manner, tempos } from './vocabulary.js';

/** What an item is to be about, and how it is to be made. */
export interface Brief {
  medium: ContentType;
  topic: Topic;
  style: Manner;
  mood: Manner;
  isAuto: boolean;
}

/** The words of an item. */
export interface Composition {
  title: string;
  prompt: string;
}

const shareInOtherLanguages = 0.06;
const titleLimit = 255;

/** One set of choices for the slots of the templates; an item keeps its subject through title, prompt and text. */
function slotsOf(brief: Brief, random: Random): (slot: string) => string {
  const { topic } = brief;
  const subject = random.pick(topic.subjects);
  const kept: Record<string, string> = {
    subject,
    action: random.pick(topic.actions),
    place: random.pick(topic.places),
    light: random.pick(lights),
    style: random.pick(brief.style.wordings),
  };
  const fresh: Record<string, () => string> = {
    other: () => random.pick(topic.subjects.filter((candidate) => candidate !== subject)),
    mood: () => random.pick(brief.mood.wordings),
    colours: () => random.pick(colours),
    detail: () => random.pick(details),
    camera: () => random.pick(cameras),
    tempo: () => random.pick(tempos),
    number: () => String(random.integer(1, 48)),
  };
  return (slot) => kept[slot] ?? fresh[slot]?.() ?? slot;
}

function haikuChain(random: Random, choose: (slot: string) => string): string {
  const verses = Array.from({ length: random.integer(1, 5) }, () =>
    [haikuLines.outer, haikuLines.inner, haikuLines.outer]
      .map((lines) => fill(random.pick(lines), choose))
      .join('\n'),
  );
  return verses.join('\n\n');
}

function paragraphs(random: Random, choose: (slot: string) => string): string {
  const sentence = (): string => capitalise(fill(random.pick(bodySentences), choose));
  const paragraph = (): string => Array.from({ length: random.integer(2, 6) }, sentence).join(' ');
  return Array.from({ length: random.integer(1, 4) }, paragraph).join('\n\n');
}

/** Writes titles, prompts and texts that fit a brief. */
export class Composer {
  constructor(private readonly random: Random) {}

  compose(brief: Brief): Composition {
    const { random } = this;
    if (random.chance(shareInOtherLanguages)) {
      const [title, prompt] = random.pick(brief.topic.elsewhere);
      return { title: random.chance(0.3) ? `${title} · ${random.integer(2, 12)}` : title, prompt };
    }
    const choose = slotsOf(brief, random);
    const title = capitalise(fill(random.pick(titleTemplates), choose)).slice(0, titleLimit);
    return { title, prompt: this.prompt(brief, choose) };
  }

  /** The text itself, for items whose content is text. */
  text(brief: Brief): string {
    const choose = slotsOf(brief, this.random);
    return brief.style.tag === 'Haiku' ? haikuChain(this.random, choose) : paragraphs(this.random, choose);
  }

  private prompt(brief: Brief, choose: (slot: string) => string): string {
    const written = fill(this.random.pick(promptTemplates[brief.medium]), choose);
    if (!brief.isAuto || brief.medium !== 'image' || this.random.chance(0.5)) return capitalise(written);
    return `${written}, ${this.random.pick(qualityMarks)}, ${this.random.pick(qualityMarks)}`;
  }
}
