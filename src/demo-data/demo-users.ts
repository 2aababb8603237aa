import { type ContentType, contentTypes } from '../content/content-kind.js';
import { familyNames, givenNames, handles } from './names.js';
import { Random } from './random.js';
import { Timeline } from './timeline.js';
import { topics } from './topics.js';
import { styles } from './vocabulary.js';
import { Weights, zipf } from './weights.js';

/** The user the documentation and the traffic client speak of. */
export const demoUserId = '121e194b-4caa-4b81-ad4f-86ca3919d5b9';

/** Something a user likes: a topic in a medium and a manner. */
export interface Taste {
  readonly topic: number;
  readonly medium: ContentType;
  readonly style: number;
}

/** A user as the other generators see it. */
export interface DemoUser {
  readonly id: string;
  readonly username: string;
  readonly email: string;
  readonly createdAt: number;
  readonly isActive: boolean;
  /** One to three, the strongest first. */
  readonly tastes: readonly Taste[];
  /** How much the user looks at, relative to others. */
  readonly activity: number;
  /** How much the user makes, relative to others. */
  readonly creativity: number;
}

/** Images lead by far, as they do everywhere. */
const mediumShares: Readonly<Record<ContentType, number>> = { image: 55, text: 22, video: 12, audio: 11 };
const mediumWeights = new Weights(contentTypes.map((type) => mediumShares[type]));
const topicWeights = new Weights(zipf(topics.length, 0.7));
const styleWeights = new Map(
  contentTypes.map((medium) => [medium, new Weights(zipf(styles[medium].length, 0.9))]),
);

export function drawTaste(random: Random): Taste {
  const medium = contentTypes[mediumWeights.draw(random)] as ContentType;
  return { topic: topicWeights.draw(random), medium, style: styleWeights.get(medium)?.draw(random) ?? 0 };
}

function drawTastes(random: Random): Taste[] {
  const tastes: Taste[] = [];
  const wanted = random.integer(1, 3);
  while (tastes.length < wanted) {
    const taste = drawTaste(random);
    if (tastes.every((known) => known.topic !== taste.topic)) tastes.push(taste);
  }
  return tastes;
}

/** `mira_kovac`, `tidepool-tomas`, `okonkwo88`: letters, digits, _ and - only, unique in any letter case. */
function drawUsername(random: Random, taken: Set<string>): string {
  const [given, family, handle] = [random.pick(givenNames), random.pick(familyNames), random.pick(handles)];
  const base = random.pick([
    `${given}_${family}`,
    `${given}_${handle}`,
    `${handle}-${given}`,
    `${given}${family}`,
  ]);
  let username = base;
  while (taken.has(username)) username = `${base}${random.integer(2, 99_999)}`;
  taken.add(username);
  return username;
}

function drawUser(random: Random, createdAt: number, taken: Set<string>): DemoUser {
  const username = drawUsername(random, taken);
  return {
    id: random.uuid(),
    username,
    email: `${username}@${random.pick(['example.com', 'example.org', 'example.net'])}`,
    createdAt,
    isActive: !random.chance(0.04),
    tastes: drawTastes(random),
    activity: Math.exp(random.normal(0, 1.1)),
    creativity: Math.exp(random.normal(0, 1.3)),
  };
}

/** The first user of the platform, and among its busiest. */
function asDemoUser(user: DemoUser, meanActivity: number): DemoUser {
  return {
    ...user,
    id: demoUserId,
    username: 'demo_admin',
    email: 'demo@example.com',
    isActive: true,
    activity: meanActivity * 4,
    creativity: meanActivity * 5,
  };
}

/** All users, in the order they joined. */
export function createUsers(seed: number, count: number, now: Date): DemoUser[] {
  const random = new Random(seed, 'users');
  const timeline = new Timeline(now, 400, 1.3);
  const taken = new Set(['demo_admin']);
  const users = Array.from({ length: count }, (_, index) =>
    drawUser(random, timeline.at((index + (index > 0 ? random.next() : 0)) / count), taken),
  );
  const meanActivity = users.reduce((sum, user) => sum + user.activity, 0) / count;
  return users.map((user, index) => (index === 0 ? asDemoUser(user, meanActivity) : user));
}
