import { type ContentType, contentTypes } from '../content/content-kind.js';
import { countLeading } from './count-leading.js';
import { type DemoUser, drawTaste, type Taste } from './demo-users.js';
import { Random } from './random.js';
import { Timeline } from './timeline.js';
import { topics } from './topics.js';
import { moods } from './vocabulary.js';
import { Weights, zipf } from './weights.js';

/** How far back the oldest content lies. */
export const contentDays = 365;
/** Where the ids of content begin (contract §0). */
export const firstItemId = 3_000_000;
const growth = 2.5;
const shareInOwnTaste = 0.75;

/** What is known of an item before its words are written. */
export interface CatalogueItem extends Taste {
  readonly id: number;
  readonly isAuto: boolean;
  /** Index into the users. */
  readonly creator: number;
  readonly mood: number;
  readonly createdAt: number;
  readonly isPrivate: boolean;
  /** How good people find it, 0 to 1; also its quality score. */
  readonly appeal: number;
}

/** How many users had joined by an instant; the first one always had. */
export function countUsersAt(users: readonly DemoUser[], instant: number): number {
  return Math.max(
    1,
    countLeading(users.length, (index) => (users[index] as DemoUser).createdAt <= instant),
  );
}

/**
 * Every item's facts, in the order of creation, in some 30 bytes each: the other generators ask it which items exist
 * without the texts being in memory. Item ids are the positions in it, counted from `firstItemId`.
 */
export class Catalogue {
  private readonly createdAt: Float64Array;
  private readonly appeal: Float32Array;
  private readonly creator: Uint32Array;
  private readonly topic: Uint8Array;
  private readonly medium: Uint8Array;
  private readonly style: Uint8Array;
  private readonly mood: Uint8Array;
  private readonly isAuto: Uint8Array;
  private readonly isPrivate: Uint8Array;
  private readonly regularIdsByTopic: Uint32Array[] = [];

  constructor(
    seed: number,
    readonly length: number,
    users: readonly DemoUser[],
    now: Date,
  ) {
    this.createdAt = new Float64Array(length);
    this.appeal = new Float32Array(length);
    this.creator = new Uint32Array(length);
    this.topic = new Uint8Array(length);
    this.medium = new Uint8Array(length);
    this.style = new Uint8Array(length);
    this.mood = new Uint8Array(length);
    this.isAuto = new Uint8Array(length);
    this.isPrivate = new Uint8Array(length);
    this.draw(new Random(seed, 'catalogue'), users, new Timeline(now, contentDays, growth));
    this.indexByTopic();
  }

  get lastItemId(): number {
    return firstItemId + this.length - 1;
  }

  item(id: number): CatalogueItem {
    const index = id - firstItemId;
    return {
      id,
      isAuto: this.isAuto[index] === 1,
      creator: this.creator[index] as number,
      topic: this.topic[index] as number,
      medium: contentTypes[this.medium[index] as number] as ContentType,
      style: this.style[index] as number,
      mood: this.mood[index] as number,
      createdAt: this.createdAt[index] as number,
      isPrivate: this.isPrivate[index] === 1,
      appeal: this.appeal[index] as number,
    };
  }

  *items(): Generator<CatalogueItem> {
    for (let id = firstItemId; id <= this.lastItemId; id++) yield this.item(id);
  }

  /** Ids of the public regular items of a topic that existed at an instant, the oldest first. */
  publicRegularOf(topic: number, instant: number): Uint32Array {
    const ids = this.regularIdsByTopic[topic] as Uint32Array;
    const createdAt = (index: number): number =>
      this.createdAt[(ids[index] as number) - firstItemId] as number;
    return ids.subarray(
      0,
      countLeading(ids.length, (index) => createdAt(index) <= instant),
    );
  }

  private draw(random: Random, users: readonly DemoUser[], timeline: Timeline): void {
    const creators = new Weights(users.map((user) => user.creativity));
    const moodWeights = new Weights(zipf(moods.length, 0.6));
    for (let index = 0; index < this.length; index++) {
      const instant = timeline.at((index + random.next()) / this.length);
      const creator = creators.draw(random, countUsersAt(users, instant));
      const taste = this.tasteFor(random, users[creator] as DemoUser);
      this.createdAt[index] = instant;
      this.creator[index] = creator;
      this.topic[index] = taste.topic;
      this.medium[index] = contentTypes.indexOf(taste.medium);
      this.style[index] = taste.style;
      this.mood[index] = moodWeights.draw(random);
      this.appeal[index] = Math.min(0.99, Math.max(0.05, random.normal(0.58, 0.16)));
      this.isPrivate[index] = random.chance(0.08) ? 1 : 0;
      // One of each two neighbours is generated: both kinds are equally many and equally spread.
      this.isAuto[index] = index % 2 === 0 ? random.integer(0, 1) : 1 - (this.isAuto[index - 1] as number);
    }
  }

  private tasteFor(random: Random, creator: DemoUser): Taste {
    return random.chance(shareInOwnTaste) ? random.pick(creator.tastes) : drawTaste(random);
  }

  private indexByTopic(): void {
    const ids: number[][] = topics.map(() => []);
    for (let index = 0; index < this.length; index++) {
      if (!this.isAuto[index] && !this.isPrivate[index])
        ids[this.topic[index] as number]?.push(firstItemId + index);
    }
    this.regularIdsByTopic.push(...ids.map((list) => Uint32Array.from(list)));
  }
}
