import { contentTypes } from '../../content/content-kind.js';
import { tagNodes } from '../tag-nodes.js';
import { topics } from '../topics.js';
import { moods, styles } from '../vocabulary.js';
import { Weights } from '../weights.js';
import type { Query } from './api-client.js';
import type { ListedItem, Visitor } from './visitor.js';

type Activity = (visitor: Visitor) => Promise<void>;

const unified = '/api/v1/content/unified';
const content = '/api/v1/content';
const oneItem = '/api/v1/content/{id}';
const oneUser = '/api/v1/users/{id}';
const missingId = 2_147_483_647;

/** Opens a few of the items seen; only regular ones have a page of their own. */
async function open(visitor: Visitor, items: readonly ListedItem[]): Promise<void> {
  const regular = items.filter((item) => item.source_type === 'regular');
  for (let look = visitor.random.integer(1, 3); look > 0 && regular.length > 0; look--) {
    await visitor.ask({ method: 'GET', route: oneItem, id: visitor.random.pick(regular).id });
  }
}

async function browsePages(visitor: Visitor): Promise<void> {
  const query = { page_size: visitor.random.pick([10, 20, 20, 50]) };
  const pages = visitor.random.integer(1, 4);
  for (let page = 1; page <= pages; page++) {
    const { items } = await visitor.list(unified, page > 1 ? { ...query, page } : query);
    if (visitor.random.chance(0.5)) await open(visitor, items);
  }
}

async function browseByCursor(visitor: Visitor): Promise<void> {
  const sources = visitor.random.pick([
    ['user-regular', 'user-auto'],
    ['community-regular', 'community-auto'],
    ['community-regular'],
  ]);
  const query = { content_source_types: sources, user_id: visitor.userId, page_size: 25 };
  let { items, pagination } = await visitor.list(unified, query);
  for (let page = visitor.random.integer(1, 4); page > 0 && pagination.next_cursor; page--) {
    ({ items, pagination } = await visitor.list(unified, { ...query, cursor: pagination.next_cursor }));
  }
  await open(visitor, items);
}

async function browseSorted(visitor: Visitor): Promise<void> {
  const field = visitor.random.pick(['quality_score', 'updated_at', 'title']);
  const { items } = await visitor.list(unified, { sort_field: field, sort_order: 'desc', page_size: 20 });
  await open(visitor, items);
}

/** Searches for a word that somebody may have written. */
async function search(visitor: Visitor): Promise<void> {
  const phrase = visitor.random.pick(visitor.random.pick(topics).subjects);
  const words = phrase.split(' ').filter((word) => word.length > 3);
  const term = visitor.random.chance(0.2) ? `"${phrase}"` : visitor.random.pick(words);
  const { items } = await visitor.list(unified, { search_term: term, page_size: 20 });
  await open(visitor, items);
}

async function browseTags(visitor: Visitor): Promise<void> {
  const topic = visitor.random.pick(topics);
  const isNarrow = visitor.random.chance(0.3);
  const query: Query = isNarrow
    ? { tag: [topic.tag, visitor.random.pick(topic.related)], tag_match: 'all' }
    : { tag: visitor.random.chance(0.7) ? topic.tag : visitor.random.pick(tagNodes).name };
  const { items } = await visitor.list(unified, { ...query, page_size: 20 });
  await open(visitor, items);
}

async function listRegular(visitor: Visitor): Promise<void> {
  const filter = visitor.random.pick<Query>([
    { content_type: visitor.random.pick(contentTypes) },
    { min_quality_score: '0.8', public_only: 'true' },
    { creator_id: visitor.userId },
  ]);
  const { items } = await visitor.list(content, { ...filter, page: 1, page_size: 50 });
  await open(visitor, items);
}

async function lookAtProfile(visitor: Visitor): Promise<void> {
  const { items } = await visitor.list(unified, { page_size: 10 });
  const own = visitor.random.chance(0.5) || items.length === 0;
  const id = own ? visitor.userId : visitor.random.pick(items).creator_id;
  await visitor.ask({ method: 'GET', route: oneUser, id });
  for (const part of ['stats', 'interactions', 'generation-jobs']) {
    await visitor.ask({ method: 'GET', route: `${oneUser}/${part}`, id });
  }
  await visitor.ask({ method: 'GET', route: `${oneUser}/recommendations`, id: visitor.userId });
}

async function compareOwnAndOthers(visitor: Visitor): Promise<void> {
  await visitor.get('/api/v1/content/stats/unified');
  await visitor.get('/api/v1/content/stats/unified', { user_id: visitor.userId });
}

/** Makes an item, looks at it, corrects it and thinks better of it, so that nothing is left behind. */
async function createAndWithdraw(visitor: Visitor): Promise<void> {
  const { random } = visitor;
  const medium = random.pick(contentTypes);
  const [topic, style, mood] = [random.pick(topics), random.pick(styles[medium]), random.pick(moods)];
  const brief = { medium, topic, style, mood, isAuto: false };
  const body = {
    ...visitor.composer.compose(brief),
    content_type: medium,
    content_data: medium === 'text' ? visitor.composer.text(brief) : `content/traffic/${random.uuid()}`,
    creator_id: visitor.userId,
    tags: [topic.tag, style.tag],
  };
  await visitor.borrow(content, body, async (id) => {
    await visitor.ask({ method: 'GET', route: oneItem, id });
    await visitor.ask({ method: 'PUT', route: oneItem, id, body: { tags: [topic.tag, mood.tag] } });
  });
}

async function changePreferences(visitor: Visitor): Promise<void> {
  const preferences = { theme: visitor.random.pick(['light', 'dark', 'system']) };
  await visitor.ask({
    method: 'PUT',
    route: `${oneUser}/preferences`,
    id: visitor.userId,
    body: { preferences },
  });
}

async function findPeople(visitor: Visitor): Promise<void> {
  const term = visitor.random.pick(['mira', 'tomas', 'pixel', 'sato', 'example.org']);
  await visitor.list('/api/v1/users/search', { search_term: term, limit: 20 });
}

async function askAboutServer(visitor: Visitor): Promise<void> {
  await visitor.get('/api/v1/health');
  await visitor.get(visitor.random.pick(['/health', '/api/v1/info', '/api/v1/version', '/api/v1/databases']));
  await visitor.get('/api/v1/analytics/routes/cache-priorities', { n: 5 });
}

/** What people and their bookmarks get wrong: 404 and 422. */
async function blunder(visitor: Visitor): Promise<void> {
  if (visitor.random.chance(0.5)) await visitor.ask({ method: 'GET', route: oneItem, id: missingId });
  else await visitor.get(unified, { page_size: 5000 });
}

const activities: readonly (readonly [weight: number, activity: Activity])[] = [
  [30, browsePages],
  [14, browseByCursor],
  [8, browseSorted],
  [14, search],
  [12, browseTags],
  [8, listRegular],
  [10, lookAtProfile],
  [6, compareOwnAndOthers],
  [6, createAndWithdraw],
  [3, changePreferences],
  [3, findPeople],
  [3, askAboutServer],
  [3, blunder],
];
const weights = new Weights(activities.map(([weight]) => weight));

/** Does one thing people come for, likelier the commoner it is. */
export async function doSomething(visitor: Visitor): Promise<void> {
  const [, activity] = activities[weights.draw(visitor.random)] as (typeof activities)[number];
  await activity(visitor);
}
