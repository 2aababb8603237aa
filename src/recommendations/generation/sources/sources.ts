import sql, { raw, type Sql } from 'sql-template-tag';
import { isEligible } from '../../eligibility.js';
import type { Occasion, RecommendationSource, SourceName } from './recommendation-source.js';

/** Numbers of items a ranked list is proposed by: few at first, more for who has met those. */
const portions = [50, 150, 400, 1200];
/** Tags a proposal by tags is made from, the items of each, and how many of its newest are looked through for them. */
const tagsAsked = 12;
const itemsPerTag = 20;
const newestPerTag = 400;
/** Newest and best items that are looked through; the wider windows for who has met all of the narrower. */
const recentWindows = [1000, 10_000, 100_000];
const itemsPerWindow = 100;

/** Limits are part of the text: a statement prepared for any limit would be planned for a tenth of the table. */
function limit(count: number): Sql {
  return raw(`LIMIT ${count}`);
}

/** @param best the best of the list, so many of them */
function* inPortions(best: (count: number) => readonly number[]): Iterable<Sql> {
  let start = 0;
  for (const portion of portions) {
    const ids = best(start + portion).slice(start);
    if (ids.length > 0) yield sql`SELECT unnest(${ids}::int[]) AS id`;
    if (ids.length < portion) return;
    start += portion;
  }
}

function fromScores({ scores }: Occasion): Iterable<Sql> {
  return scores ? inPortions((count) => scores.best(count)) : [];
}

/** True when the user did something that the model was not trained on. */
function hasNews({ taste, model }: Occasion): boolean {
  const [latest] = taste.items;
  return model !== undefined && latest !== undefined && latest.lastAt > model.trainedUntil.getTime();
}

/** The trained model, for a user it was trained with. */
const fromModel: RecommendationSource = {
  proposals: (occasion) => (hasNews(occasion) ? [] : fromScores(occasion)),
};

/** The trained model, asked with what a user did after the training, or who came after it. */
const fromFoldIn: RecommendationSource = {
  proposals: (occasion) => (hasNews(occasion) ? fromScores(occasion) : []),
};

/** The newest items of the tags the user likes most; served by the key of content_tags. */
const fromTags: RecommendationSource = {
  *proposals({ taste, audience }) {
    const keys = taste.favoriteTags(tagsAsked);
    if (keys.length === 0) return;
    yield sql`
      SELECT found.id
      FROM unnest(${keys}::int[]) AS liked (key)
      CROSS JOIN LATERAL (
        SELECT c.id
        FROM (
          SELECT ct.content_id, ct.created_at FROM content_tags ct
          WHERE ct.tag_key = liked.key AND ct.source_type = 'items' AND NOT ct.is_private
          ORDER BY ct.created_at DESC, ct.content_id DESC
          ${limit(newestPerTag)}
        ) AS newest
        JOIN content_items c ON c.id = newest.content_id
        WHERE ${isEligible('c', audience)}
        ORDER BY newest.created_at DESC, newest.content_id DESC
        ${limit(itemsPerTag)}
      ) AS found`;
  },
};

/** What most was done with in the last 30 days. */
const fromPopular: RecommendationSource = {
  proposals: ({ popular }) => inPortions((count) => popular.top('acts', count)),
};

/** What was liked most lately, the newer the more. */
const fromTrending: RecommendationSource = {
  proposals: ({ popular }) => inPortions((count) => popular.top('trending', count)),
};

/** The newest and the best items the user has not met; served by the indexes of the lists in these orders. */
const fromRecent: RecommendationSource = {
  *proposals({ audience }) {
    for (const window of recentWindows) {
      const first = (order: Sql): Sql => sql`(
        SELECT c.id
        FROM (
          SELECT * FROM content_items
          WHERE source_type = 'items' AND NOT is_private
          ORDER BY ${order}
          ${limit(window)}
        ) AS c
        WHERE ${isEligible('c', audience)}
        ORDER BY ${order}
        ${limit(itemsPerWindow)}
      )`;
      yield sql`
        ${first(sql`created_at DESC, id DESC`)}
        UNION
        ${first(sql`quality_score DESC, created_at DESC, id DESC`)}`;
    }
  },
};

/** Every source by its name. */
export const sources: Readonly<Record<SourceName, RecommendationSource>> = {
  model: fromModel,
  'fold-in': fromFoldIn,
  tags: fromTags,
  popular: fromPopular,
  trending: fromTrending,
  recent: fromRecent,
};
