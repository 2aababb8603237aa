import type { ContentType } from '../content/content-kind.js';
import type { CatalogueItem } from './catalogue.js';
import { type Brief, Composer, type Composition } from './composer.js';
import { Random } from './random.js';
import { topics } from './topics.js';
import { moods, styles } from './vocabulary.js';

/** How an item was made, as its metadata and its generation job tell it. */
export interface ItemDetails extends Composition {
  readonly contentData: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly model: string | null;
}

export const models: Readonly<Record<ContentType, readonly string[]>> = {
  image: ['aurora-xl-1.2', 'aurora-xl-1.0', 'lumen-3', 'brushwork-v5', 'pixelsmith-2'],
  text: ['scribe-7b', 'scribe-13b', 'longhand-2'],
  video: ['kinema-1', 'kinema-1-fast'],
  audio: ['sonora-2', 'murmur-small'],
};

const tools: Readonly<Record<ContentType, readonly string[]>> = {
  image: ['camera', 'sketchbook and scanner', 'tablet', 'film and darkroom', 'vector editor'],
  text: ['typewriter', 'notebook', 'plain text editor'],
  video: ['phone', 'mirrorless camera', 'animation stand', 'drone'],
  audio: ['field recorder', 'home studio', 'tape machine'],
};

const extensions: Readonly<Record<Exclude<ContentType, 'text'>, string>> = {
  image: 'png',
  video: 'mp4',
  audio: 'ogg',
};
const imageSizes = [
  [832, 1216],
  [1216, 832],
  [1024, 1024],
  [768, 1344],
] as const;

function briefOf(item: CatalogueItem): Brief {
  const style = styles[item.medium][item.style];
  const [topic, mood] = [topics[item.topic], moods[item.mood]];
  if (!style || !topic || !mood) throw new Error(`item ${item.id} lies outside the vocabulary`);
  return { medium: item.medium, topic, style, mood, isAuto: item.isAuto };
}

function measures(medium: ContentType, text: string, random: Random): Record<string, unknown> {
  switch (medium) {
    case 'image': {
      const [width, height] = random.pick(imageSizes);
      return { width, height, format: 'png' };
    }
    case 'text':
      return { word_count: text.split(/\s+/).length, reading_minutes: Math.ceil(text.length / 1200) };
    case 'video':
      return {
        duration_seconds: random.integer(4, 90),
        fps: random.pick([24, 25, 30, 60]),
        resolution: '1280x720',
      };
    case 'audio':
      return {
        duration_seconds: random.integer(20, 400),
        sample_rate: 48_000,
        channels: random.integer(1, 2),
      };
  }
}

function samplerSettings(medium: ContentType, random: Random): Record<string, unknown> {
  const seed = random.integer(1, 2_147_483_647);
  if (medium !== 'image') return { seed, temperature: Math.round(random.normal(0.8, 0.1) * 100) / 100 };
  return {
    seed,
    steps: random.pick([20, 24, 28, 30, 40]),
    cfg_scale: random.pick([4.5, 5, 6, 7, 7.5]),
    sampler: random.pick(['euler_a', 'dpmpp_2m', 'dpmpp_sde']),
  };
}

const shareAskedFor = 0.3;

/** Whether somebody had a job make the item: such items are regular content, as those of the product's workers are. */
export function isAskedFor(seed: number, item: CatalogueItem): boolean {
  return !item.isAuto && new Random(seed, 'asked for', item.id).chance(shareAskedFor);
}

/** The words and facts of an item: a function of the seed and the item alone, so that every table tells the same. */
export function detailsOf(seed: number, item: CatalogueItem): ItemDetails {
  const random = new Random(seed, 'item', item.id);
  const brief = briefOf(item);
  const composer = new Composer(random);
  const composition = composer.compose(brief);
  const month = new Date(item.createdAt).toISOString().slice(0, 7).replace('-', '/');
  const contentData =
    item.medium === 'text' ? composer.text(brief) : `content/${month}/${item.id}.${extensions[item.medium]}`;
  const isGenerated = item.isAuto || isAskedFor(seed, item);
  const model = isGenerated ? random.pick(models[item.medium]) : null;
  const made = model
    ? { model, ...samplerSettings(item.medium, random) }
    : { tool: random.pick(tools[item.medium]) };
  return {
    ...composition,
    contentData,
    model,
    metadata: { ...measures(item.medium, contentData, random), ...made },
  };
}
