import type { ContentType } from '../content/content-kind.js';
import type { InteractionType } from '../interactions/user-interaction.entity.js';
import { type CatalogueItem, countUsersAt, firstItemId } from './catalogue.js';
import type { CopyValue } from '../database/copy-text.js';
import type { DemoTable } from './demo-table.js';
import { type DemoUser, drawTaste, type Taste } from './demo-users.js';
import { Random } from './random.js';
import { comments } from './sentences.js';
import { Timeline } from './timeline.js';
import { Weights } from './weights.js';
import type { World } from './world.js';

/** Share of the visits that follow a user's own tastes; the rest is chance, as it is for real people. */
const shareInOwnTaste = 0.82;
/** The strongest taste leads to half of the visits of a user of three. */
const tasteWeights = [1, 2, 3].map((count) => new Weights([3, 2, 1].slice(0, count)));
const candidatesLookedAt = 4;

const followUps: readonly InteractionType[] = ['like', 'bookmark', 'share', 'download', 'comment', 'rate'];
const followUpWeights = new Weights([36, 14, 10, 12, 12, 16]);

interface Visit {
  user: DemoUser;
  item: CatalogueItem;
  /** How much the item is to the user's taste, about 0 to 1. */
  liking: number;
  at: number;
}

/** Chooses what a user looks at: a topic of theirs, then the most appealing of a few items, newer ones rather. */
class Visitor {
  constructor(
    private readonly random: Random,
    private readonly world: World,
    private readonly activity: Weights,
  ) {}

  visit(at: number): Visit | undefined {
    const { random, world } = this;
    const user = world.users[this.activity.draw(random, countUsersAt(world.users, at))] as DemoUser;
    const isOwnTaste = random.chance(shareInOwnTaste);
    const taste = isOwnTaste ? this.tasteOf(user) : drawTaste(random);
    const existing = world.catalogue.publicRegularOf(taste.topic, at);
    if (existing.length === 0) return undefined;
    let best: { item: CatalogueItem; liking: number } | undefined;
    for (let look = 0; look < candidatesLookedAt; look++) {
      const fromTheNewest = random.next() ** 1.5;
      const id = existing[Math.floor((1 - fromTheNewest) * existing.length)] ?? firstItemId;
      const item = world.catalogue.item(id);
      const liking = this.liking(item, taste, isOwnTaste);
      if (!best || liking > best.liking) best = { item, liking };
    }
    return best && { user, at, ...best };
  }

  private tasteOf(user: DemoUser): Taste {
    return user.tastes[(tasteWeights[user.tastes.length - 1] as Weights).draw(this.random)] as Taste;
  }

  private liking(item: CatalogueItem, taste: Taste, isOwnTaste: boolean): number {
    const sameMedium = item.medium === taste.medium;
    const match = (sameMedium ? 0.15 : 0) + (sameMedium && item.style === taste.style ? 0.25 : 0);
    return item.appeal * 0.6 + match + (isOwnTaste ? 0.15 : 0) + this.random.normal(0, 0.06);
  }
}

const typicalSeconds: Readonly<Record<ContentType, number>> = { image: 12, text: 70, video: 35, audio: 95 };

/** Log-normal, as dwell times are: most short, a few very long. */
function viewSeconds({ item, liking }: Visit, random: Random): number {
  return Math.max(1, Math.round(typicalSeconds[item.medium] * Math.exp(random.normal(liking - 0.6, 0.8))));
}

function stars(liking: number, random: Random): number {
  return Math.min(5, Math.max(1, Math.round(1 + liking * 3.9 + random.normal(0, 0.9))));
}

function metadataOf(type: InteractionType, random: Random): Record<string, unknown> {
  if (type === 'comment') return { comment: random.pick(comments) };
  if (type === 'share') return { channel: random.pick(['link', 'email', 'chat', 'embed']) };
  if (type === 'download') return { resolution: random.pick(['original', 'large', 'medium']) };
  return random.chance(0.5)
    ? { source: random.pick(['feed', 'search', 'profile', 'recommendation', 'tag']) }
    : {};
}

function* interactionsOf(visit: Visit, random: Random, now: number): Generator<CopyValue[]> {
  const { user, item, liking } = visit;
  const seconds = viewSeconds(visit, random);
  const row = (
    type: InteractionType,
    at: number,
    rating: number | null,
    duration: number | null,
  ): CopyValue[] => [
    user.id,
    item.id,
    type,
    rating,
    duration,
    metadataOf(type, random),
    new Date(Math.min(at, now)),
  ];
  yield row('view', visit.at, null, seconds);
  let at = visit.at;
  const eagerness = Math.min(0.85, Math.max(0.05, liking * 0.75));
  for (let follow = 0; follow < 3 && random.chance(eagerness / (1 + follow)); follow++) {
    const type = followUps[followUpWeights.draw(random)] ?? 'like';
    const isRated = type === 'rate' || (type === 'comment' && random.chance(0.2));
    at += random.integer(1, Math.max(2, seconds)) * 1000;
    yield row(type, at, isRated ? stars(liking, random) : null, null);
  }
}

/**
 * Visits in the order of time, each a view and what follows from it. Users come back to their tastes, so whoever
 * shares a taste shares items: the structure a recommender has to find.
 */
function* interactionRows(world: World): Generator<CopyValue[]> {
  const random = new Random(world.seed, 'interactions');
  const timeline = new Timeline(world.now, 180, 3);
  const visitor = new Visitor(random, world, new Weights(world.users.map((user) => user.activity)));
  let written = 0;
  while (written < world.interactions) {
    const visit = visitor.visit(timeline.at((written + random.next()) / world.interactions));
    if (!visit) continue;
    for (const row of interactionsOf(visit, random, world.now.getTime())) {
      if (written++ < world.interactions) yield row;
    }
  }
}

export const interactionsTable: DemoTable = {
  name: 'user_interactions',
  columns: [
    'user_id',
    'content_item_id',
    'interaction_type',
    'rating',
    'duration',
    'interaction_metadata',
    'created_at',
  ],
  estimate: (world) => world.interactions,
  rows: interactionRows,
};
