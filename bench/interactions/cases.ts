import type pg from 'pg';

/** A question the API is asked, about other users or items each time. */
export interface InteractionCase {
  readonly name: string;
  readonly paths: readonly string[];
}

/** Enough that answers differ, few enough that none of them is cold. */
const questions = 100;

const types = ['view', 'like', 'share', 'download', 'bookmark', 'comment', 'rate'];

interface Sample {
  /** Users and items of random interactions: the active and the popular occur more often. */
  readonly drawn: readonly { id: number; user: string; item: number }[];
  readonly busiestUser: string;
  readonly mostPopularItem: number;
}

async function readSample(client: pg.Client): Promise<Sample> {
  const { rows: drawn } = await client.query<{ id: number; user: string; item: number }>(
    `SELECT id, user_id AS user, content_item_id AS item
     FROM user_interactions
     WHERE id = ANY (ARRAY(
       SELECT n * greatest((SELECT max(id) FROM user_interactions) / $1::int, 1) FROM generate_series(1, $1::int) AS n
     ))
     ORDER BY id`,
    [questions],
  );
  const { rows } = await client.query<{ user: string; item: number }>(
    `SELECT
       (SELECT user_id FROM interaction_totals WHERE user_id IS NOT NULL
        GROUP BY user_id ORDER BY sum(total) DESC LIMIT 1) AS user,
       (SELECT content_item_id FROM interaction_totals WHERE content_item_id IS NOT NULL
        GROUP BY content_item_id ORDER BY sum(total) DESC LIMIT 1) AS item`,
  );
  return { drawn, busiestUser: rows[0]!.user, mostPopularItem: rows[0]!.item };
}

/** The figures (contract #7, #52–#54) and the lists (#55–#59 and the filtered one). */
export async function createCases(client: pg.Client): Promise<InteractionCase[]> {
  const { drawn, busiestUser, mostPopularItem } = await readSample(client);
  const interactions = drawn.at(-1)!.id;
  const of = (name: string, ...paths: string[]): InteractionCase => ({
    name,
    paths: paths.map((path) => `/api/v1/${path}`),
  });
  const byUser = (path: (user: string) => string): string[] => drawn.map(({ user }) => path(user));
  const byItem = (path: (item: number) => string): string[] => drawn.map(({ item }) => path(item));
  return [
    of('user_behavior', ...byUser((user) => `interactions/analytics/user-behavior/${user}`)),
    of('user_behavior_busiest', `interactions/analytics/user-behavior/${busiestUser}`),
    of('user_stats', ...byUser((user) => `users/${user}/stats`)),
    of('content', ...byItem((item) => `interactions/analytics/content/${item}`)),
    of('content_most_popular', `interactions/analytics/content/${mostPopularItem}`),
    of('global', 'interactions/analytics/global'),
    of('newest', 'interactions'),
    of('by_type', ...types.map((type) => `interactions/by-type/${type}`)),
    of(
      'deep',
      `interactions?skip=${Math.floor(0.5 * interactions)}`,
      `interactions/by-type/view?skip=${Math.floor(0.3 * interactions)}`,
    ),
    of('by_user', ...byUser((user) => `interactions/by-user/${user}`)),
    of('by_content', ...byItem((item) => `interactions/by-content/${item}`)),
    of('recent', 'interactions/recent', 'interactions/recent?days=365'),
    of('top_rated', 'interactions/top-rated', 'interactions/top-rated?min_rating=4'),
    of(
      'by_rating',
      ...['asc', 'desc'].flatMap((order) => [
        `interactions?sort_field=rating&sort_order=${order}`,
        `interactions?sort_field=rating&sort_order=${order}&min_rating=3`,
      ]),
    ),
    of('filtered', ...types.map((type) => `interactions?interaction_type=${type}&min_rating=3&days=90`)),
    of('filtered_user', ...byUser((user) => `interactions?interaction_type=rate&days=90&user_id=${user}`)),
  ];
}

/** The least a request for interactions can be: one of them by its id. */
export async function createFloorCase(client: pg.Client): Promise<InteractionCase> {
  const { drawn } = await readSample(client);
  return { name: 'by_id', paths: drawn.map(({ id }) => `/api/v1/interactions/${id}`) };
}
