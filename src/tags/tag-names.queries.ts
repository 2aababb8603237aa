import sql, { type Sql } from 'sql-template-tag';

/** Expression for the tag names of one piece of content, in alphabetical order; served by (content_id, tag_key). */
export function tagNamesOf(contentId: Sql): Sql {
  return sql`ARRAY(
    SELECT t.name
    FROM content_tags ct
    JOIN tags t ON t.key = ct.tag_key
    WHERE ct.content_id = ${contentId}
    ORDER BY t.name
  )`;
}
