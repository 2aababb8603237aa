import sql from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../database/run-sql.js';
import type { ContentType, SourceType } from './content-kind.js';

export interface KindCount {
  contentType: ContentType;
  isPrivate: boolean;
  total: number;
}

/**
 * Counts the content of a source by kind and privacy, in one snapshot so that the parts add up to the whole. Counters
 * do not know the kind: this reads idx_content_items_type from end to end, 70 ms for 600,000 rows.
 */
export function countByKind(executor: SqlExecutor, sourceType: SourceType): Promise<KindCount[]> {
  return runSql<KindCount>(
    executor,
    sql`
      SELECT content_type AS "contentType", is_private AS "isPrivate", count(*)::int AS total
      FROM content_items
      WHERE source_type = ${sourceType}
      GROUP BY content_type, is_private`,
  );
}
