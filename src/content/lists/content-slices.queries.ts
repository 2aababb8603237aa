// The ways to find the rows of one page in order. Each yields ids alone, from an index where it can, and the page is
// completed afterwards: a row passed over costs an index entry and not its texts, tags and creator.
import sql, { join, raw, type Sql } from 'sql-template-tag';
import { type ListDefinition, integerKey, timestampKey } from '../../common/http/list-definition.js';
import type { ListWindow } from '../../common/http/page-query.dto.js';
import { beyond, orderClause, whereClause } from '../../database/list-sql.js';
import { containsTerm } from '../search-term.js';
import { content, type ContentCriteria, isTaggedOrder, tagged, taggedList } from './content-criteria.js';

/**
 * Hides a condition from the planner, which takes what it cannot look into to hold for half of the rows. Its guesses at
 * texts and tags are far too low, and it would gather and sort all there is instead of walking the index in order.
 */
function hidden(condition: Sql): Sql {
  return sql`COALESCE(${condition}, FALSE)`;
}

function tagProbe(contentId: Sql, keys: readonly number[]): Sql {
  const [key] = keys;
  const among = keys.length === 1 ? sql`= ${key}` : sql`= ANY(${keys}::int[])`;
  return sql`(SELECT TRUE FROM content_tags t WHERE t.content_id = ${contentId} AND t.tag_key ${among} LIMIT 1)`;
}

/** One probe for each tag that all are needed of, one for all that any is enough of. */
function tagProbes(contentId: Sql, { tags }: ContentCriteria, except?: number): Sql[] {
  if (!tags) return [];
  if (tags.match === 'any') return [hidden(tagProbe(contentId, tags.keys))];
  return tags.keys.filter((key) => key !== except).map((key) => hidden(tagProbe(contentId, [key])));
}

function limits(window: ListWindow): Sql {
  return sql`LIMIT ${raw(String(window.limit + 1))} OFFSET ${raw(String(window.skip))}`;
}

function cursorConditions(definition: ListDefinition, { cursor }: ListWindow): Sql[] {
  return cursor ? [beyond(definition, cursor)] : [];
}

/** Walks the index of the order and looks at each row. */
function walkingContent(definition: ListDefinition, criteria: ContentCriteria, window: ListWindow): Sql {
  const conditions = [
    ...criteria.shared(content),
    ...criteria.own,
    ...criteria.terms.map((term) => hidden(containsTerm(term))),
    ...tagProbes(raw('c.id'), criteria),
    ...cursorConditions(definition, window),
  ];
  return sql`
    SELECT c.id AS slice_id FROM content_items c ${whereClause(conditions)}
    ${orderClause(definition, window)} ${limits(window)}`;
}

/** What content_tags cannot tell of the content. */
function ownProbe({ own, terms }: ContentCriteria): Sql[] {
  const conditions = [...own, ...terms.map(containsTerm)];
  if (conditions.length === 0) return [];
  return [
    hidden(
      sql`(SELECT TRUE FROM content_items c WHERE c.id = d.content_id AND ${join(conditions, ' AND ')})`,
    ),
  ];
}

/** Walks the newest, or oldest, content of one tag and looks at the rest. */
function walkingTag(
  definition: ListDefinition,
  criteria: ContentCriteria,
  window: ListWindow,
  tagKey: Sql,
  except?: number,
): Sql {
  const tagDefinition = taggedList(definition);
  const probes = criteria.tags?.match === 'all' ? tagProbes(raw('d.content_id'), criteria, except) : [];
  const conditions = [
    sql`d.tag_key = ${tagKey}`,
    ...criteria.shared(tagged),
    ...probes,
    ...ownProbe(criteria),
    ...cursorConditions(tagDefinition, window),
  ];
  return sql`
    SELECT d.content_id AS slice_id, d.created_at AS slice_created_at
    FROM content_tags d ${whereClause(conditions)} ${orderClause(tagDefinition, window)}`;
}

/** Walks all of the tags at once: the page is among the first rows of each. */
function walkingTags(
  definition: ListDefinition,
  criteria: ContentCriteria,
  window: ListWindow,
  keys: readonly number[],
): Sql {
  const merged = { created_at: timestampKey('m.slice_created_at'), id: integerKey('m.slice_id') };
  const ofEach = sql`LIMIT ${raw(String(window.skip + window.limit + 1))}`;
  return sql`
    SELECT m.slice_id
    FROM unnest(${keys}::int[]) AS wanted (tag_key)
    CROSS JOIN LATERAL (${walkingTag(definition, criteria, window, raw('wanted.tag_key'))} ${ofEach}) AS m
    GROUP BY m.slice_id, m.slice_created_at
    ${orderClause({ ...definition, sortable: merged }, window)} ${limits(window)}`;
}

/**
 * The ids of one page and the row after it, in the direction of reading. For lists in which what is asked for is not
 * rare: rows are looked at one after the other until the page is full.
 * @param rarestTag the one to be led by when all tags are needed
 */
export function sliceInOrder(
  definition: ListDefinition,
  criteria: ContentCriteria,
  window: ListWindow,
  rarestTag: number | undefined,
): Sql {
  const { tags } = criteria;
  if (!tags || window.field !== 'created_at' || !isTaggedOrder(definition, window.field)) {
    return walkingContent(definition, criteria, window);
  }
  if (tags.match === 'any') return walkingTags(definition, criteria, window, tags.keys);
  const leading = rarestTag ?? tags.keys[0];
  return sql`${walkingTag(definition, criteria, window, sql`${leading}`, leading)} ${limits(window)}`;
}

/** The same for lists in which it may be rare: PostgreSQL is told all and chooses how to find it. */
export function sliceAsPlanned(
  definition: ListDefinition,
  conditions: readonly Sql[],
  window: ListWindow,
): Sql {
  return sql`
    SELECT c.id AS slice_id
    FROM content_items c ${whereClause([...conditions, ...cursorConditions(definition, window)])}
    ${orderClause(definition, window)} ${limits(window)}`;
}
