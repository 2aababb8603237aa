import { everydayTopics } from './topics.everyday.js';
import { imaginedTopics } from './topics.imagined.js';

/** Something people make things about: its tags, and the phrases to write about it with. */
export interface Topic {
  /** The tag nearly every item of the topic carries. */
  readonly tag: string;
  /** Further tags of the topic, the commonest first. */
  readonly related: readonly string[];
  /** Who or what, with an article: "a young dragon". */
  readonly subjects: readonly string[];
  /** What it does, as a participle: "circling". */
  readonly actions: readonly string[];
  /** Where, with a preposition: "above a flooded valley". */
  readonly places: readonly string[];
  /** Titles and prompts in other languages. */
  readonly elsewhere: readonly (readonly [title: string, prompt: string])[];
}

function interleave<T>(first: readonly T[], second: readonly T[]): readonly T[] {
  return first.flatMap((item, index) => [item, second[index] as T]);
}

/** All topics, the most popular first. */
export const topics: readonly Topic[] = interleave(imaginedTopics, everydayTopics);
